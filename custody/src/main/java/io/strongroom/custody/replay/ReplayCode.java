package io.strongroom.custody.replay;

/// Why a replica refuses entries. Stable names, for programs.
public enum ReplayCode {
  /// Not a note, or not a checkpoint.
  BAD_CHECKPOINT,
  ORIGIN_MISMATCH,
  /// The log's key has not signed the checkpoint, or somebody else has in its name.
  BAD_LOG_SIGNATURE,
  BAD_COSIGNATURE,
  /// The checkpoint's size is not the replica's own and the entries' together.
  SIZE_MISMATCH,
  /// The checkpoint's root is not that of the replica's own entries.
  ROOT_MISMATCH,
  /// Not a leaf.
  BAD_LEAF,
  /// A document that is not canonical JSON.
  BAD_ATTACHMENT,
  SEQ_GAP,
  TS_BACKWARDS,
  /// More than 30 s ahead of the own clock.
  TS_FUTURE,
  /// The entry may not come next; the cause says why.
  NOT_ADMISSIBLE,
  /// The same statement stands in the log already.
  DUPLICATE
}
