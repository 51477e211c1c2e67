package io.strongroom.threshold.sign;

import static io.strongroom.threshold.math.Scalars.LIMBS;

import io.strongroom.threshold.AbortCode;
import io.strongroom.threshold.curve.Curve;
import io.strongroom.threshold.hash.TaggedHash;
import io.strongroom.threshold.math.Scalars;
import io.strongroom.threshold.wire.ProtocolAbort;
import java.util.Arrays;

/// The public part of one request's fragment: identifiers, the offset ρ and the final nonce point
/// R' = R + ρG.
///
/// Source: `docs/protocol.md`, section 12.1.
final class Rerandomised {

  private final BoundRequest request;
  private final byte[] id;
  private final byte[] requestId;
  private final long[] rho;
  private final byte[] noncePoint;
  private final long[] r;

  private Rerandomised(
      BoundRequest request, byte[] id, byte[] requestId, long[] rho, byte[] noncePoint, long[] r) {
    this.request = request;
    this.id = id;
    this.requestId = requestId;
    this.rho = rho;
    this.noncePoint = noncePoint;
    this.r = r;
  }

  /// @throws ProtocolAbort `DEGENERATE` if R' is the identity or r' is zero
  static Rerandomised of(SigningTerms terms, AgreedView view, int b) throws ProtocolAbort {
    BoundRequest request = terms.request(b);
    byte[] id =
        TaggedHash.start("ps-id").update(terms.sidBytes()).update(view.echo()).u16(b).digest();
    long[] rho = new long[LIMBS];
    TaggedHash.start("rerand")
        .update(id)
        .update(view.noncePoint(b))
        .update(terms.publicKey())
        .update(request.tweak())
        .update(request.childKey())
        .update(request.digest())
        .update(terms.signers().encoded())
        .u32(terms.preimage().epoch())
        .update(terms.requestsDigest())
        .scalar(rho, 0);
    byte[] noncePoint =
        Curve.addTweakVarTime(view.noncePoint(b), Scalars.encoded(rho, 0))
            .orElseThrow(
                () -> Faults.unattributed(AbortCode.DEGENERATE, "nonce point is the identity"));
    long[] r = new long[LIMBS];
    Scalars.reduce256(r, 0, noncePoint, 1);
    if (Scalars.isZero(r, 0)) {
      throw Faults.unattributed(AbortCode.DEGENERATE, "zero r");
    }
    byte[] requestId =
        TaggedHash.th(
            "sign-req",
            id,
            request.digest(),
            request.tweak(),
            request.childKey(),
            noncePoint,
            terms.requestsDigest());
    return new Rerandomised(request, id, requestId, rho, noncePoint, r);
  }

  /// Writes this party's fragment id ‖ rq ‖ u' ‖ w. Constant time in φ, u and v.
  ///
  /// @param phi φ_i at `phiAt`
  /// @param uv u_i and v_i, eight limbs
  void writeFragment(long[] phi, int phiAt, long[] uv, byte[] out, int offset) {
    System.arraycopy(id, 0, out, offset, 32);
    System.arraycopy(requestId, 0, out, offset + 32, 32);
    long[] work = new long[2 * LIMBS];
    // u' = u + ρ·φ
    Scalars.copy(work, 0, uv, 0);
    Scalars.mulAdd(work, 0, rho, 0, phi, phiAt);
    Scalars.encode(out, offset + 64, work, 0);
    // w = e·φ + r'·(v + δ·φ)
    Scalars.copy(work, 0, uv, LIMBS);
    Scalars.mulAdd(work, 0, request.tweakScalar(), 0, phi, phiAt);
    Scalars.mul(work, 0, work, 0, r, 0);
    Scalars.mulAdd(work, 0, request.digestScalar(), 0, phi, phiAt);
    Scalars.encode(out, offset + 96, work, 0);
    Arrays.fill(work, 0);
  }

  /// Whether a fragment names this request of this session.
  boolean isNamedBy(byte[] fragments, int offset) {
    return Arrays.equals(id, 0, 32, fragments, offset, offset + 32)
        && Arrays.equals(requestId, 0, 32, fragments, offset + 32, offset + 64);
  }

  BoundRequest request() {
    return request;
  }

  /// R', 33 bytes. Not a copy.
  byte[] noncePoint() {
    return noncePoint;
  }

  /// r' = R'.x mod q. Not a copy.
  long[] r() {
    return r;
  }
}
