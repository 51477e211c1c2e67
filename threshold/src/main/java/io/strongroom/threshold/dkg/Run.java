package io.strongroom.threshold.dkg;

import io.strongroom.threshold.Abort;
import io.strongroom.threshold.AbortCode;
import io.strongroom.threshold.Draws;
import io.strongroom.threshold.Emission;
import io.strongroom.threshold.IdentitySigner;
import io.strongroom.threshold.IdentityVerifier;
import io.strongroom.threshold.Outbound;
import io.strongroom.threshold.Party;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.PartySet;
import io.strongroom.threshold.Response;
import io.strongroom.threshold.SessionId;
import io.strongroom.threshold.SidPreimage;
import io.strongroom.threshold.hash.TaggedHash;
import io.strongroom.threshold.wire.Envelope;
import io.strongroom.threshold.wire.Inbox;
import io.strongroom.threshold.wire.ProtocolAbort;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/// What all rounds of one party's run share: who takes part, what arrived, and how to send.
public final class Run implements AutoCloseable {

  /// The largest payload of a key-generation message.
  public static final int MAX_PAYLOAD = 16_384;

  /// The round of the confirmations, which are collected after this session.
  public static final int CONFIRMATION_ROUND = 4;

  private final SidPreimage preimage;
  private final SessionId sid;
  private final PartySet dealers;
  private final PartySet holders;
  private final PartySet all;
  private final PartyIndex self;
  private final IdentitySigner signer;
  private final IdentityVerifier verifier;
  private final Draws draws;
  private final Inbox inbox;

  /// Checks nothing: [io.strongroom.threshold.KeyGeneration] has.
  public Run(
      SidPreimage preimage,
      PartySet dealers,
      PartySet holders,
      PartyIndex self,
      IdentitySigner signer,
      IdentityVerifier verifier,
      Draws draws) {
    this.preimage = preimage;
    this.sid = preimage.sid();
    this.dealers = dealers;
    this.holders = holders;
    this.all = dealers.union(holders);
    this.self = self;
    this.signer = signer;
    this.verifier = verifier;
    this.draws = draws;
    this.inbox = new Inbox(preimage.protocol(), sid, self, all, verifier, this::maxPayload);
  }

  /// The session.
  public SessionId sid() {
    return sid;
  }

  /// D ∪ H.
  public PartySet all() {
    return all;
  }

  /// The received messages.
  public Inbox inbox() {
    return inbox;
  }

  SidPreimage preimage() {
    return preimage;
  }

  PartyIndex self() {
    return self;
  }

  PartySet holders() {
    return holders;
  }

  IdentityVerifier verifier() {
    return verifier;
  }

  Draws draws() {
    return draws;
  }

  int threshold() {
    return preimage.threshold();
  }

  boolean isDealer(PartyIndex party) {
    return dealers.contains(party);
  }

  boolean isHolder(PartyIndex party) {
    return holders.contains(party);
  }

  /// Everyone, ascending.
  List<PartyIndex> everyone() {
    return all.ascending().stream().map(Party::index).toList();
  }

  /// Everyone but this party, ascending.
  List<PartyIndex> peers() {
    return everyone().stream().filter(j -> !j.equals(self)).toList();
  }

  /// All dealers, ascending.
  List<PartyIndex> dealing() {
    return dealers.ascending().stream().map(Party::index).toList();
  }

  /// The other holders, ascending.
  List<PartyIndex> otherHolders() {
    return holders.ascending().stream().map(Party::index).filter(j -> !j.equals(self)).toList();
  }

  /// Whether that peer sends this party a direct message in that round.
  boolean expectsDirect(int round, PartyIndex from) {
    return switch (round) {
      case 1, 3 -> isHolder(from) && isHolder(self);
      case 2 -> isHolder(self) && (isHolder(from) || isDealer(from));
      default -> false;
    };
  }

  /// Whether every message of the round is there.
  boolean complete(int round) {
    return peers().stream()
        .allMatch(j ->
            inbox.hasBroadcast(round, j)
                && (!expectsDirect(round, j) || inbox.hasDirect(round, j)));
  }

  /// Seals the messages of one round. The direct payloads, which hold shares and seeds, are wiped:
  /// from here on they exist in their envelopes alone.
  Emission emission(int round, byte[] broadcast, SortedMap<PartyIndex, byte[]> direct) {
    inbox.recordOwnBroadcast(round, broadcast);
    byte[] sealed = sealed(round, Optional.empty(), broadcast);
    List<Outbound> out = new ArrayList<>();
    for (PartyIndex peer : peers()) {
      out.add(new Outbound(peer, sealed));
      byte[] payload = direct.get(peer);
      if (payload != null) {
        out.add(new Outbound(peer, sealed(round, Optional.of(peer), payload)));
        Arrays.fill(payload, (byte) 0);
      }
    }
    return new Emission(round, false, out);
  }

  /// Hashes `u16(j) ‖ LP(value)` over everyone after a prefix.
  byte[] echo(String tag, byte[] prefix, SortedMap<PartyIndex, byte[]> values) {
    TaggedHash.Streaming out = TaggedHash.start(tag).update(prefix);
    values.forEach((j, value) -> out.u16(j.value()).lp(value));
    return out.digest();
  }

  ProtocolAbort encoding(PartyIndex from, String detail, byte[] wire) {
    return provable(AbortCode.ENCODING, from, detail, wire);
  }

  ProtocolAbort provable(AbortCode code, PartyIndex from, String detail, byte[]... wires) {
    return new ProtocolAbort(
        Abort.provable(code, from, "party " + from + ": " + detail, List.of(wires)));
  }

  /// An echo hash that differs from this party's: who is at fault shows when the signed originals
  /// are exchanged, so they go into the evidence.
  ProtocolAbort echoMismatch(AbortCode code, PartyIndex from, int round) {
    List<byte[]> originals = new ArrayList<>();
    peers().forEach(j -> originals.add(inbox.broadcastWire(round - 1, j)));
    originals.add(inbox.broadcastWire(round, from));
    return new ProtocolAbort(
        new Abort(
            code,
            Set.of(),
            Optional.empty(),
            Response.NEW_SESSION,
            "party " + from + " saw other round " + (round - 1) + " broadcasts",
            originals));
  }

  /// A peer's signed direct message as evidence. It may hold a share of this run, which is dead
  /// once evidence is collected: its polynomial was fresh and its epoch can no longer become
  /// active.
  byte[] directWire(int round, PartyIndex from) {
    return inbox.directWire(round, from);
  }

  @Override
  public void close() {
    inbox.close();
    draws.close();
  }

  private byte[] sealed(int round, Optional<PartyIndex> to, byte[] payload) {
    return new Envelope(preimage.protocol(), sid, round, self, to, payload).sealed(signer);
  }

  private int maxPayload(int round, PartyIndex from, boolean broadcast) {
    boolean known =
        broadcast
            ? round < CONFIRMATION_ROUND || (round == CONFIRMATION_ROUND && isHolder(from))
            : expectsDirect(round, from);
    return known ? MAX_PAYLOAD : -1;
  }
}
