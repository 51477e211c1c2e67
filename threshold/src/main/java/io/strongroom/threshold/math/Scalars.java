package io.strongroom.threshold.math;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Integers modulo q, the order of secp256k1, as four 64-bit limbs in an array.
///
/// A scalar sits at `(array, offset)`, limb 0 least significant, and is always reduced (`< q`);
/// every method keeps that. Results may overlap inputs. Arrays of many scalars are laid out back to
/// back, [#LIMBS] longs each.
///
/// **Timing:** no branch, index or division depends on a value unless the name ends in `VarTime`.
/// **Source:** `docs/protocol.md` 2 and 18.2. q = 2^256 − c with a 129-bit c, so a product is
/// reduced by folding the high half times c three times.
public final class Scalars {

  /// Longs per scalar.
  public static final int LIMBS = 4;

  /// Bytes per encoded scalar.
  public static final int BYTES = 32;

  private static final long Q0 = 0xBFD25E8CD0364141L;
  private static final long Q1 = 0xBAAEDCE6AF48A03BL;
  private static final long Q2 = 0xFFFFFFFFFFFFFFFEL;
  private static final long Q3 = 0xFFFFFFFFFFFFFFFFL;

  /// c = 2^256 − q; its third limb is 1.
  static final long C0 = 0x402DA1732FC9BEBFL;

  static final long C1 = 0x4551231950B75FC4L;

  private static final VarHandle BIG_ENDIAN_LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Scalars() {}

  /// r = a + b.
  public static void add(long[] r, int ro, long[] a, int ao, long[] b, int bo) {
    addLimbs(r, ro, a, ao, b[bo], b[bo + 1], b[bo + 2], b[bo + 3]);
  }

  /// r = r + (a & mask), where mask is 0 or −1: a sum that does not tell whether it happened.
  public static void addMasked(long[] r, int ro, long[] a, int ao, long mask) {
    addLimbs(r, ro, r, ro, a[ao] & mask, a[ao + 1] & mask, a[ao + 2] & mask, a[ao + 3] & mask);
  }

  /// r = a − b.
  public static void sub(long[] r, int ro, long[] a, int ao, long[] b, int bo) {
    subLimbs(r, ro, a, ao, b[bo], b[bo + 1], b[bo + 2], b[bo + 3]);
  }

  /// r = r − (a & mask), where mask is 0 or −1.
  public static void subMasked(long[] r, int ro, long[] a, int ao, long mask) {
    subLimbs(r, ro, r, ro, a[ao] & mask, a[ao + 1] & mask, a[ao + 2] & mask, a[ao + 3] & mask);
  }

  /// r = −a; zero stays zero.
  public static void negate(long[] r, int ro, long[] a, int ao) {
    long d0 = Q0 - a[ao];
    long k = borrow(Q0, a[ao], d0);
    long s1 = Q1 - a[ao + 1];
    long k1 = borrow(Q1, a[ao + 1], s1);
    long d1 = s1 - k;
    k = k1 | borrow(s1, k, d1);
    long s2 = Q2 - a[ao + 2];
    long k2 = borrow(Q2, a[ao + 2], s2);
    long d2 = s2 - k;
    k = k2 | borrow(s2, k, d2);
    long d3 = Q3 - a[ao + 3] - k;
    long keep = ~isZeroMask(a, ao);
    r[ro] = d0 & keep;
    r[ro + 1] = d1 & keep;
    r[ro + 2] = d2 & keep;
    r[ro + 3] = d3 & keep;
  }

  /// r = a · b.
  public static void mul(long[] r, int ro, long[] a, int ao, long[] b, int bo) {
    WideProduct.mulAdd(r, ro, a, ao, b, bo, 0, 0, 0, 0);
  }

  /// r = r + a · b, with one reduction.
  public static void mulAdd(long[] r, int ro, long[] a, int ao, long[] b, int bo) {
    WideProduct.mulAdd(r, ro, a, ao, b, bo, r[ro], r[ro + 1], r[ro + 2], r[ro + 3]);
  }

  /// Copies one scalar.
  public static void copy(long[] r, int ro, long[] a, int ao) {
    System.arraycopy(a, ao, r, ro, LIMBS);
  }

