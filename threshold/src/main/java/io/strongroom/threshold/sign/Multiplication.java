package io.strongroom.threshold.sign;

import static io.strongroom.threshold.math.Scalars.LIMBS;

import io.strongroom.threshold.curve.Curve;
import io.strongroom.threshold.math.Scalars;
import io.strongroom.threshold.ot.OtExtensionReceiver;
import io.strongroom.threshold.vole.RandomVoleReceiver;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/// This party's half of the multiplications with one peer: per request χ, d^u and d^v, and the
/// checks on them. Secret; [#close] erases it.
///
/// Source: `docs/protocol.md`, sections 9.2 and 11.4.
final class Multiplication implements AutoCloseable {

  private final PeerOpening opening;
  private final int batch;
  private final long[] results;

  private Multiplication(PeerOpening opening, int batch) {
    this.opening = opening;
    this.batch = batch;
    this.results = new long[batch * RandomVoleReceiver.RESULT_SCALARS * LIMBS];
  }

  /// Runs all instances of the batch.
  ///
  /// @return empty if an instance fails its check: `RVOLE_CHECK`
  static Optional<Multiplication> run(
      RandomVoleReceiver vole, OtExtensionReceiver extension, PeerOpening opening, int batch) {
    Multiplication multiplication = new Multiplication(opening, batch);
    long[] result = new long[RandomVoleReceiver.RESULT_SCALARS * LIMBS];
    boolean passed = true;
    for (int b = 0; b < batch; b++) {
      passed &= vole.multiply(extension, b, opening.payload(), opening.voleAt(b), result);
      System.arraycopy(result, 0, multiplication.results, b * result.length, result.length);
    }
    Arrays.fill(result, 0);
    if (!passed) {
      multiplication.close();
      return Optional.empty();
    }
    return Optional.of(multiplication);
  }

  /// Whether some χ is zero: `DEGENERATE`.
  boolean hasZeroMultiplicand() {
    long zero = 0;
    for (int b = 0; b < batch; b++) {
      zero |= Scalars.isZeroMask(results, at(b, 0));
    }
    return zero != 0;
  }

  /// The Γ check on the first (0) or second (1) multiplication input of every request: E(χ·P) =
  /// E(d·G + Γ), where P is R_j or pk_j.
  ///
  /// Constant time in χ and d.
  boolean passesGammaCheck(int which) {
    boolean passed = true;
    for (int b = 0; b < batch; b++) {
      byte[] point = which == 0 ? opening.noncePoint(b) : opening.keyPoint(b);
      byte[] chi = Scalars.encoded(results, at(b, 0));
      byte[] left = Curve.ecdhHash(chi, point);
      Optional<byte[]> right = shareSum(b, which);
      Arrays.fill(chi, (byte) 0);
      passed &= right.isPresent() && MessageDigest.isEqual(left, Curve.hashPoint(right.get()));
    }
    return passed;
  }

  /// d·G + Γ; empty for the identity.
  private Optional<byte[]> shareSum(int b, int which) {
    byte[] gamma = opening.gamma(b, which);
    if (Scalars.isZero(results, at(b, 1 + which))) {
      return Optional.of(gamma);
    }
    byte[] d = Scalars.encoded(results, at(b, 1 + which));
    byte[] product = Curve.mulBaseExpanded(d);
    Arrays.fill(d, (byte) 0);
    return Curve.combine(product, gamma);
  }

  /// Adds d^u and d^v of every request.
  void addTo(ProductShares products) {
    for (int b = 0; b < batch; b++) {
      products.add(b, results, at(b, 1));
    }
  }

  /// A copy of χ of every request, four limbs each. Secret.
  long[] multiplicands() {
    long[] chi = new long[batch * LIMBS];
    for (int b = 0; b < batch; b++) {
      Scalars.copy(chi, b * LIMBS, results, at(b, 0));
    }
    return chi;
  }

  private static int at(int b, int which) {
    return (b * RandomVoleReceiver.RESULT_SCALARS + which) * LIMBS;
  }

  @Override
  public void close() {
    Arrays.fill(results, 0);
  }
}
