package io.strongroom.threshold.sign;

import io.strongroom.threshold.curve.Curve;
import io.strongroom.threshold.vole.RandomVole;
import io.strongroom.threshold.vole.RandomVoleReceiver;
import io.strongroom.threshold.wire.EncodingException;
import io.strongroom.threshold.wire.Reader;

/// A peer's round-2 message, decoded strictly. The points are kept in their 65-byte form, since
/// they are used again.
///
/// Source: `docs/protocol.md`, section 11.3.
final class PeerOpening {

  private static final int NONCE = 0;
  private static final int KEY = 1;
  private static final int GAMMA_U = 2;
  private static final int POINTS = 4;

  private final byte[] payload;
  private final byte[] salt;
  private final byte[][] points;
  private final int[] voleAt;

  private PeerOpening(byte[] payload, byte[] salt, byte[][] points, int[] voleAt) {
    this.payload = payload;
    this.salt = salt;
    this.points = points;
    this.voleAt = voleAt;
  }

  static PeerOpening decode(SigningTerms terms, byte[] payload) throws EncodingException {
    Reader in = new Reader(payload);
    in.skip(32);
    byte[] salt = in.bytes(SigningTerms.SALT);
    byte[][] points = new byte[POINTS * terms.batch()][];
    int[] voleAt = new int[terms.batch()];
    for (int b = 0; b < terms.batch(); b++) {
      for (int k = 0; k < POINTS; k++) {
        points[POINTS * b + k] = in.expandedPoint();
      }
      voleAt[b] = in.skip(RandomVole.MESSAGE_BYTES);
      if (!RandomVoleReceiver.isCanonical(payload, voleAt[b])) {
        throw new EncodingException("multiplication message");
      }
    }
    in.end();
    return new PeerOpening(payload, salt, points, voleAt);
  }

  /// The same opening over an own copy of the payload, which outlives the inbox.
  PeerOpening detached() {
    return new PeerOpening(payload.clone(), salt, points, voleAt);
  }

  byte[] payload() {
    return payload;
  }

  byte[] salt() {
    return salt;
  }

  /// R_{j,b}, 65 bytes.
  byte[] noncePoint(int b) {
    return points[POINTS * b + NONCE];
  }

  /// pk_{j,b}, 65 bytes.
  byte[] keyPoint(int b) {
    return points[POINTS * b + KEY];
  }

  /// Γu (0) or Γv (1) of request b, 65 bytes.
  byte[] gamma(int b, int which) {
    return points[POINTS * b + GAMMA_U + which];
  }

  /// Where the RVOLE message of request b starts.
  int voleAt(int b) {
    return voleAt[b];
  }

  /// R_{j,0} ‖ … ‖ R_{j,B−1} as sent.
  byte[] encodedNoncePoints() {
    return encodedPoints(NONCE);
  }

  /// pk_{j,0} ‖ … ‖ pk_{j,B−1} as sent.
  byte[] encodedKeyPoints() {
    return encodedPoints(KEY);
  }

  private byte[] encodedPoints(int kind) {
    byte[] out = new byte[voleAt.length * Curve.POINT];
    for (int b = 0; b < voleAt.length; b++) {
      int from = voleAt[b] - (POINTS - kind) * Curve.POINT;
      System.arraycopy(payload, from, out, b * Curve.POINT, Curve.POINT);
    }
    return out;
  }
}
