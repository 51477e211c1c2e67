package io.strongroom.threshold.wire;

/// Bytes that are not the exact encoding of what was expected. Carries no content and no stack
/// trace: it is raised by input from others.
public final class EncodingException extends Exception {

  private static final long serialVersionUID = 1L;

  /// A refusal.
  ///
  /// @param field which field was refused
  public EncodingException(String field) {
    super(field, null, false, false);
  }
}
