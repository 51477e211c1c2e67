package io.strongroom.threshold.sign;

import io.strongroom.threshold.AbortCode;
import io.strongroom.threshold.Commitment;
import io.strongroom.threshold.Draws;
import io.strongroom.threshold.PairSetup;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.hash.TaggedHash;
import io.strongroom.threshold.ot.OtExtensionReceiver;
import io.strongroom.threshold.ot.OtExtensionSender;
import io.strongroom.threshold.wire.Inbox;
import io.strongroom.threshold.wire.ProtocolAbort;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Round 1: commitment to the nonce points, and the OT-extension message to every peer.
///
/// Secret. Source: `docs/protocol.md`, sections 11.2 and 11.3 (checks).
public final class CommitRound implements SigningRound {

  private final SigningTerms terms;
  private final SigningKey key;
  private final Draws draws;
  private final NonceSecrets nonces;
  private final byte[] freshness;
  private final byte[] broadcast;
  private final SortedMap<PartyIndex, OtExtensionReceiver> receivers = new TreeMap<>();
  private @Nullable FailedCheck failedCheck;
  private boolean spent;
  private boolean handedOver;

  private CommitRound(
      SigningTerms terms,
      SigningKey key,
      Draws draws,
      NonceSecrets nonces,
      byte[] freshness,
      byte[] broadcast) {
    this.terms = terms;
    this.key = key;
    this.draws = draws;
    this.nonces = nonces;
    this.freshness = freshness;
    this.broadcast = broadcast;
  }

  /// Draws r, φ (three signers or more), the salt, ν and one choice vector per peer, in this order.
  ///
  /// @param draws the session's randomness; stays the caller's
  public static CommitRound begin(SigningTerms terms, SigningKey key, Draws draws) {
    NonceSecrets nonces = NonceSecrets.draw(terms, draws);
    byte[] freshness = draws.bytes(32);
    byte[] commitment =
        Commitment.commit(
            terms.sid(), terms.self(), NonceSecrets.LABEL, nonces.encodedPoints(), nonces.salt());
    byte[] broadcast = Arrays.copyOf(freshness, SigningTerms.COMMITMENT_BYTES);
    System.arraycopy(commitment, 0, broadcast, 32, commitment.length);
    CommitRound round = new CommitRound(terms, key, draws, nonces, freshness, broadcast);
    try {
      for (PartyIndex peer : terms.peers()) {
        round.receivers.put(peer, round.extend(peer));
      }
    } catch (RuntimeException e) {
      // The set-up was erased meanwhile: the caller gets no round that it could close.
      round.close();
      throw e;
    }
    return round;
  }

  private OtExtensionReceiver extend(PartyIndex peer) {
    byte[] choices = draws.bytes(terms.layout().rowBytes());
    byte[] leaves = key.pair(peer).builtLeaves();
    try {
      return OtExtensionReceiver.extend(
          terms.layout(), leaves, context1(terms.self(), peer, freshness), choices);
    } finally {
      Arrays.fill(choices, (byte) 0);
      Arrays.fill(leaves, (byte) 0);
    }
  }

  @Override
  public int number() {
    return 1;
  }

  @Override
  public Messages messages() {
    byte[] prefix = prefix(broadcast);
    SortedMap<PartyIndex, byte[]> direct = new TreeMap<>();
    receivers.forEach((peer, receiver) -> {
      byte[] message = receiver.message();
      byte[] payload = Arrays.copyOf(prefix, prefix.length + message.length);
      System.arraycopy(message, 0, payload, prefix.length, message.length);
      direct.put(peer, payload);
    });
    return new Messages(Optional.of(broadcast.clone()), direct, false);
  }

  @Override
  public boolean isComplete(Inbox inbox) {
    return terms.peers().stream()
        .allMatch(peer -> inbox.hasBroadcast(1, peer) && inbox.hasDirect(1, peer));
  }

