package io.strongroom.threshold.math;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// GF(2^128) with modulus x^128 + x^7 + x^2 + x + 1, elements as two longs.
///
/// The low long holds the coefficients of x^0..x^63 (bit i = coefficient of x^i), the high long the
/// rest; 16 bytes are read little-endian (`docs/protocol.md` 2). Addition is XOR.
///
/// Products of many pairs are summed unreduced in an accumulator of [#ACCUMULATOR] longs and
/// reduced once: `accumulate(acc, …)` per pair, then [#reduce].
///
/// **Timing:** constant. Carry-less products come from integer products of operands with holes; no
/// table, branch or index depends on a value.
public final class Gf128 {

  /// Bytes per element.
  public static final int BYTES = 16;

  /// Longs of an unreduced sum of products.
  public static final int ACCUMULATOR = 4;

  private static final long M0 = 0x1111111111111111L;
  private static final long M1 = M0 << 1;
  private static final long M2 = M0 << 2;
  private static final long M3 = M0 << 3;

  private static final VarHandle LITTLE_ENDIAN_LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Gf128() {}

  /// The low long of the element at `in[off..off+16)`.
  public static long lo(byte[] in, int off) {
    return (long) LITTLE_ENDIAN_LONG.get(in, off);
  }

  /// The high long of the element at `in[off..off+16)`.
  public static long hi(byte[] in, int off) {
    return (long) LITTLE_ENDIAN_LONG.get(in, off + 8);
  }

  /// Writes an element as 16 bytes.
  public static void put(byte[] out, int off, long lo, long hi) {
    LITTLE_ENDIAN_LONG.set(out, off, lo);
    LITTLE_ENDIAN_LONG.set(out, off + 8, hi);
  }

  /// Writes the low and the high long of a · b to `out` from index `oo`.
  public static void mul(long[] out, int oo, long aLo, long aHi, long bLo, long bHi) {
    long[] acc = new long[ACCUMULATOR];
    accumulate(acc, 0, aLo, aHi, bLo, bHi);
    reduce(out, oo, acc, 0);
  }

  /// XORs the unreduced 255-bit product a · b into four longs of `acc` from index `ao`.
  public static void accumulate(long[] acc, int ao, long aLo, long aHi, long bLo, long bHi) {
    long aMid = aLo ^ aHi;
    long bMid = bLo ^ bHi;
    long lowLo = productLow(aLo, bLo);
    long lowHi = productHigh(aLo, bLo);
    long highLo = productLow(aHi, bHi);
    long highHi = productHigh(aHi, bHi);
    long midLo = productLow(aMid, bMid) ^ lowLo ^ highLo;
    long midHi = productHigh(aMid, bMid) ^ lowHi ^ highHi;
    acc[ao] ^= lowLo;
    acc[ao + 1] ^= lowHi ^ midLo;
    acc[ao + 2] ^= highLo ^ midHi;
    acc[ao + 3] ^= highHi;
  }

  /// Writes the accumulated sum, reduced, to two longs of `out` from index `oo`. The accumulator is
  /// left as it is.
  public static void reduce(long[] out, int oo, long[] acc, int ao) {
    long r3 = acc[ao + 3];
    long r2 = acc[ao + 2] ^ (r3 >>> 63) ^ (r3 >>> 62) ^ (r3 >>> 57);
    long r1 = acc[ao + 1] ^ r3 ^ (r3 << 1) ^ (r3 << 2) ^ (r3 << 7);
    out[oo] = acc[ao] ^ r2 ^ (r2 << 1) ^ (r2 << 2) ^ (r2 << 7);
    out[oo + 1] = r1 ^ (r2 >>> 63) ^ (r2 >>> 62) ^ (r2 >>> 57);
  }

  /// Bits 0..63 of the carry-less product. Each operand is split into four with three zero bits
  /// between the used ones; a column then sums at most 16 ones, and only the topmost column reaches
  /// 16, whose carry leaves the word.
  private static long productLow(long x, long y) {
    long x0 = x & M0;
    long x1 = x & M1;
    long x2 = x & M2;
    long x3 = x & M3;
    long y0 = y & M0;
    long y1 = y & M1;
    long y2 = y & M2;
    long y3 = y & M3;
    long z0 = (x0 * y0) ^ (x1 * y3) ^ (x2 * y2) ^ (x3 * y1);
    long z1 = (x0 * y1) ^ (x1 * y0) ^ (x2 * y3) ^ (x3 * y2);
    long z2 = (x0 * y2) ^ (x1 * y1) ^ (x2 * y0) ^ (x3 * y3);
    long z3 = (x0 * y3) ^ (x1 * y2) ^ (x2 * y1) ^ (x3 * y0);
    return (z0 & M0) | (z1 & M1) | (z2 & M2) | (z3 & M3);
  }

  /// Bits 64..126 of the carry-less product: bit reversal turns them into low ones.
  private static long productHigh(long x, long y) {
    return Long.reverse(productLow(Long.reverse(x), Long.reverse(y))) >>> 1;
  }
}
