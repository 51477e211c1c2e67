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
  private static final long C0 = 0x402DA1732FC9BEBFL;

  private static final long C1 = 0x4551231950B75FC4L;

  private static final long LOW = 0xFFFFFFFFL;

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
    mulAddLimbs(r, ro, a, ao, b, bo, 0, 0, 0, 0);
  }

  /// r = r + a · b, with one reduction.
  public static void mulAdd(long[] r, int ro, long[] a, int ao, long[] b, int bo) {
    mulAddLimbs(r, ro, a, ao, b, bo, r[ro], r[ro + 1], r[ro + 2], r[ro + 3]);
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
  private static void subtractOrderOnce(
      long[] r, int ro, long s0, long s1, long s2, long s3, long top) {
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

  /// r = a·b + e. Column by column, the 32-bit halves of the partial products are summed apart, so
  /// that no sum overflows and no carry has to be recovered.
  private static void mulAddLimbs(
      long[] r, int ro, long[] a, int ao, long[] b, int bo, long e0, long e1, long e2, long e3) {
    long a0 = a[ao];
    long a1 = a[ao + 1];
    long a2 = a[ao + 2];
    long a3 = a[ao + 3];
    long b0 = b[bo];
    long b1 = b[bo + 1];
    long b2 = b[bo + 2];
    long b3 = b[bo + 3];
    long p = a0 * b0;
    long l = lo(p) + lo(e0);
    long h = hi(p) + hi(e0) + (l >>> 32);
    final long t0 = (h << 32) | lo(l);
    p = a0 * b1;
    long q = a1 * b0;
    long u = high(a0, b0);
    l = lo(p) + lo(q) + lo(u) + lo(e1) + (h >>> 32);
    h = hi(p) + hi(q) + hi(u) + hi(e1) + (l >>> 32);
    final long t1 = (h << 32) | lo(l);
    p = a0 * b2;
    q = a1 * b1;
    long s = a2 * b0;
    u = high(a0, b1);
    long v = high(a1, b0);
    l = lo(p) + lo(q) + lo(s) + lo(u) + lo(v) + lo(e2) + (h >>> 32);
    h = hi(p) + hi(q) + hi(s) + hi(u) + hi(v) + hi(e2) + (l >>> 32);
    final long t2 = (h << 32) | lo(l);
    p = a0 * b3;
    q = a1 * b2;
    s = a2 * b1;
    long z = a3 * b0;
    u = high(a0, b2);
    v = high(a1, b1);
    long w = high(a2, b0);
    l = lo(p) + lo(q) + lo(s) + lo(z) + lo(u) + lo(v) + lo(w) + lo(e3) + (h >>> 32);
    h = hi(p) + hi(q) + hi(s) + hi(z) + hi(u) + hi(v) + hi(w) + hi(e3) + (l >>> 32);
    final long t3 = (h << 32) | lo(l);
    p = a1 * b3;
    q = a2 * b2;
    s = a3 * b1;
    z = high(a0, b3);
    u = high(a1, b2);
    v = high(a2, b1);
    w = high(a3, b0);
    l = lo(p) + lo(q) + lo(s) + lo(z) + lo(u) + lo(v) + lo(w) + (h >>> 32);
    h = hi(p) + hi(q) + hi(s) + hi(z) + hi(u) + hi(v) + hi(w) + (l >>> 32);
    final long t4 = (h << 32) | lo(l);
    p = a2 * b3;
    q = a3 * b2;
    u = high(a1, b3);
    v = high(a2, b2);
    w = high(a3, b1);
    l = lo(p) + lo(q) + lo(u) + lo(v) + lo(w) + (h >>> 32);
    h = hi(p) + hi(q) + hi(u) + hi(v) + hi(w) + (l >>> 32);
    final long t5 = (h << 32) | lo(l);
    p = a3 * b3;
    u = high(a2, b3);
    v = high(a3, b2);
    l = lo(p) + lo(u) + lo(v) + (h >>> 32);
    h = hi(p) + hi(u) + hi(v) + (l >>> 32);
    final long t6 = (h << 32) | lo(l);
    reduceWide(r, ro, t0, t1, t2, t3, t4, t5, t6, high(a3, b3) + (h >>> 32));
  }

  /// r = t mod q for a 512-bit t: folds limbs 4..7 times c to at most 386 bits, again to at most
  /// 258 bits, again to at most 256 bits and a carry, then subtracts q at most once.
  private static void reduceWide(
      long[] r, int ro, long t0, long t1, long t2, long t3, long t4, long t5, long t6, long t7) {
    // First fold: m = t[0..3] + t[4..7]·c, seven limbs.
    long p = t4 * C0;
    long l = lo(t0) + lo(p);
    long h = hi(t0) + hi(p) + (l >>> 32);
    final long m0 = (h << 32) | lo(l);
    p = t4 * C1;
    long q = t5 * C0;
    long u = high(t4, C0);
    l = lo(t1) + lo(p) + lo(q) + lo(u) + (h >>> 32);
    h = hi(t1) + hi(p) + hi(q) + hi(u) + (l >>> 32);
    final long m1 = (h << 32) | lo(l);
    p = t5 * C1;
    q = t6 * C0;
    u = high(t4, C1);
    long v = high(t5, C0);
    l = lo(t2) + lo(p) + lo(q) + lo(u) + lo(v) + lo(t4) + (h >>> 32);
    h = hi(t2) + hi(p) + hi(q) + hi(u) + hi(v) + hi(t4) + (l >>> 32);
    final long m2 = (h << 32) | lo(l);
    p = t6 * C1;
    q = t7 * C0;
    u = high(t5, C1);
    v = high(t6, C0);
    l = lo(t3) + lo(p) + lo(q) + lo(u) + lo(v) + lo(t5) + (h >>> 32);
    h = hi(t3) + hi(p) + hi(q) + hi(u) + hi(v) + hi(t5) + (l >>> 32);
    final long m3 = (h << 32) | lo(l);
    p = t7 * C1;
    u = high(t6, C1);
    v = high(t7, C0);
    l = lo(p) + lo(u) + lo(v) + lo(t6) + (h >>> 32);
    h = hi(p) + hi(u) + hi(v) + hi(t6) + (l >>> 32);
    final long m4 = (h << 32) | lo(l);
    u = high(t7, C1);
    l = lo(u) + lo(t7) + (h >>> 32);
    h = hi(u) + hi(t7) + (l >>> 32);
    foldTwice(r, ro, m0, m1, m2, m3, m4, (h << 32) | lo(l), h >>> 32);
  }

  private static void foldTwice(
      long[] r, int ro, long m0, long m1, long m2, long m3, long m4, long m5, long m6) {
    // Second fold: n = m[0..3] + m[4..6]·c, where m6 is at most 2, five limbs.
    long p = m4 * C0;
    long l = lo(m0) + lo(p);
    long h = hi(m0) + hi(p) + (l >>> 32);
    final long n0 = (h << 32) | lo(l);
    p = m4 * C1;
    long q = m5 * C0;
    long u = high(m4, C0);
    l = lo(m1) + lo(p) + lo(q) + lo(u) + (h >>> 32);
    h = hi(m1) + hi(p) + hi(q) + hi(u) + (l >>> 32);
    final long n1 = (h << 32) | lo(l);
    p = m5 * C1;
    q = m6 * C0;
    u = high(m4, C1);
    long v = high(m5, C0);
    l = lo(m2) + lo(p) + lo(q) + lo(u) + lo(v) + lo(m4) + (h >>> 32);
    h = hi(m2) + hi(p) + hi(q) + hi(u) + hi(v) + hi(m4) + (l >>> 32);
    final long n2 = (h << 32) | lo(l);
    p = m6 * C1;
    u = high(m5, C1);
    v = high(m6, C0);
    l = lo(m3) + lo(p) + lo(u) + lo(v) + lo(m5) + (h >>> 32);
    h = hi(m3) + hi(p) + hi(u) + hi(v) + hi(m5) + (l >>> 32);
    final long n3 = (h << 32) | lo(l);
    final long n4 = m6 + high(m6, C1) + (h >>> 32);
    // Third fold: n4 is at most 3.
    p = n4 * C0;
    l = lo(n0) + lo(p);
    h = hi(n0) + hi(p) + (l >>> 32);
    final long s0 = (h << 32) | lo(l);
    p = n4 * C1;
    u = high(n4, C0);
    l = lo(n1) + lo(p) + lo(u) + (h >>> 32);
    h = hi(n1) + hi(p) + hi(u) + (l >>> 32);
    final long s1 = (h << 32) | lo(l);
    u = high(n4, C1);
    l = lo(n2) + lo(u) + lo(n4) + (h >>> 32);
    h = hi(n2) + hi(u) + (l >>> 32);
    final long s2 = (h << 32) | lo(l);
    l = lo(n3) + (h >>> 32);
    h = hi(n3) + (l >>> 32);
    subtractOrderOnce(r, ro, s0, s1, s2, (h << 32) | lo(l), h >>> 32);
  }

  private static long lo(long v) {
    return v & LOW;
  }

  private static long hi(long v) {
    return v >>> 32;
  }

  private static long high(long a, long b) {
    return Math.unsignedMultiplyHigh(a, b);
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
