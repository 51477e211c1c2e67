package io.strongroom.custody.statement;

import static java.math.BigInteger.ONE;
import static java.math.BigInteger.TWO;
import static java.math.BigInteger.ZERO;

import java.math.BigInteger;

/// The curve of Ed25519 written down naively, as a second opinion and to make points that honest
/// code never makes.
final class EdwardsCurve {

  static final BigInteger P = TWO.pow(255).subtract(BigInteger.valueOf(19));
  static final BigInteger L =
      TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
  private static final BigInteger D =
      BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);

  static final Point IDENTITY = new Point(ZERO, ONE);

  private EdwardsCurve() {}

  /// An affine point of the curve -x² + y² = 1 + d x² y².
  record Point(BigInteger x, BigInteger y) {
    Point plus(Point other) {
      BigInteger product = D.multiply(x).multiply(other.x).multiply(y).multiply(other.y).mod(P);
      BigInteger sumX = x.multiply(other.y).add(y.multiply(other.x));
      BigInteger sumY = y.multiply(other.y).add(x.multiply(other.x));
      return new Point(
          sumX.multiply(ONE.add(product).modInverse(P)).mod(P),
          sumY.multiply(ONE.subtract(product).mod(P).modInverse(P)).mod(P));
    }

    Point times(BigInteger scalar) {
      Point sum = IDENTITY;
      for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
        sum = sum.plus(sum);
        if (scalar.testBit(bit)) {
          sum = sum.plus(this);
        }
      }
      return sum;
    }

    byte[] encode() {
      return littleEndian(x.testBit(0) ? y.setBit(255) : y);
    }
  }

  /// Reads an encoded point that is known to be on the curve.
  static Point decode(byte[] encoded) {
    BigInteger value = fromLittleEndian(encoded);
    BigInteger y = value.clearBit(255);
    BigInteger u = y.multiply(y).subtract(ONE).mod(P);
    BigInteger v = D.multiply(y).multiply(y).add(ONE).mod(P);
    BigInteger x2 = u.multiply(v.modInverse(P)).mod(P);
    BigInteger x = x2.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
    if (!x.multiply(x).mod(P).equals(x2)) {
      x = x.multiply(TWO.modPow(P.subtract(ONE).shiftRight(2), P)).mod(P);
    }
    if (!x.multiply(x).mod(P).equals(x2)) {
      throw new IllegalArgumentException("not on the curve");
    }
    return new Point(x.testBit(0) == value.testBit(255) ? x : P.subtract(x).mod(P), y);
  }

  /// A point of order 8.
  static Point torsion() {
    return decode(
        Bytes.fromHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")
            .toArray());
  }

  static byte[] littleEndian(BigInteger value) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < 32; i++) {
      bytes[i] = value.shiftRight(8 * i).byteValue();
    }
    return bytes;
  }

  static BigInteger fromLittleEndian(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[bytes.length - 1 - i] = bytes[i];
    }
    return new BigInteger(1, reversed);
  }
}