  /// r = (a & mask) | (r & ~mask), where mask is 0 or −1.
  public static void select(long[] r, int ro, long[] a, int ao, long mask) {
    for (int i = 0; i < LIMBS; i++) {
      r[ro + i] ^= (r[ro + i] ^ a[ao + i]) & mask;
    }
  }

  /// −1 if the scalar is zero, else 0.
  public static long isZeroMask(long[] a, int ao) {
    long v = a[ao] | a[ao + 1] | a[ao + 2] | a[ao + 3];
    return ~((v | -v) >> 63);
  }

  /// Whether the scalar is zero. The answer itself is then public.
  public static boolean isZero(long[] a, int ao) {
    return isZeroMask(a, ao) != 0;
  }

  /// Whether two scalars are equal, in constant time.
  public static boolean equal(long[] a, int ao, long[] b, int bo) {
    long v = 0;
    for (int i = 0; i < LIMBS; i++) {
      v |= a[ao + i] ^ b[bo + i];
    }
    return v == 0;
  }

  /// Whether the scalar exceeds (q − 1) / 2. For public values.
  public static boolean isHighVarTime(long[] a, int ao) {
    long[] twice = new long[LIMBS];
    add(twice, 0, a, ao, a, ao);
    // 2a wraps modulo q exactly when a > q/2, and q is odd: the wrapped value is odd.
    return (twice[0] & 1) != 0;
  }

  /// r = the 32 big-endian bytes at `in[off..]` as an integer, modulo q. For hash outputs.
  public static void reduce256(long[] r, int ro, byte[] in, int off) {
    long a0 = (long) BIG_ENDIAN_LONG.get(in, off + 24);
    long a1 = (long) BIG_ENDIAN_LONG.get(in, off + 16);
    long a2 = (long) BIG_ENDIAN_LONG.get(in, off + 8);
    long a3 = (long) BIG_ENDIAN_LONG.get(in, off);
    subtractOrderOnce(r, ro, a0, a1, a2, a3, 0);
  }

  /// Strict decoding of 32 big-endian bytes.
  ///
  /// @return false if the integer is ≥ q; r is then zero
  public static boolean decode(long[] r, int ro, byte[] in, int off) {
    long a0 = (long) BIG_ENDIAN_LONG.get(in, off + 24);
    reduce256(r, ro, in, off);
    // The reduction changed limb 0 (q is odd) if and only if the integer was not below q.
    boolean canonical = r[ro] == a0;
    if (!canonical) {
      Arrays.fill(r, ro, ro + LIMBS, 0);
    }
    return canonical;
  }

  /// Writes 32 big-endian bytes.
  public static void encode(byte[] out, int off, long[] a, int ao) {
    BIG_ENDIAN_LONG.set(out, off, a[ao + 3]);
    BIG_ENDIAN_LONG.set(out, off + 8, a[ao + 2]);
    BIG_ENDIAN_LONG.set(out, off + 16, a[ao + 1]);
    BIG_ENDIAN_LONG.set(out, off + 24, a[ao]);
  }

  /// The 32 big-endian bytes in a new array; the caller wipes it if the scalar is secret.
  public static byte[] encoded(long[] a, int ao) {
    byte[] out = new byte[BYTES];
    encode(out, 0, a, ao);
    return out;
  }

  /// r = value, which must not be negative.
  public static void fromInt(long[] r, int ro, int value) {
    if (value < 0) {
      throw new IllegalArgumentException("negative");
    }
    r[ro] = value;
    r[ro + 1] = 0;
    r[ro + 2] = 0;
    r[ro + 3] = 0;
  }

  /// r = a^−1, as a^(q−2). For public values by contract, though the exponent alone steers it.
  ///
  /// @throws ArithmeticException if a is zero
  public static void invertVarTime(long[] r, int ro, long[] a, int ao) {
    if (isZero(a, ao)) {
      throw new ArithmeticException("zero has no inverse");
    }
    long[] exponent = {Q0 - 2, Q1, Q2, Q3};
    long[] base = Arrays.copyOfRange(a, ao, ao + LIMBS);
    long[] acc = base.clone();
    for (int bit = 254; bit >= 0; bit--) {
      mul(acc, 0, acc, 0, acc, 0);
      if ((exponent[bit >>> 6] >>> (bit & 63) & 1) != 0) {
        mul(acc, 0, acc, 0, base, 0);
      }
    }
    copy(r, ro, acc, 0);
    Arrays.fill(base, 0);
    Arrays.fill(acc, 0);
  }

