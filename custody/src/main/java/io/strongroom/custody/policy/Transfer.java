package io.strongroom.custody.policy;

import java.math.BigInteger;
import java.util.Optional;

/// What a transfer counts for in limits: who moves how much of what, from where, to where.
///
/// @param member person who asked for it
/// @param destination a destination's id, or `vault:` and a vault's name
/// @param destinationGroup the destination's group when the transfer was assessed
/// @param address canonical address; destinations are told apart by it, so that a second name gives
///   no second limit
/// @param charge amount plus, in the fee's asset, the highest fee authorised; base units
public record Transfer(
    String member,
    String vault,
    String asset,
    String destination,
    Optional<String> destinationGroup,
    String address,
    BigInteger charge) {}
