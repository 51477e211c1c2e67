package io.strongroom.custody.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The closed schema: every field, and every refusal with its path.
class PolicyParserTest {
  @Test
  void theSampleParses() {
    Policy policy = SamplePolicy.parsed();
    assertEquals(18, policy.assets().sequencedValues().getFirst().decimals());
    assertEquals(7_200_000, policy.coolingOffMs());
    assertEquals(2, policy.grants().size());
    assertEquals(4, policy.windows().size());
    assertEquals(new BigInteger("50000000000000000"), policy.fee().maxAbs().get("ETH"));
    assertEquals(policy.canonical().sha256(), policy.hash());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/schema | \"other\" | schema",
        "/default | \"ALLOW\" | default",
        "/extra | 1 | extra",
        "/prices | {} | prices",
        "/assets/ETH/decimals | 37 | assets.ETH.decimals",
        "/assets/ETH/decimals | \"18\" | assets.ETH.decimals",
        "/assets/ETH/contract | \"0xa0\" | assets.ETH.contract",
        "/assets/ETH2 | {\"chain\": \"eip155:31337\", \"decimals\": 18} | assets.ETH2.chain",
        "/groups/ops/members | [] | groups.ops.members",
        "/groups/ops/members | [\"olga\", \"olga\"] | groups.ops.members[1]",
        "/groups/ops/members | [\"ol ga\"] | groups.ops.members[0]",
        "/vaults/hot/assets | [\"BTC\"] | vaults.hot.assets",
        "/destinations/removal | \"slow\" | destinations.removal",
        "/destinations/coolingOff | \"2 hours\" | destinations.coolingOff",
        "/destinations/coolingOff | \"4000d\" | destinations.coolingOff",
        "/invariants/fee/maxAbs/ETH | \"0.0000000000000000001\" | invariants.fee.maxAbs.ETH",
        "/invariants/fee/maxAbs/BTC | \"1\" | invariants.fee.maxAbs.BTC",
        "/invariants/fee/maxPctOfAmount | \"1\" | invariants.fee.maxPctOfAmount",
        "/invariants/ttl/signWithin | \"0s\" | invariants.ttl.signWithin",
        "/invariants/pendingPerMember | 0 | invariants.pendingPerMember",
        "/grants/0/who | \"nobody\" | grants[0].who",
        "/grants/0/from | \"nowhere\" | grants[0].from",
        "/grants/0/to | [\"vault:nowhere\"] | grants[0].to[0]",
        "/grants/0/to | [] | grants[0].to",
        "/grants/0/hours | \"9-5\" | grants[0].hours",
        "/grants/1/id | \"g-hot\" | grants[1].id",
        "/limits/0/max | {\"usd\": \"1000\"} | limits[0].max.usd",
        "/limits/0/max | {\"asset\": \"-1\"} | limits[0].max.asset",
        "/limits/0/max | {\"asset\": 5} | limits[0].max.asset",
        "/limits/0/onExceed | \"STEP_UP:nothing\" | limits[0].onExceed",
        "/limits/0/onExceed | \"ALLOW\" | limits[0].onExceed",
        "/limits/0/per | [\"vault\"] | limits[0].per",
        "/limits/1/per | [\"desk\"] | limits[1].per[0]",
        "/limits/1/per | [\"vault\", \"vault\"] | limits[1].per[1]",
        "/limits/1/window | \"0h\" | limits[1].window",
        "/limits/1/scope/asset | \"BTC\" | limits[1].scope.asset",
        "/tiers/desk/signHours | {} | tiers.desk.signHours",
        "/tiers/desk/approvals/0/n | 4 | tiers.desk.approvals",
        "/tiers/desk/approvals/0/n | 0 | tiers.desk.approvals[0].n",
        "/tiers/desk/approvals/0/group | \"nobody\" | tiers.desk.approvals[0].group",
        "/ladders/0/basis | [\"vault/24h\"] | ladders[0].basis",
        "/ladders/0/basis | [\"tx\", \"desk/24h\"] | ladders[0].basis[1]",
        "/ladders/0/basis | [\"tx\", \"vault/day\"] | ladders[0].basis[1]",
        "/ladders/0/steps | {\"10\": \"desk\"} | ladders[0].steps",
        "/ladders/0/steps | {\"0\": \"nothing\"} | ladders[0].steps.0",
        "/ladders/0/steps | {\"0\": \"auto\", \"1\": \"desk\", \"1.0\": \"dual\"} | ladders[0].steps.1.0",
        "/ladders/1/steps | {\"0\": \"auto\", \"5\": \"desk\"} | ladders[1].steps",
        "/separationOfDuties/initiatorMayApprove | true | separationOfDuties.initiatorMayApprove",
        "/freeze/by | [\"nobody\"] | freeze.by[0]",
        "/freeze/lift | [] | freeze.lift",
        "/change/loosen/approvals | [] | change.loosen",
        "/change/loosen/approvals/0/n | 9 | change.loosen.approvals",
      })
  void aWrongFieldIsRefusedByItsPath(String pointer, String value, String path) {
    int slash = pointer.lastIndexOf('/');
    ObjectNode document = SamplePolicy.document();
    var parent = document.at(pointer.substring(0, slash));
    ((ObjectNode) parent).set(pointer.substring(slash + 1), SamplePolicy.json(value));
    InvalidPolicyException refused =
        assertThrows(InvalidPolicyException.class, () -> PolicyParser.parse(document));
    assertEquals(path, refused.path(), refused.getMessage());
  }

  @Test
  void everyTopLevelFieldIsRequired() {
    for (String field :
        SamplePolicy.document().propertyStream().map(java.util.Map.Entry::getKey).toList()) {
      ObjectNode document = SamplePolicy.document(d -> d.remove(field));
      InvalidPolicyException refused =
          assertThrows(InvalidPolicyException.class, () -> PolicyParser.parse(document));
      assertEquals(field, refused.path());
    }
  }

  @Test
  void onePersonInTwoGroupsDoesNotMeetAQuorumOfBoth() {
    ObjectNode document =
        SamplePolicy.document(d -> {
          ((ObjectNode) d.at("/groups/ops")).set("members", SamplePolicy.json("[\"cleo\"]"));
          ((ObjectNode) d.at("/groups/compliance")).set("members", SamplePolicy.json("[\"cleo\"]"));
        });
    InvalidPolicyException refused =
        assertThrows(InvalidPolicyException.class, () -> PolicyParser.parse(document));
    assertEquals("tiers.dual.approvals", refused.path());
  }

  @Test
  void anyChangeChangesTheHash() throws InvalidPolicyException {
    ObjectNode other = SamplePolicy.document(d -> ((ArrayNode) d.get("grants")).remove(1));
    assertNotEquals(SamplePolicy.parsed().hash(), PolicyParser.parse(other).hash());
  }
}
