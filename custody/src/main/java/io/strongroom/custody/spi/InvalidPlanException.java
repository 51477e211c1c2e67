package io.strongroom.custody.spi;

/// A chain's rules refused a plan, an address or a signature. Bad input, never our bug.
public final class InvalidPlanException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String field;

  /// Names the fault.
  ///
  /// @param field the offending field's path in the plan, such as `maxFeePerGas`; public data
  /// @param message what is wrong, for people
  public InvalidPlanException(String field, String message) {
    super(field + ": " + message);
    this.field = field;
  }

  /// The offending field's path.
  public String field() {
    return field;
  }
}
