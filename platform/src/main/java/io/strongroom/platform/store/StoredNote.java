package io.strongroom.platform.store;

/// A signed note over the log at one size. Public bytes, opaque here; the array is shared, not
/// copied.
public final class StoredNote {

  static final int MAX_NOTE_BYTES = 64 * 1024;

  private final long size;
  private final byte[] note;

  StoredNote(long size, byte[] note) {
    this.size = size;
    this.note = note;
  }

  /// The log's size that the note is about.
  public long size() {
    return size;
  }

  /// The note's bytes.
  public byte[] note() {
    return note;
  }
}
