package io.strongroom.threshold.sign;

import static io.strongroom.threshold.math.Scalars.LIMBS;

import io.strongroom.threshold.AbortCode;
import io.strongroom.threshold.Commitment;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.curve.Curve;
import io.strongroom.threshold.hash.TaggedHash;
import io.strongroom.threshold.math.Scalars;
import io.strongroom.threshold.ot.OtExtensionReceiver;
import io.strongroom.threshold.vole.RandomVoleReceiver;
import io.strongroom.threshold.wire.EncodingException;
import io.strongroom.threshold.wire.Inbox;
import io.strongroom.threshold.wire.ProtocolAbort;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Everything that is checked about the round-2 messages, in the order of the specification. One
/// use. Secret; [#close] erases the multiplications.
///
/// Each check runs over all peers before the next kind begins; among several failures the lowest
/// index is reported. Source: `docs/protocol.md`, section 11.4.
final class MultiplicationChecks implements AutoCloseable {

  private final SigningTerms terms;
  private final byte[] echo;
  private final SortedMap<PartyIndex, byte[]> broadcasts;
  private final SortedMap<PartyIndex, OtExtensionReceiver> receivers;
  private final Inbox inbox;
  private final SortedMap<PartyIndex, PeerOpening> openings = new TreeMap<>();
  private final SortedMap<PartyIndex, Multiplication> multiplications = new TreeMap<>();
  private @Nullable FailedCheck failedCheck;
  private @Nullable AgreedView view;

  MultiplicationChecks(
      SigningTerms terms,
      byte[] echo,
      SortedMap<PartyIndex, byte[]> broadcasts,
      SortedMap<PartyIndex, OtExtensionReceiver> receivers,
      Inbox inbox) {
    this.terms = terms;
    this.echo = echo;
    this.broadcasts = broadcasts;
    this.receivers = receivers;
    this.inbox = inbox;
  }

  /// @param ownNoncePoints this party's R, 33 bytes each
  /// @param ownKeyPoints this party's pk, 33 bytes each
  void run(byte[] ownNoncePoints, byte[] ownKeyPoints) throws ProtocolAbort {
    compareEchoes();
    decode();
    openCommitments();
    multiply();
    checkGammas();
    checkKeySum(ownKeyPoints);
    view = new AgreedView(viewEcho(ownNoncePoints, ownKeyPoints), nonceSums(ownNoncePoints));
  }

  private void compareEchoes() throws ProtocolAbort {
    for (PartyIndex peer : terms.peers()) {
      byte[] payload = inbox.direct(2, peer);
      if (payload.length < echo.length) {
        throw Faults.encoding(peer, "round-2 message", inbox.directWire(2, peer));
      }
      if (!MessageDigest.isEqual(echo, Arrays.copyOf(payload, echo.length))) {
        List<byte[]> originals = new ArrayList<>();
        originals.add(inbox.directWire(2, peer));
        terms.peers().forEach(party -> originals.add(inbox.broadcastWire(1, party)));
        throw Faults.viewsDiffer(AbortCode.EQUIVOCATION_R1, peer, originals);
      }
    }
  }

  private void decode() throws ProtocolAbort {
    for (PartyIndex peer : terms.peers()) {
      try {
        openings.put(peer, PeerOpening.decode(terms, inbox.direct(2, peer)));
      } catch (EncodingException e) {
        throw Faults.encoding(peer, String.valueOf(e.getMessage()), inbox.directWire(2, peer));
      }
    }
  }

  private void openCommitments() throws ProtocolAbort {
    for (PartyIndex peer : terms.peers()) {
      PeerOpening opening = opening(peer);
      byte[] commitment = Arrays.copyOfRange(broadcast(peer), 32, 64);
      if (!Commitment.opens(
          commitment,
          terms.sid(),
          peer,
          NonceSecrets.LABEL,
          opening.encodedNoncePoints(),
          opening.salt())) {
        throw Faults.contradiction(
            AbortCode.COMMIT_OPEN,
            peer,
            "nonce points are not the committed ones",
            inbox.broadcastWire(1, peer),
            inbox.directWire(2, peer));
      }
    }
  }

  private void multiply() throws ProtocolAbort {
    @Nullable PartyIndex failed = null;
    try (RandomVoleReceiver vole = new RandomVoleReceiver()) {
      for (PartyIndex peer : terms.peers()) {
        Optional<Multiplication> done =
            Multiplication.run(vole, receiver(peer), opening(peer), terms.batch());
        if (done.isPresent()) {
          multiplications.put(peer, done.get());
        } else if (failed == null) {
          failed = peer;
        }
      }
    }
    if (failed != null) {
      throw burning(AbortCode.RVOLE_CHECK, failed, "inconsistent multiplication message");
    }
    for (Multiplication multiplication : multiplications.values()) {
      if (multiplication.hasZeroMultiplicand()) {
        throw Faults.unattributed(AbortCode.DEGENERATE, "zero multiplicand");
      }
    }
  }

