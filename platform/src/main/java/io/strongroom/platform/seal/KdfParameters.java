package io.strongroom.platform.seal;

/// How much work a guess of the passphrase costs: Argon2id (RFC 9106), version 0x13. Public.
///
/// @param memoryKiB memory of one derivation
/// @param iterations passes over that memory
/// @param parallelism lanes
public record KdfParameters(int memoryKiB, int iterations, int parallelism) {

  /// The least memory that protects a real key: 256 MiB.
  public static final int STRONG_MEMORY_KIB = 256 * 1024;

  /// The least number of passes that protects a real key.
  public static final int STRONG_ITERATIONS = 3;

  private static final int MAX_MEMORY_KIB = 4 * 1024 * 1024;
  private static final int MAX_ITERATIONS = 64;
  private static final int MAX_PARALLELISM = 16;
  private static final int KIB_PER_LANE = 8;

  /// What a keystore is created with unless told otherwise. One lane, because the derivation here
  /// runs on one thread: more lanes would help only an attacker.
  public static final KdfParameters STANDARD =
      new KdfParameters(STRONG_MEMORY_KIB, STRONG_ITERATIONS, 1);

  /// Cheap enough for a demonstration on a laptop, and no protection at all. Keystores made with it
  /// open only under [KdfFloor#INSECURE_DEMO_KDF_ALLOWED].
  public static final KdfParameters INSECURE_DEMO_KDF = new KdfParameters(1024, 1, 1);

  /// Checks the ranges.
  ///
  /// @throws IllegalArgumentException when a value is outside what Argon2id allows or what this
  ///   software will attempt
  public KdfParameters {
    check("parallelism", parallelism, 1, MAX_PARALLELISM);
    check("memoryKiB", memoryKiB, KIB_PER_LANE * parallelism, MAX_MEMORY_KIB);
    check("iterations", iterations, 1, MAX_ITERATIONS);
  }

  /// True when both memory and passes reach the floor for real keys.
  public boolean isStrong() {
    return memoryKiB >= STRONG_MEMORY_KIB && iterations >= STRONG_ITERATIONS;
  }

  private static void check(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(name + " must be between " + least + " and " + most);
    }
  }
}
