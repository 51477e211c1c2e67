package io.strongroom.custody.policy;

/// Refusal of a document that should have been a policy. Bad input, never our bug.
public final class InvalidPolicyException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String path;

  /// @param path of the offending field, such as `limits[2].max.asset`; empty for the document as a
  ///   whole
  /// @param message what is wrong, for people
  public InvalidPolicyException(String path, String message) {
    super(path.isEmpty() ? message : path + ": " + message);
    this.path = path;
  }

  /// Path of the offending field.
  public String path() {
    return path;
  }
}