  private void checkGammas() throws ProtocolAbort {
    for (int which = 0; which < 2; which++) {
      @Nullable PartyIndex failed = null;
      for (PartyIndex peer : terms.peers()) {
        if (!multiplication(peer).passesGammaCheck(which) && failed == null) {
          failed = peer;
        }
      }
      if (failed != null) {
        throw which == 0
            ? burning(AbortCode.GAMMA_U, failed, "multiplied something else than the nonce")
            : burning(AbortCode.GAMMA_V, failed, "multiplied something else than the key share");
      }
    }
  }

  private ProtocolAbort burning(AbortCode code, PartyIndex peer, String detail) {
    byte[] context1 =
        OtExtensionReceiver.context1(
            terms.sidBytes(),
            terms.self().value(),
            peer.value(),
            Arrays.copyOf(broadcast(terms.self()), 32));
    byte[] peerNonce = Arrays.copyOf(broadcast(peer), 32);
    failedCheck =
        new FailedMultiplicationCheck(
            code,
            peer,
            terms.layout(),
            context1,
            receiver(peer),
            peerNonce,
            opening(peer).detached());
    return Faults.burning(code, peer, detail);
  }

  /// Σ_j pk_j = X for every request.
  private void checkKeySum(byte[] ownKeyPoints) throws ProtocolAbort {
    for (int b = 0; b < terms.batch(); b++) {
      byte[][] points = new byte[terms.signers().size()][];
      int k = 0;
      points[k++] = Arrays.copyOfRange(ownKeyPoints, b * Curve.POINT, (b + 1) * Curve.POINT);
      for (PeerOpening opening : openings.values()) {
        points[k++] = opening.keyPoint(b);
      }
      Optional<byte[]> sum = Curve.combine(points);
      if (sum.isEmpty() || !Arrays.equals(sum.get(), terms.publicKey())) {
        throw Faults.unattributed(AbortCode.SUM_PK, "key shares do not add up to the key");
      }
    }
  }

  /// R = Σ_j R_j of every request, none the identity, with R.x mod q ≠ 0.
  private byte[][] nonceSums(byte[] ownNoncePoints) throws ProtocolAbort {
    byte[][] sums = new byte[terms.batch()][];
    for (int b = 0; b < terms.batch(); b++) {
      byte[][] points = new byte[terms.signers().size()][];
      int k = 0;
      points[k++] = Arrays.copyOfRange(ownNoncePoints, b * Curve.POINT, (b + 1) * Curve.POINT);
      for (PeerOpening opening : openings.values()) {
        points[k++] = opening.noncePoint(b);
      }
      sums[b] =
          Curve.combine(points)
              .orElseThrow(
                  () -> Faults.unattributed(AbortCode.DEGENERATE, "nonce point is the identity"));
      long[] x = new long[LIMBS];
      Scalars.reduce256(x, 0, sums[b], 1);
      if (Scalars.isZero(x, 0)) {
        throw Faults.unattributed(AbortCode.DEGENERATE, "zero r");
      }
    }
    return sums;
  }

  /// h2 = TH("ps-echo2", sid ‖ h1 ‖ for j: u16 j ‖ R_{j,0..B−1} ‖ pk_{j,0..B−1}).
  private byte[] viewEcho(byte[] ownNoncePoints, byte[] ownKeyPoints) {
    TaggedHash.Streaming hash = TaggedHash.start("ps-echo2").update(terms.sidBytes()).update(echo);
    for (PartyIndex party : terms.signers().indices()) {
      hash.u16(party.value());
      if (party.equals(terms.self())) {
        hash.update(ownNoncePoints).update(ownKeyPoints);
      } else {
        PeerOpening opening = opening(party);
        hash.update(opening.encodedNoncePoints()).update(opening.encodedKeyPoints());
      }
    }
    return hash.digest();
  }

  /// The view after a passed [#run].
  AgreedView view() {
    if (view == null) {
      throw new IllegalStateException("checks have not passed");
    }
    return view;
  }

  /// Adds this party's shares d of all peers.
  void addShares(ProductShares products) {
    multiplications.values().forEach(multiplication -> multiplication.addTo(products));
  }

  /// χ of every request, per peer. Secret copies.
  SortedMap<PartyIndex, long[]> multiplicands() {
    SortedMap<PartyIndex, long[]> chi = new TreeMap<>();
    multiplications.forEach(
        (peer, multiplication) -> chi.put(peer, multiplication.multiplicands()));
    return chi;
  }

  /// After an abort with a burn, what to repeat.
  Optional<FailedCheck> failedCheck() {
    return Optional.ofNullable(failedCheck);
  }

  private PeerOpening opening(PartyIndex peer) {
    return Lookup.of(openings, peer);
  }

  private Multiplication multiplication(PartyIndex peer) {
    return Lookup.of(multiplications, peer);
  }

  private OtExtensionReceiver receiver(PartyIndex peer) {
    return Lookup.of(receivers, peer);
  }

  private byte[] broadcast(PartyIndex party) {
    return Lookup.of(broadcasts, party);
  }

  @Override
  public void close() {
    multiplications.values().forEach(Multiplication::close);
  }
}
