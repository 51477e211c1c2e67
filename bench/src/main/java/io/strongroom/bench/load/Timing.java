package io.strongroom.bench.load;

import io.strongroom.proto.v1.Withdrawal;

/// Where the time of one withdrawal went, milliseconds.
///
/// @param totalMs from the call of Submit to the arrival of the state SIGNED
/// @param submitMs the call of Submit: logged, committed by a quorum, answered. The AUTHORIZE of an
///   auto-approved request is in the same batch of the log
/// @param sessionMs the signing session as the coordinator measured it
/// @param gapMs by log time from AUTHORIZE to SIGNED: commitment, waiting for a session, the
///   session, and the entry that records it
public record Timing(double totalMs, double submitMs, double sessionMs, double gapMs) {

  private static final double NANOS_PER_MS = 1e6;
  private static final double MICROS_PER_MS = 1e3;

  static Timing of(long began, long submitted, Signatures.Arrival arrival) {
    Withdrawal signed = arrival.withdrawal();
    long authorizedAt = signed.getHistoryOrDefault("AUTHORIZED", 0);
    long signedAt = signed.getHistoryOrDefault("SIGNED", 0);
    return new Timing(
        (arrival.nanoTime() - began) / NANOS_PER_MS,
        (submitted - began) / NANOS_PER_MS,
        signed.getSigning().getDurationUs() / MICROS_PER_MS,
        signedAt - authorizedAt);
  }
}
