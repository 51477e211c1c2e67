package io.strongroom.bench.session;

/// What one party of a session used, as the mean over the parties.
///
/// @param protocolNanos CPU time without identity signatures
/// @param identityNanos CPU time in signing envelopes and verifying their signatures
/// @param sentBytes wire bytes sent, envelopes and signatures included, a broadcast once per peer
/// @param allocatedBytes heap allocations
public record PartyCost(
    double protocolNanos, double identityNanos, double sentBytes, double allocatedBytes) {}
