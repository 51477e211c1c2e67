package io.strongroom.threshold.dkg;

import io.strongroom.threshold.Commitment;
import io.strongroom.threshold.IdentityVerifier;
import io.strongroom.threshold.Party;
import io.strongroom.threshold.hash.TaggedHash;
import io.strongroom.threshold.math.Scalars;
import io.strongroom.threshold.wire.EncodingException;
import io.strongroom.threshold.wire.Envelope;
import io.strongroom.threshold.wire.Reader;
import java.util.Arrays;
import java.util.Optional;

/// Judges a complaint about a share from the raw signed messages alone (`docs/protocol.md` 17).
///
/// Asked before the evidence is disclosed, since a *valid* share would hand out a point of the
/// dealer's polynomial; asked again by whoever receives the evidence.
public final class ShareEvidence {

  private ShareEvidence() {}

  /// Whether the dealer signed a polynomial and, to the recipient of the direct message, a share
  /// that does not lie on it.
  ///
  /// @param opening the dealer's signed round-2 broadcast
  /// @param direct the dealer's signed round-2 message to the complaining party
  public static boolean convicts(
      Party dealer, int threshold, byte[] opening, byte[] direct, IdentityVerifier verifier) {
    Optional<Envelope> broadcast = authentic(dealer, opening, verifier);
    Optional<Envelope> message = authentic(dealer, direct, verifier);
    if (broadcast.isEmpty()
        || message.isEmpty()
        || !broadcast.get().isBroadcast()
        || message.get().isBroadcast()
        || !broadcast.get().sid().equals(message.get().sid())) {
      return false;
    }
    byte[] payload = broadcast.get().payload();
    int dealingAt = TaggedHash.BYTES + Commitment.SALT;
    if (payload.length != dealingAt + Dealing.length(threshold)) {
      return false;
    }
    long[] share = new long[Scalars.LIMBS];
    try {
      Dealing dealing =
          Dealing.decode(Arrays.copyOfRange(payload, dealingAt, payload.length), threshold);
      Reader in = new Reader(message.get().payload());
      in.skip(TaggedHash.BYTES);
      in.scalar(share, 0);
      return !dealing.polynomial().contains(message.get().to().orElseThrow(), share, 0);
    } catch (EncodingException e) {
      return false;
    } finally {
      Arrays.fill(share, 0);
    }
  }

  private static Optional<Envelope> authentic(
      Party dealer, byte[] wire, IdentityVerifier verifier) {
    return Envelope.parse(wire, Run.MAX_PAYLOAD)
        .filter(e -> e.round() == 2 && e.from().equals(dealer.index()))
        .filter(e -> Envelope.isSignedBy(wire, dealer, verifier));
  }
}