  private static void addLimbs(
      long[] r, int ro, long[] a, int ao, long b0, long b1, long b2, long b3) {
    long a0 = a[ao];
    long s0 = a0 + b0;
    long k = carry(a0, b0, s0);
    long a1 = a[ao + 1];
    long h1 = a1 + b1;
    long s1 = h1 + k;
    k = carry(a1, b1, h1) + carry(h1, k, s1);
    long a2 = a[ao + 2];
    long h2 = a2 + b2;
    long s2 = h2 + k;
    k = carry(a2, b2, h2) + carry(h2, k, s2);
    long a3 = a[ao + 3];
    long h3 = a3 + b3;
    long s3 = h3 + k;
    k = carry(a3, b3, h3) + carry(h3, k, s3);
    subtractOrderOnce(r, ro, s0, s1, s2, s3, k);
  }

  private static void subLimbs(
      long[] r, int ro, long[] a, int ao, long b0, long b1, long b2, long b3) {
    long a0 = a[ao];
    long d0 = a0 - b0;
    long k = borrow(a0, b0, d0);
    long a1 = a[ao + 1];
    long h1 = a1 - b1;
    long d1 = h1 - k;
    k = borrow(a1, b1, h1) | borrow(h1, k, d1);
    long a2 = a[ao + 2];
    long h2 = a2 - b2;
    long d2 = h2 - k;
    k = borrow(a2, b2, h2) | borrow(h2, k, d2);
    long a3 = a[ao + 3];
    long h3 = a3 - b3;
    long d3 = h3 - k;
    k = borrow(a3, b3, h3) | borrow(h3, k, d3);
    // After a borrow the limbs hold a − b + 2^256; subtracting c leaves a − b + q.
    long mask = -k;
    long c0 = C0 & mask;
    long r0 = d0 - c0;
    k = borrow(d0, c0, r0);
    long c1 = C1 & mask;
    h1 = d1 - c1;
    long r1 = h1 - k;
    k = borrow(d1, c1, h1) | borrow(h1, k, r1);
    long c2 = mask & 1;
    h2 = d2 - c2;
    long r2 = h2 - k;
    k = borrow(d2, c2, h2) | borrow(h2, k, r2);
    r[ro] = r0;
    r[ro + 1] = r1;
    r[ro + 2] = r2;
    r[ro + 3] = d3 - k;
  }

  /// r = top·2^256 + s, minus q if that is not below q. The value must be below 2q.
  static void subtractOrderOnce(long[] r, int ro, long s0, long s1, long s2, long s3, long top) {
    long t0 = s0 + C0;
    long k = carry(s0, C0, t0);
    long h1 = s1 + C1;
    long t1 = h1 + k;
    k = carry(s1, C1, h1) + carry(h1, k, t1);
    long h2 = s2 + 1;
    long t2 = h2 + k;
    k = carry(s2, 1, h2) + carry(h2, k, t2);
    long t3 = s3 + k;
    k = carry(s3, k, t3);
    long mask = -(k | top);
    r[ro] = s0 ^ ((s0 ^ t0) & mask);
    r[ro + 1] = s1 ^ ((s1 ^ t1) & mask);
    r[ro + 2] = s2 ^ ((s2 ^ t2) & mask);
    r[ro + 3] = s3 ^ ((s3 ^ t3) & mask);
  }

  /// The carry of s = a + b, without a comparison.
  private static long carry(long a, long b, long s) {
    return ((a & b) | ((a | b) & ~s)) >>> 63;
  }

  /// The borrow of d = a − b, without a comparison.
  private static long borrow(long a, long b, long d) {
    return ((~a & b) | ((~a | b) & d)) >>> 63;
  }
}
