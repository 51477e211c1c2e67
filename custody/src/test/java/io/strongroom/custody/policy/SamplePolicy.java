package io.strongroom.custody.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/// A policy with one of everything.
public final class SamplePolicy {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final String TEXT =
      """
      {"schema": "strongroom.policy/v1", "default": "DENY",
       "assets": {"ETH": {"chain": "eip155:31337", "decimals": 18}},
       "groups": {"traders": {"members": ["ann", "bob", "oms"]}, "ops": {"members": ["olga", "oscar", "cleo"]},
                  "compliance": {"members": ["cleo", "carl"]}, "board": {"members": ["ben", "bea", "bo"]},
                  "security": {"members": ["sam", "sue"]}},
       "vaults": {"hot": {"assets": ["ETH"]}, "cold": {"assets": ["ETH"]}, "spare": {"assets": ["ETH"]}},
       "destinations": {"coolingOff": "2h", "removal": "immediate"},
       "invariants": {"fee": {"maxAbs": {"ETH": "0.05"}}, "ttl": {"approveWithin": "72h", "signWithin": "2h"},
                      "pendingPerMember": 20},
       "grants": [{"id": "g-hot", "who": "traders", "from": "hot", "to": ["exchange", "client", "vault:cold"]},
                  {"id": "g-cold", "who": "ops", "from": "cold", "to": ["vault:hot", "acme"]}],
       "limits": [{"id": "l-tx", "scope": {"from": "hot"}, "max": {"asset": "50"}, "onExceed": "DENY"},
                  {"id": "l-hot", "scope": {"from": "hot"}, "per": ["vault"], "window": "24h",
                   "max": {"asset": "100"}, "onExceed": "DENY"},
                  {"id": "l-user", "scope": {"who": "traders"}, "per": ["member"], "window": "24h",
                   "max": {"asset": "60"}, "onExceed": "STEP_UP:dual"}],
       "tiers": {"auto": {"approvals": [], "delay": "0s"},
                 "desk": {"approvals": [{"group": "ops", "n": 1}], "delay": "0s"},
                 "dual": {"approvals": [{"group": "ops", "n": 1}, {"group": "compliance", "n": 1}], "delay": "1h"},
                 "slow": {"approvals": [], "delay": "30m"},
                 "board": {"approvals": [{"group": "board", "n": 2}], "delay": "24h"}},
       "ladders": [{"id": "d-hot", "scope": {"from": "hot", "asset": "ETH"},
                    "basis": ["tx", "vault/24h", "destination/24h"], "steps": {"0": "auto", "10": "desk", "30": "dual"}},
                   {"id": "d-cold", "scope": {"fromNot": "hot"}, "basis": ["tx"], "steps": {"0": "slow"}}],
       "separationOfDuties": {"initiatorMayApprove": false, "onePersonOneGroup": true},
       "freeze": {"by": ["security", "board", "compliance"],
                  "lift": [{"group": "board", "n": 2}, {"group": "security", "n": 1}], "liftDelay": "4h"},
       "change": {"tighten": {"approvals": [{"group": "compliance", "n": 1}], "delay": "0s"},
                  "loosen": {"approvals": [{"group": "board", "n": 2}, {"group": "security", "n": 1}], "delay": "1h"}}}
      """;

  private SamplePolicy() {}

  /// The document, to be changed at will.
  public static ObjectNode document() {
    try {
      return (ObjectNode) MAPPER.readTree(TEXT);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  public static ObjectNode document(Consumer<ObjectNode> change) {
    ObjectNode document = document();
    change.accept(document);
    return document;
  }

  /// Parses a fragment to put into a document.
  public static com.fasterxml.jackson.databind.JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  public static Policy parsed() {
    try {
      return PolicyParser.parse(document());
    } catch (InvalidPolicyException e) {
      throw new AssertionError(e);
    }
  }
}
