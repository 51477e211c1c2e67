package io.strongroom.threshold.sign;

import static io.strongroom.threshold.math.Scalars.LIMBS;

import io.strongroom.threshold.AbortCode;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.curve.Curve;
import io.strongroom.threshold.hash.TaggedHash;
import io.strongroom.threshold.math.Scalars;
import io.strongroom.threshold.wire.ProtocolAbort;
import java.util.Arrays;

/// This party's additive key share sk_{i,b} = λ_{i,S}·x_i + ζ_{i,b} of every request, and pk =
/// sk·G. Secret; [#close] erases it. Constant time in x_i and the zero-share seeds.
///
/// Source: `docs/protocol.md`, sections 10 and 11.3.
final class KeyShares implements AutoCloseable {

  private final long[] scalars;
  private final byte[] points;

  private KeyShares(int batch) {
    scalars = new long[batch * LIMBS];
    points = new byte[batch * Curve.POINT];
  }

  /// @param echo h1, to which the zero shares are bound
  /// @throws ProtocolAbort `DEGENERATE` if a share is zero
  static KeyShares compute(SigningTerms terms, SigningKey key, byte[] echo) throws ProtocolAbort {
    KeyShares shares = new KeyShares(terms.batch());
    long[] lambda = Interpolation.coefficientVarTime(terms.self(), terms.signers().indices());
    long[] base = key.secretShare();
    Scalars.mul(base, 0, base, 0, lambda, 0);
    for (int b = 0; b < terms.batch(); b++) {
      Scalars.copy(shares.scalars, b * LIMBS, base, 0);
    }
    Arrays.fill(base, 0);
    try {
      for (PartyIndex peer : terms.peers()) {
        shares.addZeroShares(terms, peer, key.pair(peer).zeroSeed(), echo);
      }
    } catch (RuntimeException e) {
      shares.close();
      throw e;
    }
    byte[] encoded = new byte[Scalars.BYTES];
    for (int b = 0; b < terms.batch(); b++) {
      if (Scalars.isZero(shares.scalars, b * LIMBS)) {
        shares.close();
        throw Faults.unattributed(AbortCode.DEGENERATE, "zero key share");
      }
      Scalars.encode(encoded, 0, shares.scalars, b * LIMBS);
      System.arraycopy(Curve.mulBase(encoded), 0, shares.points, b * Curve.POINT, Curve.POINT);
    }
    Arrays.fill(encoded, (byte) 0);
    return shares;
  }

  private void addZeroShares(SigningTerms terms, PartyIndex peer, byte[] seed, byte[] echo) {
    long[] zero = new long[LIMBS];
    for (int b = 0; b < terms.batch(); b++) {
      TaggedHash.hs(zero, 0, "zero", seed, echo, new byte[] {(byte) (b >> 8), (byte) b});
      if (peer.compareTo(terms.self()) < 0) {
        Scalars.add(scalars, b * LIMBS, scalars, b * LIMBS, zero, 0);
      } else {
        Scalars.sub(scalars, b * LIMBS, scalars, b * LIMBS, zero, 0);
      }
    }
    Arrays.fill(zero, 0);
    Arrays.fill(seed, (byte) 0);
  }

  /// sk of all requests, four limbs each. Not a copy.
  long[] scalars() {
    return scalars;
  }

  /// pk of all requests, 33 bytes each. Not a copy.
  byte[] encodedPoints() {
    return points;
  }

  @Override
  public void close() {
    Arrays.fill(scalars, 0);
  }
}
