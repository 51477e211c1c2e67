package io.strongroom.custody.statement;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// An immutable byte string with value semantics, for public data in records. Never for secrets.
public final class Bytes {

  private static final HexFormat HEX = HexFormat.of();

  private final byte[] value;

  private Bytes(byte[] value) {
    this.value = value;
  }

  /// Copies the bytes.
  public static Bytes of(byte[] bytes) {
    return new Bytes(bytes.clone());
  }

  /// Reads lower-case hex of an even length.
  ///
  /// @throws IllegalArgumentException on any other text
  public static Bytes fromHex(String hex) {
    if (hex.length() % 2 != 0 || !isLowerHex(hex)) {
      throw new IllegalArgumentException("not lower-case hex of whole bytes");
    }
    return new Bytes(HEX.parseHex(hex));
  }

  /// Reads standard base64 with padding (RFC 4648 section 4), and only the one text that encodes
  /// these bytes: no line breaks, no missing or extra padding, no stray trailing bits.
  ///
  /// @throws IllegalArgumentException on any other text
  public static Bytes fromBase64(String base64) {
    byte[] decoded = Base64.getDecoder().decode(base64);
    if (!Base64.getEncoder().encodeToString(decoded).equals(base64)) {
      throw new IllegalArgumentException("not the standard base64 of its bytes");
    }
    return new Bytes(decoded);
  }

  /// Number of bytes.
  public int length() {
    return value.length;
  }

  /// A copy of the bytes.
  public byte[] toArray() {
    return value.clone();
  }

  /// Lower-case hex.
  public String hex() {
    return HEX.formatHex(value);
  }

  /// Standard base64 with padding.
  public String base64() {
    return Base64.getEncoder().encodeToString(value);
  }

  /// SHA-256 of the bytes.
  public Hash32 sha256() {
    return Hash32.sha256(value);
  }

  static boolean isLowerHex(String text) {
    return text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return hex();
  }
}
