package io.strongroom.platform.store;

/// The database does not hold what it must. A process that meets it stops: going on could make it
/// worse.
public final class CorruptStoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// With a message only.
  ///
  /// @param message what is wrong, in one sentence
  public CorruptStoreException(String message) {
    super(message);
  }

  /// With a cause.
  ///
  /// @param message what is wrong, in one sentence
  /// @param cause how it was found out
  public CorruptStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
