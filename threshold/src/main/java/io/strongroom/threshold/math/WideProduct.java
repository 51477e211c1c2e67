package io.strongroom.threshold.math;

/// The 512-bit product of two scalars and its reduction modulo q = 2^256 − c. Constant time.
///
/// Everything stays in local variables: no intermediate value reaches the heap.
final class WideProduct {

  private static final long C0 = Scalars.C0;
  private static final long C1 = Scalars.C1;
  private static final long LOW = 0xFFFFFFFFL;

  private WideProduct() {}

  /// r = a·b + e. Column by column, the 32-bit halves of the partial products are summed apart, so
  /// that no sum overflows and no carry has to be recovered.
  static void mulAdd(
      long[] r, int ro, long[] a, int ao, long[] b, int bo, long e0, long e1, long e2, long e3) {
    long a0 = a[ao];
    long a1 = a[ao + 1];
    long a2 = a[ao + 2];
    long a3 = a[ao + 3];
    long b0 = b[bo];
    long b1 = b[bo + 1];
    long b2 = b[bo + 2];
    long b3 = b[bo + 3];
    long l = lo(a0 * b0) + lo(e0);
    long h = hi(a0 * b0) + hi(e0) + (l >>> 32);
    final long t0 = (h << 32) | lo(l);
    long p = a0 * b1;
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
    u = high(a2, b3);
    v = high(a3, b2);
    l = lo(a3 * b3) + lo(u) + lo(v) + (h >>> 32);
    h = hi(a3 * b3) + hi(u) + hi(v) + (l >>> 32);
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
    Scalars.subtractOrderOnce(r, ro, s0, s1, s2, (h << 32) | lo(l), h >>> 32);
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
}
