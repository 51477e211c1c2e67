package io.strongroom.threshold;

import io.strongroom.threshold.curve.Curve;
import io.strongroom.threshold.hash.TaggedHash;
import io.strongroom.threshold.math.Scalars;
import io.strongroom.threshold.wire.Envelope;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The round-4 broadcast of key generation, `pkg ‖ PoK(x_i; sid := pkg, label "xi")`: a holder's
/// statement that its share is on disk (`docs/protocol.md` 5).
final class Confirmation {

  static final int ROUND = 4;
  static final int MAX_PAYLOAD = 16_384;
  static final int BYTES = TaggedHash.BYTES + SchnorrProof.BYTES;

  private static final byte[] LABEL = "xi".getBytes(StandardCharsets.US_ASCII);

  private Confirmation() {}

  /// The 97-byte payload.
  static byte[] payload(PublicKeyPackage key, PartyIndex self, long[] share, Draws draws) {
    byte[] pkg = key.pkg();
    byte[] proof =
        SchnorrProof.prove(pkg, self, LABEL, share, 0, key.verificationShare(self), draws);
    byte[] payload = Arrays.copyOf(pkg, BYTES);
    System.arraycopy(proof, 0, payload, pkg.length, proof.length);
    return payload;
  }

  /// The signed envelope over a payload. Ed25519 is deterministic, so repeating it gives equal
  /// bytes.
  static byte[] sealed(
      PublicKeyPackage key, PartyIndex self, byte[] payload, IdentitySigner signer) {
    return new Envelope(key.protocol(), key.sid(), ROUND, self, Optional.empty(), payload)
        .sealed(signer);
  }

  /// Whether the wire is a confirmation envelope of that party for this package's session, validly
  /// signed. Its payload is not looked at.
  static Optional<Envelope> open(
      PublicKeyPackage key, Party author, byte[] wire, IdentityVerifier verifier) {
    return Envelope.parse(wire, MAX_PAYLOAD)
        .filter(envelope ->
            envelope.protocol() == key.protocol()
                && envelope.sid().equals(key.sid())
                && envelope.round() == ROUND
                && envelope.isBroadcast()
                && envelope.from().equals(author.index()))
        .filter(envelope -> Envelope.isSignedBy(wire, author, verifier));
  }

  /// Checks an authentic payload against the package; empty if it confirms it.
  static Optional<Abort> check(PublicKeyPackage key, PartyIndex from, byte[] payload, byte[] wire) {
    if (payload.length != BYTES || !isProof(payload)) {
      return Optional.of(
          Abort.provable(AbortCode.ENCODING, from, "confirmation of " + from, List.of(wire)));
    }
    if (!Arrays.equals(key.pkg(), Arrays.copyOf(payload, TaggedHash.BYTES))) {
      return Optional.of(
          new Abort(
              AbortCode.CONFIRM_MISMATCH,
              Set.of(),
              Optional.empty(),
              Response.NEW_SESSION,
              "party " + from + " confirms another package",
              List.of(wire)));
    }
    byte[] proof = Arrays.copyOfRange(payload, TaggedHash.BYTES, BYTES);
    if (!SchnorrProof.verify(key.pkg(), from, LABEL, key.verificationShare(from), proof)) {
      return Optional.of(
          Abort.provable(
              AbortCode.CONFIRM_POK, from, "confirmation proof of " + from, List.of(wire)));
    }
    return Optional.empty();
  }

  private static boolean isProof(byte[] payload) {
    return Curve.isValidPoint33(payload, TaggedHash.BYTES)
        && Scalars.decode(new long[Scalars.LIMBS], 0, payload, TaggedHash.BYTES + Curve.POINT);
  }
}