  @Override
  public Transition step(Inbox inbox) throws ProtocolAbort {
    if (spent) {
      throw new IllegalStateException("round 1 is spent");
    }
    spent = true;
    checkLengths(inbox);
    checkPrefixes(inbox);
    SortedMap<PartyIndex, OtExtensionSender> senders = new TreeMap<>();
    try {
      checkExtensions(inbox, senders);
      SortedMap<PartyIndex, byte[]> broadcasts = new TreeMap<>();
      terms.peers().forEach(peer -> broadcasts.put(peer, inbox.broadcast(1, peer)));
      broadcasts.put(terms.self(), broadcast);
      receivers.forEach(
          (peer, receiver) -> receiver.bind(Arrays.copyOf(inbox.broadcast(1, peer), 32)));
      MultiplyRound next =
          MultiplyRound.begin(terms, key, draws, nonces, broadcasts, receivers, senders);
      handedOver = true;
      return new Transition.Next(next);
    } finally {
      senders.values().forEach(OtExtensionSender::close);
    }
  }

  private void checkLengths(Inbox inbox) throws ProtocolAbort {
    for (PartyIndex peer : terms.peers()) {
      if (inbox.broadcast(1, peer).length != SigningTerms.COMMITMENT_BYTES) {
        throw Faults.encoding(peer, "commitment", inbox.broadcastWire(1, peer));
      }
      if (inbox.direct(1, peer).length != terms.extensionMessageBytes()) {
        throw Faults.encoding(peer, "extension message", inbox.directWire(1, peer));
      }
    }
  }

  /// A direct message that was made for another broadcast convicts its sender and must not reach
  /// the COT check.
  private void checkPrefixes(Inbox inbox) throws ProtocolAbort {
    for (PartyIndex peer : terms.peers()) {
      byte[] expected = prefix(inbox.broadcast(1, peer));
      if (!MessageDigest.isEqual(expected, Arrays.copyOf(inbox.direct(1, peer), expected.length))) {
        throw Faults.contradiction(
            AbortCode.EQUIVOCATION_R1,
            peer,
            "direct message belongs to another broadcast",
            inbox.broadcastWire(1, peer),
            inbox.directWire(1, peer));
      }
    }
  }

  private void checkExtensions(Inbox inbox, SortedMap<PartyIndex, OtExtensionSender> senders)
      throws ProtocolAbort {
    for (PartyIndex peer : terms.peers()) {
      PairSetup pair = key.pair(peer);
      byte[] context1 = context1(peer, terms.self(), inbox.broadcast(1, peer));
      senders.put(
          peer,
          FailedExtensionCheck.extend(terms.layout(), pair, context1, inbox.direct(1, peer), 32));
    }
    for (PartyIndex peer : terms.peers()) {
      OtExtensionSender sender = Lookup.of(senders, peer);
      if (!sender.consistent()) {
        byte[] context1 = context1(peer, terms.self(), inbox.broadcast(1, peer));
        failedCheck =
            new FailedExtensionCheck(peer, terms.layout(), context1, inbox.direct(1, peer), 32);
        throw Faults.burning(AbortCode.COT_CHECK, peer, "inconsistent extension message");
      }
      sender.bind(freshness);
    }
  }

  private byte[] context1(PartyIndex receiver, PartyIndex sender, byte[] receiverBroadcast) {
    return OtExtensionReceiver.context1(
        terms.sidBytes(), receiver.value(), sender.value(), Arrays.copyOf(receiverBroadcast, 32));
  }

  /// The extension towards a peer, in which this party chooses. Secret; stays the round's.
  OtExtensionReceiver receiver(PartyIndex peer) {
    return Lookup.of(receivers, peer);
  }

  /// TH("ps-r1", ν ‖ C), which ties the direct message to the broadcast.
  public static byte[] prefix(byte[] broadcast) {
    return TaggedHash.th("ps-r1", broadcast);
  }

  @Override
  public Optional<FailedCheck> failedCheck() {
    return Optional.ofNullable(failedCheck);
  }

  @Override
  public void close() {
    spent = true;
    if (!handedOver) {
      nonces.close();
      receivers.values().forEach(OtExtensionReceiver::close);
    }
  }
}
