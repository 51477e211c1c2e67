package io.strongroom.coordinator.chain;

import java.math.BigInteger;
import java.time.Instant;

/// What a transfer should offer now. A suggestion by one node: whoever plans keeps it within the
/// policy's fee caps.
///
/// @param block the block whose base fee was read
/// @param baseFeePerGasWei that block's base fee
/// @param maxPriorityFeePerGasWei the tip
/// @param maxFeePerGasWei twice the base fee and the tip, which outlasts five full blocks in a row
///   (1.125^5 < 2)
/// @param at when the node was asked, by this process's clock
public record FeeQuote(
    long block,
    BigInteger baseFeePerGasWei,
    BigInteger maxPriorityFeePerGasWei,
    BigInteger maxFeePerGasWei,
    Instant at) {}
