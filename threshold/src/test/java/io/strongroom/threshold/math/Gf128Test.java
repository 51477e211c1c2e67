package io.strongroom.threshold.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Gf128Test {

  @Test
  void knownAnswer_ofTheSpecification() {
    byte[] in = new byte[32];
    for (int i = 0; i < 32; i++) {
      in[i] = (byte) i;
    }
    long[] r = new long[2];
    Gf128.mul(r, 0, Gf128.lo(in, 0), Gf128.hi(in, 0), Gf128.lo(in, 16), Gf128.hi(in, 16));
    byte[] out = new byte[16];
    Gf128.put(out, 0, r[0], r[1]);
    assertEquals("c041ee395862761aa00a8e7238291651", HexFormat.of().formatHex(out));
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void product_agreesWithShiftAndAdd(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 400; i++) {
      // All-ones operands make every column of the integer products as full as it gets.
      long aLo = i % 7 == 0 ? -1 : random.nextLong();
      long aHi = i % 5 == 0 ? -1 : random.nextLong();
      long bLo = i % 3 == 0 ? -1 : random.nextLong();
      long bHi = i % 2 == 0 ? -1 : random.nextLong();
      long[] r = new long[2];
      Gf128.mul(r, 0, aLo, aHi, bLo, bHi);
      assertArrayEquals(slow(aLo, aHi, bLo, bHi), r, "seed " + seed + " round " + i);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {13})
  void accumulatedProducts_reduceToTheirSum(long seed) {
    Random random = new Random(seed);
    long[] acc = new long[4];
    long[] expected = new long[2];
    for (int i = 0; i < 50; i++) {
      long[] v = {random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong()};
      Gf128.accumulate(acc, 0, v[0], v[1], v[2], v[3]);
      long[] product = slow(v[0], v[1], v[2], v[3]);
      expected[0] ^= product[0];
      expected[1] ^= product[1];
    }
    long[] r = new long[2];
    Gf128.reduce(r, 0, acc, 0);
    assertArrayEquals(expected, r, "seed " + seed);
  }

  private static long[] slow(long aLo, long aHi, long bLo, long bHi) {
    BigInteger a = polynomial(aLo, aHi);
    BigInteger b = polynomial(bLo, bHi);
    BigInteger modulus = BigInteger.ONE.shiftLeft(128).xor(BigInteger.valueOf(0x87));
    BigInteger out = BigInteger.ZERO;
    for (int i = 127; i >= 0; i--) {
      out = out.shiftLeft(1);
      if (out.testBit(128)) {
        out = out.xor(modulus);
      }
      if (a.testBit(i)) {
        out = out.xor(b);
      }
    }
    return new long[] {out.longValue(), out.shiftRight(64).longValue()};
  }

  private static BigInteger polynomial(long lo, long hi) {
    BigInteger out = BigInteger.ZERO;
    for (int i = 0; i < 64; i++) {
      out = (lo >>> i & 1) == 0 ? out : out.setBit(i);
      out = (hi >>> i & 1) == 0 ? out : out.setBit(64 + i);
    }
    return out;
  }
}
