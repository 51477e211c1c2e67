package io.strongroom.custody.gate;

import java.util.OptionalLong;

/// When a node first saw entries whose timestamps were old when it saw them.
@FunctionalInterface
public interface LateEntries {
  /// No entry was late.
  LateEntries NONE = _ -> OptionalLong.empty();

  /// When the entry at this position was proved to the node, milliseconds since the Unix epoch;
  /// empty if it was not late.
  OptionalLong seenAt(long seq);
}
