package io.strongroom.threshold;

import io.strongroom.threshold.curve.Curve;
import io.strongroom.threshold.hash.TaggedHash;
import io.strongroom.threshold.math.Scalars;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/// Proof of knowledge of x for X = xG, Fiat–Shamir (`docs/protocol.md` 4): `K ‖ z`, 65 bytes, with
/// e = HS("dlog", sid ‖ u16(i) ‖ LP(label) ‖ X ‖ K) and z = k + e·x.
public final class SchnorrProof {

  /// Bytes of a proof.
  public static final int BYTES = 65;

  private SchnorrProof() {}

  /// Proves knowledge of x. Constant time in x and the nonce.
  ///
  /// @param context sid, or the package hash for a confirmation: 32 bytes
  /// @param x the secret, non-zero, at `x[xo..]`
  /// @param publicPoint xG, 33 bytes
  public static byte[] prove(
      byte[] context,
      PartyIndex party,
      byte[] label,
      long[] x,
      int xo,
      byte[] publicPoint,
      Draws draws) {
    long[] k = new long[Scalars.LIMBS];
    long[] e = new long[Scalars.LIMBS];
    draws.scalar(k, 0);
    byte[] nonce = Scalars.encoded(k, 0);
    byte[] commitment = Curve.mulBase(nonce);
    challenge(e, context, party, label, publicPoint, commitment);
    Scalars.mulAdd(k, 0, e, 0, x, xo);
    byte[] proof = Arrays.copyOf(commitment, BYTES);
    Scalars.encode(proof, Curve.POINT, k, 0);
    Arrays.fill(k, 0);
    Arrays.fill(nonce, (byte) 0);
    return proof;
  }

  /// Whether the 65 bytes prove knowledge of the discrete logarithm of a valid point. Variable
  /// time, on public values. Malformed points and scalars ≥ q make it false.
  public static boolean verify(
      byte[] context, PartyIndex party, byte[] label, byte[] publicPoint, byte[] proof) {
    long[] e = new long[Scalars.LIMBS];
    long[] z = new long[Scalars.LIMBS];
    if (proof.length != BYTES
        || !Curve.isValidPoint33(proof, 0)
        || !Scalars.decode(z, 0, proof, Curve.POINT)) {
      return false;
    }
    byte[] commitment = Arrays.copyOf(proof, Curve.POINT);
    challenge(e, context, party, label, publicPoint, commitment);
    Optional<byte[]> shifted = Curve.mulVarTime(publicPoint, Scalars.encoded(e, 0));
    Optional<byte[]> right =
        shifted.isPresent() ? Curve.combine(commitment, shifted.get()) : Optional.of(commitment);
    if (Scalars.isZero(z, 0) || right.isEmpty()) {
      return Scalars.isZero(z, 0) && right.isEmpty();
    }
    return MessageDigest.isEqual(Curve.mulBase(Scalars.encoded(z, 0)), right.get());
  }

  private static void challenge(
      long[] e, byte[] context, PartyIndex party, byte[] label, byte[] point, byte[] commitment) {
    TaggedHash.start("dlog")
        .update(context)
        .u16(party.value())
        .lp(label)
        .update(point)
        .update(commitment)
        .scalar(e, 0);
  }
}
