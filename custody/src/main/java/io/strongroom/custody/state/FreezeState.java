package io.strongroom.custody.state;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strongroom.custody.statement.FreezeScope;

/// Whether a scope is frozen. A scope that was frozen once keeps its record, so that lifting shows
/// in the state hash.
///
/// @param seq log position of the newest FREEZE
/// @param person who froze
/// @param active false once lifted
/// @param liftQuorumSeq log position at which the quorum to lift was reached; 0 if never
/// @param liftDelayMs the delay that lay between that quorum and the lifting
public record FreezeState(
    FreezeScope scope,
    long seq,
    String person,
    boolean active,
    long liftQuorumSeq,
    long liftDelayMs)
    implements StateRecord {
  FreezeState lifted(long quorumSeq, long delayMs) {
    return new FreezeState(scope, seq, person, false, quorumSeq, delayMs);
  }

  @Override
  public String recordKey() {
    return "freeze/" + scope.text();
  }

  @Override
  public ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("scope", scope.text()).put("seq", seq).put("person", person);
    return node.put("active", active).put("liftQuorumSeq", liftQuorumSeq);
  }
}
