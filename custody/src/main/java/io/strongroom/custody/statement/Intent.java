package io.strongroom.custody.statement;

import java.math.BigInteger;

/// What an approver of a withdrawal saw and approves: nodes require that it equals the request.
///
/// @param amount base units
/// @param address the destination entry's canonical address
/// @param feeCap the chain's native base units
/// @param expires of the request, milliseconds since the Unix epoch
public record Intent(
    String vault,
    String asset,
    BigInteger amount,
    String address,
    BigInteger feeCap,
    long expires) {}
