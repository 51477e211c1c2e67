package io.strongroom.threshold.dkg;

import io.strongroom.threshold.Commitment;
import io.strongroom.threshold.KeyGeneration;
import io.strongroom.threshold.Outbound;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.PendingKey;
import io.strongroom.threshold.Progress;
import io.strongroom.threshold.Pump;
import io.strongroom.threshold.SessionId;
import io.strongroom.threshold.TestIdentities;
import io.strongroom.threshold.TestKeys;
import io.strongroom.threshold.hash.TaggedHash;
import io.strongroom.threshold.wire.Envelope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// A run in which party 2 deviates: its messages are rewritten on their way and signed again.
final class Cheater {

  static final PartyIndex CHEATER = new PartyIndex(2);

  /// Changes a payload; null-free: return it unchanged to leave it alone.
  @FunctionalInterface
  interface Tamper {
    byte[] apply(Envelope envelope, PartyIndex to);
  }

  private final TestIdentities ids;
  private final long seed;
  private final SortedMap<PartyIndex, byte[]> round1 = new TreeMap<>();
  private Tamper tamper = (envelope, to) -> envelope.payload();
  private UnaryOperator<byte[]> dealing = d -> d;
  private boolean dealsAnew;

  Cheater(int parties, long seed) {
    this.ids = TestIdentities.count(parties);
    this.seed = seed;
  }

  /// Rewrites single payloads.
  Cheater tampering(Tamper function) {
    tamper = function;
    return this;
  }

  /// Commits to and opens another D_i, consistently.
  Cheater dealing(UnaryOperator<byte[]> function) {
    dealing = function;
    dealsAnew = true;
    return this;
  }

  TestIdentities identities() {
    return ids;
  }

  /// Runs until nothing is left to deliver.
  SortedMap<PartyIndex, Progress<PendingKey>> run() {
    SortedMap<PartyIndex, KeyGeneration> sessions = TestKeys.sessions(2, ids, seed);
    byte[] opening = dealsAnew ? honestOpening() : new byte[0];
    SessionId sid = sessions.firstEntry().getValue().sid();
    return new Pump<PendingKey>(sessions, seed)
        .rewriting((from, outbound) -> rewrite(from, outbound, sid, opening))
        .run();
  }

  private List<Outbound> rewrite(
      PartyIndex from, Outbound outbound, SessionId sid, byte[] opening) {
    Envelope envelope = Envelope.parse(outbound.wire(), 16_384).orElseThrow();
    byte[] payload = envelope.payload();
    if (from.equals(CHEATER)) {
      payload = dealsAnew ? redeal(envelope, sid, opening) : payload;
      payload = tamper.apply(with(envelope, payload), outbound.to());
    }
    if (envelope.round() == 1 && envelope.isBroadcast()) {
      round1.put(from, payload);
    }
    if (Arrays.equals(payload, envelope.payload())) {
      return List.of(outbound);
    }
    return List.of(new Outbound(outbound.to(), with(envelope, payload).sealed(ids.signer(from))));
  }

  private byte[] redeal(Envelope envelope, SessionId sid, byte[] opening) {
    byte[] payload = envelope.payload().clone();
    byte[] salt = Arrays.copyOfRange(opening, 32, 64);
    byte[] changed = dealing.apply(Arrays.copyOfRange(opening, 64, opening.length));
    if (envelope.round() == 1 && envelope.isBroadcast()) {
      byte[] commitment = Commitment.commit(sid, CHEATER, Dealing.LABEL, changed, salt);
      System.arraycopy(commitment, 0, payload, 32, 32);
    } else if (envelope.round() == 2) {
      TaggedHash.Streaming echo = TaggedHash.start("echo1").update(sid.bytes());
      round1.forEach((j, broadcast) -> echo.u16(j.value()).lp(broadcast));
      byte[] h1 = echo.digest();
      if (envelope.isBroadcast()) {
        payload = Arrays.copyOf(payload, 64 + changed.length);
        System.arraycopy(changed, 0, payload, 64, changed.length);
      }
      System.arraycopy(h1, 0, payload, 0, 32);
    }
    return payload;
  }

  /// The cheater's own round-2 broadcast in an honest run; salt and dealing do not depend on the
  /// peers.
  private byte[] honestOpening() {
    List<byte[]> found = new ArrayList<>();
    new Pump<PendingKey>(TestKeys.sessions(2, ids, seed), seed)
        .rewriting((from, outbound) -> {
          Envelope envelope = Envelope.parse(outbound.wire(), 16_384).orElseThrow();
          if (from.equals(CHEATER) && envelope.round() == 2 && envelope.isBroadcast()) {
            found.add(envelope.payload());
          }
          return envelope.round() == 1 ? List.of(outbound) : List.of();
        })
        .run();
    return Objects.requireNonNull(found.getFirst());
  }

  private static Envelope with(Envelope envelope, byte[] payload) {
    return new Envelope(
        envelope.protocol(),
        envelope.sid(),
        envelope.round(),
        envelope.from(),
        envelope.to(),
        payload);
  }
}
