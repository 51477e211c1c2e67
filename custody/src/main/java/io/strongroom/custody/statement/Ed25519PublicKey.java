package io.strongroom.custody.statement;

import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// An Ed25519 public key that cannot be odd: canonical encoding, on the curve, of prime order.
/// Public data, an immutable value.
///
/// Source: RFC 8032. The extra demands exclude keys for which one signature fits many messages, or
/// which different verifiers read differently.
public final class Ed25519PublicKey {

  /// Bytes in a public key.
  public static final int LENGTH = Ed25519.PUBLIC_KEY_SIZE;

  /// Bytes in a signature.
  public static final int SIGNATURE_LENGTH = Ed25519.SIGNATURE_SIZE;

  private final byte[] value;
  private final Ed25519.PublicPoint point;

  private Ed25519PublicKey(byte[] value, Ed25519.PublicPoint point) {
    this.value = value;
    this.point = point;
  }

  /// Reads a raw key.
  ///
  /// @throws IllegalArgumentException if it has not 32 bytes, is not the canonical encoding of a
  ///   point, or the point has small or mixed order
  public static Ed25519PublicKey of(byte[] raw) {
    if (raw.length != LENGTH) {
      throw new IllegalArgumentException("an Ed25519 public key has 32 bytes");
    }
    byte[] value = raw.clone();
    Ed25519.PublicPoint point = Ed25519.validatePublicKeyFullExport(value, 0);
    if (point == null) {
      throw new IllegalArgumentException("not a canonical Ed25519 public key of prime order");
    }
    return new Ed25519PublicKey(value, point);
  }

  /// Reads a raw key from standard base64.
  ///
  /// @throws IllegalArgumentException as [#of(byte[])], or if the text is not the standard base64
  ///   of its bytes
  public static Ed25519PublicKey fromBase64(String base64) {
    return of(Bytes.fromBase64(base64).toArray());
  }

  /// Whether `signature` (64 bytes, R ‖ S) signs `message` under this key. Variable time.
  ///
  /// False for anything malformed: a wrong length, S not below the group's order, R not the
  /// canonical encoding of a point of prime order. So a third party cannot turn one valid signature
  /// into another, and verifiers with and without cofactor agree.
  public boolean verify(byte[] message, byte[] signature) {
    return signature.length == SIGNATURE_LENGTH
        && Ed25519.validatePublicKeyFull(signature, 0)
        && Ed25519.verify(signature, 0, point, message, 0, message.length);
  }

  /// A copy of the 32 bytes.
  public byte[] bytes() {
    return value.clone();
  }

  /// Standard base64 of the 32 bytes.
  public String base64() {
    return Bytes.of(value).base64();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ed25519PublicKey that && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return base64();
  }
}
