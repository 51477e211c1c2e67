package io.strongroom.testkit.sim;

import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.Randomness;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/// Randomness that a seed replays, one stream per party. Insecure by design.
public final class SeededRandomness {

  private SeededRandomness() {}

  /// The randomness of one party in one run. Calling it again gives a second, equal stream: with it
  /// a test reconstructs what a session drew.
  public static Randomness of(long seed, PartyIndex party) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L + party.value());
    return new Randomness(random::nextBytes, "testkit".getBytes(StandardCharsets.US_ASCII));
  }
}
