package io.strongroom.custody.statement;

import java.math.BigInteger;
import java.util.Optional;

/// A desk asks for a withdrawal.
///
/// @param amount base units, 1 to 2^256-1
/// @param destination a destination's id, or `vault:` and a vault's name
/// @param feeCap the most that may be paid in fees, in the chain's native base units
/// @param memo at most 200 printable ASCII characters
public record Request(
    Header header,
    String vault,
    String asset,
    BigInteger amount,
    String destination,
    BigInteger feeCap,
    Optional<String> memo)
    implements BoundStatement {

  @Override
  public StatementKind kind() {
    return StatementKind.REQUEST;
  }
}
