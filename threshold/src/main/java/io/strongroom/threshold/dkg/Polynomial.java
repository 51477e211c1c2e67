package io.strongroom.threshold.dkg;

import io.strongroom.threshold.Draws;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.curve.Curve;
import io.strongroom.threshold.math.Scalars;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A dealer's secret polynomial of degree t − 1. Fresh in every attempt, never persisted, erased by
/// [#close]. Constant time in the coefficients.
public final class Polynomial implements AutoCloseable {

  private final long[] coefficients;

  private Polynomial(long[] coefficients) {
    this.coefficients = coefficients;
  }

  /// Draws t non-zero coefficients, constant term first.
  public static Polynomial random(int threshold, Draws draws) {
    long[] coefficients = new long[threshold * Scalars.LIMBS];
    for (int k = 0; k < threshold; k++) {
      draws.scalar(coefficients, k * Scalars.LIMBS);
    }
    return new Polynomial(coefficients);
  }

  /// a_k·G for every coefficient, 33 bytes each.
  public List<byte[]> commitments() {
    List<byte[]> out = new ArrayList<>();
    for (int at = 0; at < coefficients.length; at += Scalars.LIMBS) {
      byte[] scalar = Scalars.encoded(coefficients, at);
      out.add(Curve.mulBase(scalar));
      Arrays.fill(scalar, (byte) 0);
    }
    return out;
  }

  /// Writes f(x) to `r[ro..]`, for the x-coordinate of a party.
  public void evaluate(long[] r, int ro, PartyIndex party) {
    long[] x = new long[Scalars.LIMBS];
    Scalars.fromInt(x, 0, party.value());
    int at = coefficients.length - Scalars.LIMBS;
    Scalars.copy(r, ro, coefficients, at);
    while (at > 0) {
      at -= Scalars.LIMBS;
      Scalars.mul(r, ro, r, ro, x, 0);
      Scalars.add(r, ro, r, ro, coefficients, at);
    }
  }

  /// The coefficients, the constant term at offset 0. Secret, not a copy.
  public long[] coefficients() {
    return coefficients;
  }

  @Override
  public void close() {
    Arrays.fill(coefficients, 0);
  }
}
