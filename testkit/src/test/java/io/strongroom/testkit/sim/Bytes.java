package io.strongroom.testkit.sim;

import io.strongroom.threshold.curve.Curve;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.UnaryOperator;

/// Changes to payloads.
final class Bytes {

  private static final byte[] ORDER =
      HexFormat.of().parseHex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

  private Bytes() {}

  /// Flips the lowest bit of one byte.
  static UnaryOperator<byte[]> flip(int at) {
    return payload -> {
      byte[] out = payload.clone();
      out[at] ^= 1;
      return out;
    };
  }

  static UnaryOperator<byte[]> set(int at, byte... bytes) {
    return payload -> {
      byte[] out = payload.clone();
      System.arraycopy(bytes, 0, out, at, bytes.length);
      return out;
    };
  }

  static UnaryOperator<byte[]> then(UnaryOperator<byte[]> first, UnaryOperator<byte[]> second) {
    return payload -> second.apply(first.apply(payload));
  }

  static byte[] shorter(byte[] payload) {
    return Arrays.copyOf(payload, payload.length - 1);
  }

  static byte[] longer(byte[] payload) {
    return Arrays.copyOf(payload, payload.length + 1);
  }

  static byte[] empty(byte[] payload) {
    return new byte[0];
  }

  /// The group's order, the smallest scalar that is not canonical.
  static byte[] order() {
    return ORDER.clone();
  }

  static byte[] ones(int length) {
    byte[] out = new byte[length];
    Arrays.fill(out, (byte) 0xFF);
    return out;
  }

  /// A prefix 02 and an x without a point.
  static byte[] offCurve() {
    byte[] point = Curve.generator();
    point[0] = 2;
    while (Curve.isValidPoint33(point, 0)) {
      point[32]++;
    }
    return point;
  }
}
