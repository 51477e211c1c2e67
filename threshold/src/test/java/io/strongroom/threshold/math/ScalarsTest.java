package io.strongroom.threshold.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScalarsTest {

  private static final BigInteger Q =
      new BigInteger("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141", 16);
  private static final BigInteger WORD = BigInteger.ONE.shiftLeft(256);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void arithmetic_agreesWithBigInteger(long seed) {
    List<BigInteger> values = interesting(new Random(seed), 60);
    for (BigInteger x : values) {
      for (BigInteger y : values) {
        assertPair(x, y, "seed " + seed + " x=" + x.toString(16) + " y=" + y.toString(16));
      }
    }
  }

  private static void assertPair(BigInteger x, BigInteger y, String label) {
    long[] a = limbs(x);
    long[] b = limbs(y);
    long[] r = new long[4];
    Scalars.add(r, 0, a, 0, b, 0);
    assertEquals(x.add(y).mod(Q), value(r), label);
    Scalars.sub(r, 0, a, 0, b, 0);
    assertEquals(x.subtract(y).mod(Q), value(r), label);
    Scalars.mul(r, 0, a, 0, b, 0);
    assertEquals(x.multiply(y).mod(Q), value(r), label);
    Scalars.mulAdd(r, 0, a, 0, b, 0);
    assertEquals(x.multiply(y).shiftLeft(1).mod(Q), value(r), label);
    Scalars.negate(r, 0, a, 0);
    assertEquals(x.negate().mod(Q), value(r), label);
    long[] aliased = a.clone();
    Scalars.mul(aliased, 0, aliased, 0, aliased, 0);
    assertEquals(x.multiply(x).mod(Q), value(aliased), label);
    for (long mask : new long[] {0, -1}) {
      BigInteger taken = mask == 0 ? BigInteger.ZERO : y;
      long[] sum = a.clone();
      Scalars.addMasked(sum, 0, b, 0, mask);
      assertEquals(x.add(taken).mod(Q), value(sum), label);
      long[] difference = a.clone();
      Scalars.subMasked(difference, 0, b, 0, mask);
      assertEquals(x.subtract(taken).mod(Q), value(difference), label);
      long[] selected = a.clone();
      Scalars.select(selected, 0, b, 0, mask);
      assertEquals(mask == 0 ? x : y, value(selected), label);
    }
    assertEquals(x.equals(y), Scalars.equal(a, 0, b, 0), label);
    assertEquals(x.signum() == 0, Scalars.isZero(a, 0), label);
    assertEquals(x.signum() == 0 ? -1L : 0L, Scalars.isZeroMask(a, 0), label);
    assertEquals(x.compareTo(Q.shiftRight(1)) > 0, Scalars.isHighVarTime(a, 0), label);
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5})
  void decoding_isStrictAndReductionIsNot(long seed) {
    Random random = new Random(seed);
    List<BigInteger> values = new ArrayList<>(interesting(random, 100));
    for (int i = 0; i < 40; i++) {
      values.add(Q.add(BigInteger.valueOf(i)));
      values.add(WORD.subtract(BigInteger.valueOf(i + 1)));
      values.add(Q.add(new BigInteger(128, random)));
    }
    for (BigInteger x : values) {
      byte[] in = bytes(x, 3);
      long[] r = {7, 7, 7, 7};
      boolean ok = Scalars.decode(r, 0, in, 3);
      assertEquals(x.compareTo(Q) < 0, ok, "seed " + seed + " x=" + x.toString(16));
      assertEquals(ok ? x : BigInteger.ZERO, value(r), "seed " + seed + " x=" + x.toString(16));
      Scalars.reduce256(r, 0, in, 3);
      assertEquals(x.mod(Q), value(r), "seed " + seed + " x=" + x.toString(16));
      if (ok) {
        byte[] out = new byte[35];
        Scalars.encode(out, 3, r, 0);
        assertArrayEquals(in, out);
        assertArrayEquals(bytes(x, 0), Scalars.encoded(r, 0));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {6})
  void inverse_timesValueIsOne(long seed) {
    for (BigInteger x : interesting(new Random(seed), 20)) {
      long[] a = limbs(x);
      long[] r = new long[4];
      if (x.signum() == 0) {
        assertThrows(ArithmeticException.class, () -> Scalars.invertVarTime(r, 0, a, 0));
      } else {
        Scalars.invertVarTime(r, 0, a, 0);
        assertEquals(x.modInverse(Q), value(r), "seed " + seed + " x=" + x.toString(16));
      }
    }
  }

  @Test
  void smallIntegers_convert() {
    long[] r = {1, 2, 3, 4};
    Scalars.fromInt(r, 0, 65535);
    assertEquals(BigInteger.valueOf(65535), value(r));
    assertThrows(IllegalArgumentException.class, () -> Scalars.fromInt(r, 0, -1));
    assertTrue(Scalars.equal(r, 0, r, 0));
    assertFalse(Scalars.isZero(r, 0));
  }

  private static List<BigInteger> interesting(Random random, int count) {
    List<BigInteger> out = new ArrayList<>();
    BigInteger c = WORD.subtract(Q);
    for (BigInteger x :
        List.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            BigInteger.TWO,
            Q.subtract(BigInteger.ONE),
            Q.subtract(BigInteger.TWO),
            Q.shiftRight(1),
            Q.shiftRight(1).add(BigInteger.ONE),
            c,
            c.subtract(BigInteger.ONE),
            Q.subtract(c),
            BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE),
            BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE),
            BigInteger.ONE.shiftLeft(192),
            BigInteger.ONE.shiftLeft(255))) {
      out.add(x);
    }
    while (out.size() < count) {
      BigInteger x = new BigInteger(256, random);
      // Runs of zeros and ones exercise the carries.
      int from = random.nextInt(256);
      int to = from + random.nextInt(256 - from);
      for (int i = from; i < to; i++) {
        x = random.nextInt(8) == 0 ? x : (from & 1) == 0 ? x.setBit(i) : x.clearBit(i);
      }
      out.add(x.mod(Q));
    }
    return out;
  }

  private static long[] limbs(BigInteger x) {
    long[] out = new long[4];
    for (int i = 0; i < 4; i++) {
      out[i] = x.shiftRight(64 * i).longValue();
    }
    return out;
  }

  private static BigInteger value(long[] a) {
    BigInteger out = BigInteger.ZERO;
    for (int i = 3; i >= 0; i--) {
      BigInteger limb = BigInteger.valueOf(a[i]);
      out = out.shiftLeft(64).add(a[i] < 0 ? limb.add(BigInteger.ONE.shiftLeft(64)) : limb);
    }
    return out;
  }

  private static byte[] bytes(BigInteger x, int offset) {
    byte[] out = new byte[offset + 32];
    for (int i = 0; i < 32; i++) {
      out[offset + i] = x.shiftRight(8 * (31 - i)).byteValue();
    }
    return out;
  }
}
