package io.strongroom.custody.replay;

import io.strongroom.custody.statement.Bytes;
import java.util.Optional;

/// An entry as it travels: the leaf's bytes, and the document that its statement names by hash.
/// Nothing is verified yet.
public record LogEntry(Bytes leaf, Optional<Bytes> attachment) {
  /// An entry without a document.
  public static LogEntry of(Bytes leaf) {
    return new LogEntry(leaf, Optional.empty());
  }
}
