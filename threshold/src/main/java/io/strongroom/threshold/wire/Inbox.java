package io.strongroom.threshold.wire;

import io.strongroom.threshold.IdentityVerifier;
import io.strongroom.threshold.Party;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.PartySet;
import io.strongroom.threshold.Protocol;
import io.strongroom.threshold.SessionId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The messages that one party has received in one session (`docs/protocol.md` 3.3).
///
/// Holds at most one broadcast and one direct message per round and sender, so memory is bounded by
/// the [Slots] of the session. Not thread-safe.
public final class Inbox implements AutoCloseable {

  /// Which messages a session knows.
  @FunctionalInterface
  public interface Slots {

    /// The largest payload that this slot accepts; negative if the session has no such message.
    int maxPayload(int round, PartyIndex from, boolean broadcast);
  }

  /// What became of a delivered message.
  public sealed interface Delivery {

    /// Not for this session, not authentic, or of an unknown slot: ignored, nobody is blamed.
    record Dropped(String reason) implements Delivery {}

    /// The same envelope was there before.
    record Repeated() implements Delivery {}

    /// Kept; its round may be a later one.
    record Kept(int round, PartyIndex from, boolean broadcast) implements Delivery {}

    /// The author signed another payload for the same slot before. The envelopes are in `wires()`.
    final class Equivocation implements Delivery {
      private final PartyIndex from;
      private final byte[] first;
      private final byte[] second;

      Equivocation(PartyIndex from, byte[] first, byte[] second) {
        this.from = from;
        this.first = first;
        this.second = second;
      }

      /// The author of both.
      public PartyIndex from() {
        return from;
      }

      /// The two signed envelopes, which together convict the author.
      public List<byte[]> wires() {
        return List.of(first.clone(), second.clone());
      }
    }
  }

  private record Slot(int round, PartyIndex from, boolean broadcast) {}

  private final Protocol protocol;
  private final SessionId sid;
  private final PartyIndex self;
  private final PartySet members;
  private final IdentityVerifier verifier;
  private final Slots slots;
  private final Map<Slot, byte[]> wires = new HashMap<>();
  private final Map<Slot, byte[]> payloads = new HashMap<>();

  /// An empty inbox.
  ///
  /// @param members everyone who takes part, this party included
  public Inbox(
      Protocol protocol,
      SessionId sid,
      PartyIndex self,
      PartySet members,
      IdentityVerifier verifier,
      Slots slots) {
    this.protocol = protocol;
    this.sid = sid;
    this.self = self;
    this.members = members;
    this.verifier = verifier;
    this.slots = slots;
  }

  /// Applies the rules for drops, duplicates and equivocation to one delivered message.
  ///
  /// @param channel the party that the transport authenticated
  /// @param wire envelope and signature; copied
  public Delivery deliver(PartyIndex channel, byte[] wire) {
    Optional<Party> author = members.find(channel);
    if (author.isEmpty() || channel.equals(self)) {
      return new Delivery.Dropped("channel is no peer of this session");
    }
    Optional<Envelope> parsed = Envelope.parse(wire, wire.length);
    if (parsed.isEmpty()) {
      return new Delivery.Dropped("no envelope");
    }
    Envelope envelope = parsed.get();
    if (envelope.protocol() != protocol || !envelope.sid().equals(sid)) {
      return new Delivery.Dropped("another session");
    }
    if (!envelope.from().equals(channel)) {
      return new Delivery.Dropped("sender is not the channel's identity");
    }
    if (envelope.to().isPresent() && !envelope.to().get().equals(self)) {
      return new Delivery.Dropped("wrong recipient");
    }
    Slot slot = new Slot(envelope.round(), channel, envelope.isBroadcast());
    if (envelope.payload().length > slots.maxPayload(slot.round, slot.from, slot.broadcast)) {
      return new Delivery.Dropped("unknown slot or oversized payload");
    }
    byte[] known = wires.get(slot);
    if (known != null && Envelope.sameEnvelope(known, wire)) {
      return new Delivery.Repeated();
    }
    if (!Envelope.isSignedBy(wire, author.get(), verifier)) {
      return new Delivery.Dropped("signature");
    }
    if (known != null) {
      return new Delivery.Equivocation(channel, known, wire.clone());
    }
    wires.put(slot, wire.clone());
    payloads.put(slot, envelope.payload());
    return new Delivery.Kept(slot.round, slot.from, slot.broadcast);
  }

  /// Records this party's own broadcast payload, which echo hashes include. Not copied.
  public void recordOwnBroadcast(int round, byte[] payload) {
    payloads.put(new Slot(round, self, true), payload);
  }

  /// Whether the broadcast of that party and round is there.
  public boolean hasBroadcast(int round, PartyIndex from) {
    return payloads.containsKey(new Slot(round, from, true));
  }

  /// Whether the direct message of that party and round is there.
  public boolean hasDirect(int round, PartyIndex from) {
    return payloads.containsKey(new Slot(round, from, false));
  }

  /// The broadcast payload of that party and round, not a copy.
  ///
  /// @throws IllegalStateException if it has not arrived
  public byte[] broadcast(int round, PartyIndex from) {
    return payload(new Slot(round, from, true));
  }

  /// The direct payload of that party and round, not a copy.
  ///
  /// @throws IllegalStateException if it has not arrived
  public byte[] direct(int round, PartyIndex from) {
    return payload(new Slot(round, from, false));
  }

  /// The signed broadcast envelope of a peer, for evidence.
  public byte[] broadcastWire(int round, PartyIndex from) {
    return wire(new Slot(round, from, true));
  }

  /// The signed direct envelope of a peer, for evidence.
  public byte[] directWire(int round, PartyIndex from) {
    return wire(new Slot(round, from, false));
  }

  /// Overwrites and forgets everything.
  @Override
  public void close() {
    wires.values().forEach(wire -> Arrays.fill(wire, (byte) 0));
    payloads.values().forEach(payload -> Arrays.fill(payload, (byte) 0));
    wires.clear();
    payloads.clear();
  }

  private byte[] payload(Slot slot) {
    byte[] payload = payloads.get(slot);
    if (payload == null) {
      throw new IllegalStateException("not received: " + slot);
    }
    return payload;
  }

  private byte[] wire(Slot slot) {
    byte[] wire = wires.get(slot);
    if (wire == null) {
      throw new IllegalStateException("not received: " + slot);
    }
    return wire.clone();
  }
}
