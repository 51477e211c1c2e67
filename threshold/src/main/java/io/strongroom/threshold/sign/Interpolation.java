package io.strongroom.threshold.sign;

import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.math.Scalars;
import java.util.Collection;

/// Lagrange interpolation at zero over public party indices.
public final class Interpolation {

  private Interpolation() {}

  /// λ_{i,S} = ∏_{j∈S, j≠i} j/(j−i) mod q. Variable time in the public indices.
  public static long[] coefficientVarTime(PartyIndex party, Collection<PartyIndex> set) {
    long[] numerator = {1, 0, 0, 0};
    long[] denominator = {1, 0, 0, 0};
    long[] own = scalar(party);
    for (PartyIndex index : set) {
      if (!index.equals(party)) {
        long[] other = scalar(index);
        Scalars.mul(numerator, 0, numerator, 0, other, 0);
        Scalars.sub(other, 0, other, 0, own, 0);
        Scalars.mul(denominator, 0, denominator, 0, other, 0);
      }
    }
    Scalars.invertVarTime(denominator, 0, denominator, 0);
    Scalars.mul(numerator, 0, numerator, 0, denominator, 0);
    return numerator;
  }

  private static long[] scalar(PartyIndex index) {
    long[] value = new long[Scalars.LIMBS];
    Scalars.fromInt(value, 0, index.value());
    return value;
  }
}
