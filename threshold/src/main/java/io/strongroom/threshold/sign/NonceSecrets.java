package io.strongroom.threshold.sign;

import static io.strongroom.threshold.math.Scalars.LIMBS;

import io.strongroom.threshold.Draws;
import io.strongroom.threshold.curve.Curve;
import io.strongroom.threshold.math.Scalars;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// This party's nonces r_{i,b}, masks φ_{i,b} and the salt of the commitment. Secret, used in one
/// session only; [#close] erases them.
///
/// Two signers have no φ here: theirs is the multiplicand χ, which comes later.
public final class NonceSecrets implements AutoCloseable {

  /// The commitment's label.
  static final byte[] LABEL = "R".getBytes(StandardCharsets.US_ASCII);

  private final long[] r;
  private final long[] phi;
  private final byte[] salt;
  private final byte[] points;

  private NonceSecrets(long[] r, long[] phi, byte[] salt) {
    this.r = r;
    this.phi = phi;
    this.salt = salt;
    this.points = new byte[r.length / LIMBS * Curve.POINT];
    byte[] encoded = new byte[Scalars.BYTES];
    for (int b = 0; b < r.length / LIMBS; b++) {
      Scalars.encode(encoded, 0, r, b * LIMBS);
      System.arraycopy(Curve.mulBase(encoded), 0, points, b * Curve.POINT, Curve.POINT);
    }
    Arrays.fill(encoded, (byte) 0);
  }

  static NonceSecrets draw(SigningTerms terms, Draws draws) {
    int batch = terms.batch();
    long[] r = new long[batch * LIMBS];
    long[] phi = new long[terms.twoSigners() ? 0 : batch * LIMBS];
    for (int b = 0; b < batch; b++) {
      draws.scalar(r, b * LIMBS);
      if (phi.length > 0) {
        draws.scalar(phi, b * LIMBS);
      }
    }
    return new NonceSecrets(r, phi, draws.bytes(SigningTerms.SALT));
  }

  /// r of all requests, four limbs each. Not a copy.
  long[] r() {
    return r;
  }

  /// φ of all requests; empty with two signers. Not a copy.
  long[] phi() {
    return phi;
  }

  /// Not a copy.
  byte[] salt() {
    return salt;
  }

  /// R_{i,0} ‖ … ‖ R_{i,B−1}, 33 bytes each. Not a copy.
  byte[] encodedPoints() {
    return points;
  }

  @Override
  public void close() {
    Arrays.fill(r, 0);
    Arrays.fill(phi, 0);
    Arrays.fill(salt, (byte) 0);
  }
}
