package io.strongroom.threshold.math;

/// Choices between bytes that do not tell which was chosen. Constant time.
public final class Masks {

  private Masks() {}

  /// −1 if the lowest bit is set, else 0.
  public static int ofBit(int bit) {
    return -(bit & 1);
  }

  /// −1 if the two integers are equal, else 0.
  public static int ofEqual(int a, int b) {
    int d = a ^ b;
    return ~((d | -d) >> 31);
  }

  /// −1 if a ≥ b, else 0, for integers from 0 to 2^30.
  public static int ofAtLeast(int a, int b) {
    return ~((a - b) >> 31);
  }

  /// Writes, for each of `len` bytes, a if the mask is −1 and b if it is 0.
  public static void select(
      byte[] out, int oo, byte[] a, int ao, byte[] b, int bo, int len, int mask) {
    for (int i = 0; i < len; i++) {
      out[oo + i] = (byte) (b[bo + i] ^ ((a[ao + i] ^ b[bo + i]) & mask));
    }
  }

  /// XORs `len` bytes of a into out where the mask is −1, and nothing where it is 0.
  public static void xor(byte[] out, int oo, byte[] a, int ao, int len, int mask) {
    for (int i = 0; i < len; i++) {
      out[oo + i] ^= (byte) (a[ao + i] & mask);
    }
  }
}
