package io.strongroom.custody.spi;

import io.strongroom.custody.statement.PlanInput;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/// What a transaction plan does, as its chain's rules decoded it. Public data.
///
/// @param chain CAIP-2 id, such as `eip155:1`
/// @param recipient canonical address that receives `amount`
/// @param amount base units (wei), not negative
/// @param tokenContract canonical address of the token's contract; empty for the chain's native
///   asset
/// @param maxFee the most that the transaction can cost in fees, in the native asset's base units
/// @param nonce the account's nonce (account chains); 0 on chains without accounts
/// @param inputs what must be signed, in the chain's order; at least one
public record DecodedPlan(
    String chain,
    String recipient,
    BigInteger amount,
    Optional<String> tokenContract,
    BigInteger maxFee,
    long nonce,
    List<PlanInput> inputs) {

  public DecodedPlan {
    inputs = List.copyOf(inputs);
  }
}
