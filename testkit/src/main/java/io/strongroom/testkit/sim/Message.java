package io.strongroom.testkit.sim;

import io.strongroom.threshold.IdentitySigner;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.wire.Envelope;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/// One message on its way: the wire bytes, the channel they arrive on and the party they reach.
/// Immutable.
public final class Message {

  private final Envelope envelope;
  private final PartyIndex channel;
  private final PartyIndex recipient;
  private final byte[] wire;
  private final boolean late;

  private Message(
      Envelope envelope, PartyIndex channel, PartyIndex recipient, byte[] wire, boolean late) {
    this.envelope = Objects.requireNonNull(envelope);
    this.channel = Objects.requireNonNull(channel);
    this.recipient = Objects.requireNonNull(recipient);
    this.wire = wire;
    this.late = late;
  }

  /// A message as its author sent it.
  public static Message of(PartyIndex author, PartyIndex recipient, byte[] wire) {
    Envelope envelope = Envelope.parse(wire, wire.length).orElseThrow();
    return new Message(envelope, author, recipient, wire, false);
  }

  /// What the author put into the envelope, before the network changed any byte.
  public Envelope envelope() {
    return envelope;
  }

  /// The author's payload, a copy.
  public byte[] payload() {
    return envelope.payload().clone();
  }

  /// 1-based round.
  public int round() {
    return envelope.round();
  }

  /// The author's index.
  public int from() {
    return envelope.from().value();
  }

  /// The index of the party that it reaches.
  public int to() {
    return recipient.value();
  }

  /// Whether it belongs to a broadcast.
  public boolean isBroadcast() {
    return envelope.isBroadcast();
  }

  /// The party that it reaches.
  public PartyIndex recipient() {
    return recipient;
  }

  /// The identity of the channel it arrives on.
  public PartyIndex channel() {
    return channel;
  }

  /// Envelope and signature; a copy.
  public byte[] wire() {
    return wire.clone();
  }

  /// Whether it waits until nothing else is in flight.
  public boolean isLate() {
    return late;
  }

  /// The author sends another payload instead, under its own signature.
  public Message resigned(byte[] payload, IdentitySigner author) {
    return sealed(
        new Envelope(
            envelope.protocol(),
            envelope.sid(),
            envelope.round(),
            envelope.from(),
            envelope.to(),
            payload),
        author);
  }

  /// The author signs another envelope, which reaches the same party.
  public Message sealed(Envelope other, IdentitySigner author) {
    return new Message(other, channel, recipient, other.sealed(author), late);
  }

  /// The network changes bytes; nobody signs them.
  public Message corrupted(byte[] other) {
    return new Message(envelope, channel, recipient, other.clone(), late);
  }

  /// The network hands it to somebody else.
  public Message readdressed(PartyIndex to) {
    return new Message(envelope, channel, to, wire, late);
  }

  /// It arrives on another party's channel.
  public Message onChannel(PartyIndex other) {
    return new Message(envelope, other, recipient, wire, late);
  }

  /// It waits until nothing else is in flight.
  public Message delayed() {
    return new Message(envelope, channel, recipient, wire, true);
  }

  /// The payload as it arrives, if the wire still is an envelope.
  public Optional<byte[]> arrivingPayload() {
    return Envelope.parse(wire, wire.length).map(arriving -> arriving.payload().clone());
  }

  /// Whether the bytes are those of the other message.
  public boolean sameWire(Message other) {
    return Arrays.equals(wire, other.wire);
  }

  @Override
  public String toString() {
    return "round "
        + round()
        + (isBroadcast() ? " broadcast " : " direct ")
        + from()
        + "→"
        + to()
        + ", "
        + wire.length
        + " bytes";
  }
}
