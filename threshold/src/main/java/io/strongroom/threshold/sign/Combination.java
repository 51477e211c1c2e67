package io.strongroom.threshold.sign;

import static io.strongroom.threshold.math.Scalars.LIMBS;

import io.strongroom.threshold.AbortCode;
import io.strongroom.threshold.EcdsaSignature;
import io.strongroom.threshold.curve.Curve;
import io.strongroom.threshold.math.Scalars;
import io.strongroom.threshold.wire.ProtocolAbort;

/// From summed fragments to a signature that verifies. Variable time: all inputs are about to be
/// public.
///
/// Source: `docs/protocol.md`, section 12.2.
final class Combination {

  private Combination() {}

  /// @param sums u and w at `offset`, eight limbs
  /// @return a low-s signature that verifies under the request's child key
  /// @throws ProtocolAbort `BAD_SIGNATURE`
  static EcdsaSignature combineVarTime(Rerandomised request, long[] sums, int offset)
      throws ProtocolAbort {
    if (Scalars.isZero(sums, offset)) {
      throw Faults.unattributed(AbortCode.BAD_SIGNATURE, "zero denominator");
    }
    long[] s = new long[LIMBS];
    Scalars.invertVarTime(s, 0, sums, offset);
    Scalars.mul(s, 0, s, 0, sums, offset + LIMBS);
    byte[] point = request.noncePoint();
    boolean wrapped = !Scalars.decode(new long[LIMBS], 0, point, 1);
    int recoveryId = (point[0] & 1) | (wrapped ? 2 : 0);
    if (Scalars.isHighVarTime(s, 0)) {
      Scalars.negate(s, 0, s, 0);
      recoveryId ^= 1;
    }
    EcdsaSignature signature =
        new EcdsaSignature(Scalars.encoded(request.r(), 0), Scalars.encoded(s, 0), recoveryId);
    BoundRequest bound = request.request();
    if (Scalars.isZero(s, 0)
        || !Curve.verify(signature.compact(), bound.digest(), bound.childKey())) {
      throw Faults.unattributed(AbortCode.BAD_SIGNATURE, "combined signature does not verify");
    }
    return signature;
  }
}
