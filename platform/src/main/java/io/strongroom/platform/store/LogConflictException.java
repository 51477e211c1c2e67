package io.strongroom.platform.store;

/// Somebody else appended first, or the entries do not continue the log. Nothing was written.
public final class LogConflictException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final long expectedSize;
  private final long actualSize;

  LogConflictException(long expectedSize, long actualSize) {
    super("the log has " + actualSize + " entries, not " + expectedSize);
    this.expectedSize = expectedSize;
    this.actualSize = actualSize;
  }

  /// What the caller believed.
  public long expectedSize() {
    return expectedSize;
  }

  /// What is there.
  public long actualSize() {
    return actualSize;
  }
}
