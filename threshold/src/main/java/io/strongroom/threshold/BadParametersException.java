package io.strongroom.threshold;

import java.util.Objects;

/// Input that a constructor refused: nothing was started, nothing changed.
public final class BadParametersException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final AbortCode code;

  /// A refusal.
  ///
  /// @param code the code to report
  /// @param detail which parameter, without secrets
  public BadParametersException(AbortCode code, String detail) {
    super(detail);
    this.code = Objects.requireNonNull(code);
  }

  /// The code to report, usually [AbortCode#BAD_PARAMS].
  public AbortCode code() {
    return code;
  }
}
