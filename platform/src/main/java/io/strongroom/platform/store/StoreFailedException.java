package io.strongroom.platform.store;

/// The database could not write or force to disk. What was being written may or may not be there
/// after a restart; nothing of it was acknowledged. Once forcing has failed, the store refuses
/// every further write until the process restarts, because an operating system reports lost pages
/// only once.
public final class StoreFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean diskFull;

  StoreFailedException(String message, boolean diskFull, Throwable cause) {
    super(message, cause);
    this.diskFull = diskFull;
  }

  /// True when the reason is a full disk or quota.
  public boolean diskFull() {
    return diskFull;
  }
}
