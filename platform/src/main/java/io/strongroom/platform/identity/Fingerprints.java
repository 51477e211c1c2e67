package io.strongroom.platform.identity;

import java.util.HexFormat;
import java.util.Locale;
import java.util.StringJoiner;

/// The form of a hash that two people read to each other: the first 16 bytes as eight groups of
/// four hexadecimal digits, `3f9a 11c2 …`. 128 bits are enough to stop anybody from finding a
/// second document with the same fingerprint.
public final class Fingerprints {

  private static final int BYTES = 16;
  private static final int GROUP = 4;

  private Fingerprints() {}

  /// The fingerprint of a hash.
  ///
  /// @param hash at least 16 bytes of a hash
  /// @throws IllegalArgumentException when it is shorter
  public static String of(byte[] hash) {
    if (hash.length < BYTES) {
      throw new IllegalArgumentException(
          "a fingerprint needs a hash of at least " + BYTES + " bytes");
    }
    String hex = HexFormat.of().formatHex(hash, 0, BYTES);
    StringJoiner groups = new StringJoiner(" ");
    for (int i = 0; i < hex.length(); i += GROUP) {
      groups.add(hex.substring(i, i + GROUP));
    }
    return groups.toString();
  }

  /// The fingerprint of a hash in hexadecimal.
  ///
  /// @param hex a hash in hexadecimal, at least 32 digits
  /// @throws IllegalArgumentException when it is shorter or not hexadecimal
  public static String of(String hex) {
    return of(HexFormat.of().parseHex(hex));
  }

  /// The fingerprint of an identity card: of the SHA-256 of its canonical bytes.
  public static String of(IdentityCard card) {
    return of(card.hash());
  }

  /// True when what a person typed is this fingerprint, whatever the case and the separators.
  public static boolean matches(String fingerprint, String typed) {
    return plain(fingerprint).equals(plain(typed));
  }

  private static String plain(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[\\s:-]", "");
  }
}
