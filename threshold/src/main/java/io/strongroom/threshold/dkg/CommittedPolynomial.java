package io.strongroom.threshold.dkg;

import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.curve.Curve;
import io.strongroom.threshold.math.Scalars;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A polynomial in the exponent: A_0, …, A_{t−1}. Public; everything is variable time.
public final class CommittedPolynomial {

  private final List<byte[]> coefficients;

  /// Wraps valid points, the constant term first.
  public CommittedPolynomial(List<byte[]> coefficients) {
    this.coefficients = List.copyOf(coefficients);
  }

  /// The sum of polynomials of equal degree; empty if a coefficient of the sum is the identity.
  public static Optional<CommittedPolynomial> sum(List<CommittedPolynomial> summands) {
    List<byte[]> out = new ArrayList<>();
    for (int k = 0; k < summands.getFirst().coefficients.size(); k++) {
      int position = k;
      byte[][] points =
          summands.stream()
              .map(summand -> summand.coefficients.get(position))
              .toArray(byte[][]::new);
      Optional<byte[]> sum = Curve.combine(points);
      if (sum.isEmpty()) {
        return Optional.empty();
      }
      out.add(sum.get());
    }
    return Optional.of(new CommittedPolynomial(out));
  }

  /// A_0.
  public byte[] constant() {
    return coefficients.getFirst().clone();
  }

  /// Σ A_k x^k for the x-coordinate of a party; empty if that is the identity.
  public Optional<byte[]> atVarTime(PartyIndex party) {
    long[] x = new long[Scalars.LIMBS];
    Scalars.fromInt(x, 0, party.value());
    byte[] scalar = Scalars.encoded(x, 0);
    Optional<byte[]> acc = Optional.of(coefficients.getLast());
    for (int k = coefficients.size() - 2; k >= 0; k--) {
      byte[] next = coefficients.get(k);
      acc =
          acc.isEmpty()
              ? Optional.of(next)
              : Curve.combine(Curve.mulVarTime(acc.get(), scalar).orElseThrow(), next);
    }
    return acc.map(byte[]::clone);
  }

  /// Whether s·G is the value at this party: the share lies on the polynomial.
  ///
  /// @param share at `share[so..]`; its product with G is computed in constant time
  public boolean contains(PartyIndex party, long[] share, int so) {
    Optional<byte[]> expected = atVarTime(party);
    if (Scalars.isZero(share, so)) {
      return expected.isEmpty();
    }
    byte[] scalar = Scalars.encoded(share, so);
    byte[] actual = Curve.mulBase(scalar);
    Arrays.fill(scalar, (byte) 0);
    return expected.isPresent() && Arrays.equals(actual, expected.get());
  }
}
