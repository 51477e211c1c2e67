package io.strongroom.threshold;

import java.util.Arrays;
import java.util.HexFormat;

/// A verified ECDSA signature with low s and its recovery id. Public.
public final class EcdsaSignature {

  /// Bytes of r and of s.
  public static final int SCALAR = 32;

  /// Bytes of the encoding r ‖ s ‖ recovery id.
  public static final int ENCODED = 65;

  private final byte[] r;
  private final byte[] s;
  private final int recoveryId;

  /// A signature.
  ///
  /// @param r32 32 bytes, big-endian
  /// @param s32 32 bytes, big-endian, at most (q − 1) / 2
  /// @param recoveryId 0..3: parity of the nonce point's y, plus 2 if its x is not below q
  public EcdsaSignature(byte[] r32, byte[] s32, int recoveryId) {
    if (r32.length != SCALAR || s32.length != SCALAR || recoveryId < 0 || recoveryId > 3) {
      throw new BadParametersException(AbortCode.BAD_PARAMS, "signature");
    }
    this.r = r32.clone();
    this.s = s32.clone();
    this.recoveryId = recoveryId;
  }

  /// r, 32 bytes big-endian.
  public byte[] r32() {
    return r.clone();
  }

  /// s, 32 bytes big-endian, low.
  public byte[] s32() {
    return s.clone();
  }

  /// 0..3.
  public int recoveryId() {
    return recoveryId;
  }

  /// r ‖ s, 64 bytes.
  public byte[] compact() {
    byte[] out = Arrays.copyOf(r, 2 * SCALAR);
    System.arraycopy(s, 0, out, SCALAR, SCALAR);
    return out;
  }

  /// r ‖ s ‖ recovery id, 65 bytes.
  public byte[] encoded() {
    byte[] out = Arrays.copyOf(compact(), ENCODED);
    out[ENCODED - 1] = (byte) recoveryId;
    return out;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EcdsaSignature that && Arrays.equals(encoded(), that.encoded());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded());
  }

  @Override
  public String toString() {
    return "EcdsaSignature[" + HexFormat.of().formatHex(encoded()) + "]";
  }
}
