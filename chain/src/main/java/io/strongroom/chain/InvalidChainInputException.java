package io.strongroom.chain;

import java.io.Serial;

/// Input that this module refuses: a malformed address, plan, signature or raw transaction.
///
/// Unchecked, so that the compact constructors of records can refuse too. Whoever takes input from
/// outside catches it and answers with the field. The message never repeats the refused value,
/// which may be long or hostile.
public final class InvalidChainInputException extends IllegalArgumentException {

  @Serial private static final long serialVersionUID = 1L;

  private final String field;

  /// @param field the name of the refused field, as the sender wrote it where that is printable
  /// @param reason what is wrong with it, as a clause: `must be a decimal string`
  public InvalidChainInputException(String field, String reason) {
    super(field + " " + reason);
    this.field = field;
  }

  /// The refused field, for example `maxFeePerGas`.
  public String field() {
    return field;
  }
}
