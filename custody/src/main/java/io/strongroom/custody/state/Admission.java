package io.strongroom.custody.state;

import io.strongroom.custody.statement.Hash32;

/// Whether an entry may come next.
public sealed interface Admission {
  /// It may, and `next` is the state after it. It may still be a recorded no-op, such as an
  /// approval after a cancel.
  record Admitted(State next) implements Admission {}

  /// The same signer said the same thing under the same id before: the first answer again, no new
  /// entry.
  record Duplicate(long seq, Hash32 leafHash) implements Admission {}

  /// It may not; nothing changes.
  ///
  /// @param field path of the offending field; empty for the entry as a whole
  /// @param message for people; public data
  record Refused(RefusalCode code, String field, String message) implements Admission {}
}
