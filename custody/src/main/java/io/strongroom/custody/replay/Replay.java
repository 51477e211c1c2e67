package io.strongroom.custody.replay;

import io.strongroom.custody.log.CosignedCheckpoint;
import io.strongroom.custody.log.Leaf;
import io.strongroom.custody.state.State;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What came of entries.
public sealed interface Replay {
  /// All were verified and applied, and the root is the checkpoint's.
  ///
  /// @param replica after them
  /// @param entries one for each, in order
  record Accepted(Replica replica, List<Applied> entries, CosignedCheckpoint checkpoint)
      implements Replay {
    public Accepted {
      entries = List.copyOf(entries);
    }
  }

  /// Nothing has changed.
  ///
  /// @param seq the log position at fault; -1 if no single entry is
  /// @param cause of NOT_ADMISSIBLE: a [io.strongroom.custody.state.RefusalCode]'s name
  /// @param field path of the offending field; empty if no single one is
  record Refused(ReplayCode code, long seq, Optional<String> cause, String field, String message)
      implements Replay {}

  /// An entry that was applied.
  ///
  /// @param state after it
  /// @param seenAt if the entry was late: when it was proved, milliseconds since the Unix epoch, to
  ///   be kept for the sign gate
  record Applied(Leaf leaf, State state, OptionalLong seenAt) {}
}
