package io.strongroom.platform.identity;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// The pin of a TLS identity: SHA-256 of the certificate's SubjectPublicKeyInfo in DER.
///
/// @param hex 64 lower-case hexadecimal digits
public record SpkiHash(String hex) {

  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  /// Checks the form.
  ///
  /// @throws IllegalArgumentException when `hex` is not 64 lower-case hexadecimal digits
  public SpkiHash {
    if (!FORM.matcher(hex).matches()) {
      throw new IllegalArgumentException("a TLS key hash is 64 lower-case hexadecimal digits");
    }
  }

  /// The pin of a public key.
  public static SpkiHash of(PublicKey key) {
    byte[] der = key.getEncoded();
    if (der == null) {
      throw new IllegalArgumentException("the public key has no encoding");
    }
    try {
      return new SpkiHash(
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// The pin of a certificate's key.
  public static SpkiHash of(X509Certificate certificate) {
    return of(certificate.getPublicKey());
  }

  @Override
  public String toString() {
    return hex;
  }
}
