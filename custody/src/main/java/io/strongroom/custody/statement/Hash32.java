package io.strongroom.custody.statement;

import java.util.Arrays;
import java.util.HexFormat;

/// A 32-byte SHA-256 hash or digest: an immutable value. Public data; compared in variable time.
public final class Hash32 implements Comparable<Hash32> {

  /// Bytes in a hash.
  public static final int LENGTH = 32;

  private static final HexFormat HEX = HexFormat.of();

  private final byte[] value;

  private Hash32(byte[] value) {
    this.value = value;
  }

  /// Copies 32 bytes.
  ///
  /// @throws IllegalArgumentException if there are not exactly 32
  public static Hash32 of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a hash has 32 bytes, not " + bytes.length);
    }
    return new Hash32(bytes.clone());
  }

  /// Reads exactly 64 lower-case hex digits.
  ///
  /// @throws IllegalArgumentException on any other text
  public static Hash32 fromHex(String hex) {
    if (hex.length() != 2 * LENGTH || !Bytes.isLowerHex(hex)) {
      throw new IllegalArgumentException("a hash is written as 64 lower-case hex digits");
    }
    return new Hash32(HEX.parseHex(hex));
  }

  /// SHA-256 of the parts, one after the other.
  public static Hash32 sha256(byte[]... parts) {
    var digest = Sha256.begin();
    for (byte[] part : parts) {
      digest.update(part);
    }
    return new Hash32(digest.digest());
  }

  /// A copy of the 32 bytes.
  public byte[] bytes() {
    return value.clone();
  }

  /// 64 lower-case hex digits.
  public String hex() {
    return HEX.formatHex(value);
  }

  /// Orders by unsigned bytes, which is the order of the hex texts.
  @Override
  public int compareTo(Hash32 other) {
    return Arrays.compareUnsigned(value, other.value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hash32 that && Arrays.equals(value, that.value);
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
