package io.strongroom.threshold;

/// The random generator of the platform: the operating system's in a shipped process, a seeded one
/// in simulations.
@FunctionalInterface
public interface RandomSource {

  /// Fills the array with random bytes.
  void nextBytes(byte[] out);
}
