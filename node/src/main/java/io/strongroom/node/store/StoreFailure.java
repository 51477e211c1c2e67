package io.strongroom.node.store;

/// The database refused, failed, or could not force a commit to disk. Nothing may leave the node on
/// the strength of what was being written.
public final class StoreFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// @param message what was being done; no row content
  /// @param cause what the database said
  public StoreFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
