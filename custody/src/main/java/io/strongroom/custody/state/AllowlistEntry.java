package io.strongroom.custody.state;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strongroom.custody.policy.Target;
import io.strongroom.custody.statement.Destination;

/// A destination on the allowlist, or one that was removed from it.
///
/// @param activeAt log time from which on it may be paid, milliseconds since the Unix epoch
/// @param quorumSeq log position at which the quorum for it was reached; 0 if genesis brought it
/// @param waitMs the delay and cooling-off that lie between the quorum and `activeAt`
public record AllowlistEntry(
    Destination destination, long activeAt, long quorumSeq, long waitMs, boolean removed)
    implements StateRecord {
  AllowlistEntry asRemoved() {
    return new AllowlistEntry(destination, activeAt, quorumSeq, waitMs, true);
  }

  Target target() {
    return new Target(
        destination.id(),
        destination.group(),
        destination.chain(),
        destination.address(),
        activeAt,
        removed);
  }

  @Override
  public String recordKey() {
    return "destination/" + destination.id();
  }

  @Override
  public ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", destination.id())
        .put("chain", destination.chain())
        .put("address", destination.address());
    destination.group().ifPresent(group -> node.put("group", group));
    return node.put("activeAt", activeAt).put("quorumSeq", quorumSeq).put("removed", removed);
  }
}
