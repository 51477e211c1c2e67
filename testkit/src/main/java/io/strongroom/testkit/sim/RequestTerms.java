package io.strongroom.testkit.sim;

import static io.strongroom.threshold.math.Scalars.LIMBS;

import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.PartySet;
import io.strongroom.threshold.PublicKeyPackage;
import io.strongroom.threshold.SessionId;
import io.strongroom.threshold.SigningRequest;
import io.strongroom.threshold.curve.Curve;
import io.strongroom.threshold.derive.Bip32;
import io.strongroom.threshold.hash.TaggedHash;
import io.strongroom.threshold.math.Scalars;
import io.strongroom.threshold.sign.BoundRequest;
import io.strongroom.threshold.sign.SigningTerms;
import io.strongroom.threshold.wire.Writer;
import java.util.ArrayList;
import java.util.List;

/// The requests of a run as a [DeviantSigner] computes with them: terms, and fragments written a
/// second time (`docs/protocol.md` 11.1 and 12.1).
final class RequestTerms {

  /// The digest that a fragment signs.
  interface SignedDigest {
    byte[] of(int request, byte[] digest);
  }

  private final PublicKeyPackage key;
  private final PartySet signers;
  private final List<SigningRequest> requests;
  private final List<Bip32> children;
  private final List<BoundRequest> bound;
  private final byte[] requestsDigest;

  private RequestTerms(SigningRun run) {
    key = run.key().publicPackage();
    signers = run.key().identities().parties().subset(run.signers());
    requests = run.requests();
    children = new ArrayList<>();
    bound = new ArrayList<>();
    for (SigningRequest request : requests) {
      Bip32 child = Bip32.derive(key.publicKey(), key.chainCode(), request.path());
      children.add(child);
      bound.add(new BoundRequest(request.digest32(), child.delta(), child.childPublicKey()));
    }
    requestsDigest = SigningTerms.requestsDigest(run.appContext(), bound);
  }

  static RequestTerms of(SigningRun run) {
    return new RequestTerms(run);
  }

  SigningTerms terms(SigningRun run, PartyIndex self) {
    return new SigningTerms(
        key.keyId(),
        key.epoch(),
        key.threshold(),
        key.pkg(),
        key.publicKey(),
        run.nonce(),
        self,
        signers,
        run.appContext(),
        bound);
  }

  /// @param noncePoints R of every request
  /// @param phi φ of every request
  /// @param shares u and v of every request
  byte[] fragments(
      SessionId sid,
      byte[] echo2,
      byte[][] noncePoints,
      long[] phi,
      long[] shares,
      SignedDigest digests) {
    Writer out = new Writer(SigningTerms.FRAGMENT_BYTES * requests.size());
    for (int b = 0; b < requests.size(); b++) {
      byte[] digest = digests.of(b, requests.get(b).digest32());
      writeFragment(sid, echo2, noncePoints[b], b, digest, phi, shares, out);
    }
    return out.finish();
  }

  private void writeFragment(
      SessionId sid,
      byte[] echo2,
      byte[] noncePoint,
      int b,
      byte[] digest,
      long[] phi,
      long[] shares,
      Writer out) {
    Bip32 child = children.get(b);
    byte[] id = TaggedHash.start("ps-id").update(sid.bytes()).update(echo2).u16(b).digest();
    long[] rho = new long[LIMBS];
    TaggedHash.start("rerand")
        .update(id)
        .update(noncePoint)
        .update(key.publicKey())
        .update(child.delta())
        .update(child.childPublicKey())
        .update(digest)
        .update(signers.encoded())
        .u32(key.epoch())
        .update(requestsDigest)
        .scalar(rho, 0);
    byte[] finalPoint = Curve.addTweakVarTime(noncePoint, Scalars.encoded(rho, 0)).orElseThrow();
    byte[] requestId =
        TaggedHash.th(
            "sign-req",
            id,
            digest,
            child.delta(),
            child.childPublicKey(),
            finalPoint,
            requestsDigest);
    long[] r = new long[LIMBS];
    Scalars.reduce256(r, 0, finalPoint, 1);
    long[] e = new long[LIMBS];
    Scalars.reduce256(e, 0, digest, 0);
    long[] delta = new long[LIMBS];
    Scalars.decode(delta, 0, child.delta(), 0);
    long[] u = new long[LIMBS];
    Scalars.copy(u, 0, shares, 2 * b * LIMBS);
    Scalars.mulAdd(u, 0, rho, 0, phi, b * LIMBS);
    long[] w = new long[LIMBS];
    Scalars.copy(w, 0, shares, (2 * b + 1) * LIMBS);
    Scalars.mulAdd(w, 0, delta, 0, phi, b * LIMBS);
    Scalars.mul(w, 0, w, 0, r, 0);
    Scalars.mulAdd(w, 0, e, 0, phi, b * LIMBS);
    out.bytes(id).bytes(requestId).scalar(u, 0).scalar(w, 0);
  }
}
