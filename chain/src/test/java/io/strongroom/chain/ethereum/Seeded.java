package io.strongroom.chain.ethereum;

import java.math.BigInteger;
import java.util.Random;

/// Seeded generators for property tests; a failure names the seed that repeats it.
final class Seeded {

  private static final BigInteger TWO_256 = BigInteger.ONE.shiftLeft(256);

  /// What must hold for every seed.
  @FunctionalInterface
  interface Property {
    void holdsFor(Seeded seeded) throws Exception;
  }

  private final Random random;

  private Seeded(long seed) {
    this.random = new Random(seed);
  }

  static void forEachSeed(int cases, Property property) {
    for (long seed = 1; seed <= cases; seed++) {
      try {
        property.holdsFor(new Seeded(seed));
      } catch (Exception | AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  Random random() {
    return random;
  }

  byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /// A number of a uniformly chosen bit length, so that small ones and ones with leading zero bytes
  /// occur.
  BigInteger number(int maxBits) {
    return new BigInteger(random.nextInt(maxBits + 1), random);
  }

  SoftwareKey key() {
    return new SoftwareKey(new BigInteger(255, random).add(BigInteger.ONE));
  }

  EthereumAddress address() {
    byte[] bytes = bytes(EthereumAddress.LENGTH);
    bytes[0] |= 1;
    return EthereumAddress.ofBytes(bytes);
  }

  /// Any valid plan; amounts reach up to the greatest that the schema allows.
  EthereumPlan plan() {
    BigInteger gas = BigInteger.valueOf(EthereumPlan.GAS_LIMIT);
    BigInteger cap = number(256).min(TWO_256.subtract(BigInteger.ONE).divide(gas));
    BigInteger tip = number(256).min(cap);
    BigInteger value =
        number(256).min(TWO_256.subtract(BigInteger.ONE).subtract(cap.multiply(gas)));
    return new EthereumPlan(
        new EthereumChain(1 + random.nextLong(EthereumChain.MAX_ID)),
        random.nextLong(EthereumPlan.MAX_NONCE + 1) >> random.nextInt(54),
        address(),
        value,
        cap,
        tip);
  }
}
