package io.strongroom.custody.state;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strongroom.custody.policy.Policy;

/// The policy in force.
///
/// @param sinceSeq the log position at whose application it came into force; 0 from genesis
/// @param quorumSeq log position at which the quorum for it was reached; 0 from genesis
/// @param delayMs the delay that lay between that quorum and the change
public record PolicyInForce(Policy policy, long sinceSeq, long since, long quorumSeq, long delayMs)
    implements StateRecord {
  @Override
  public String recordKey() {
    return "policy";
  }

  @Override
  public ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    return node.put("hash", policy.hash().hex()).put("since", since).put("sinceSeq", sinceSeq);
  }
}
