package io.strongroom.custody.state;

/// An entry that may not come next was to be applied. Bad input, never our bug.
public final class InadmissibleException extends Exception {
  private static final long serialVersionUID = 1L;

  private final RefusalCode code;
  private final String field;

  /// Names what is wrong.
  ///
  /// @param field path of the offending field; empty for the entry as a whole
  public InadmissibleException(RefusalCode code, String field, String message) {
    super(message);
    this.code = code;
    this.field = field;
  }

  public RefusalCode code() {
    return code;
  }

  /// Path of the offending field; empty for the entry as a whole.
  public String field() {
    return field;
  }

  Admission.Refused refused() {
    return new Admission.Refused(code, field, String.valueOf(getMessage()));
  }
}
