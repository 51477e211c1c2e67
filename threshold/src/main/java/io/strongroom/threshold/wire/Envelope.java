package io.strongroom.threshold.wire;

import io.strongroom.threshold.IdentitySigner;
import io.strongroom.threshold.IdentityVerifier;
import io.strongroom.threshold.Party;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.Protocol;
import io.strongroom.threshold.SessionId;
import io.strongroom.threshold.hash.TaggedHash;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/// One message of one party in one round (`docs/protocol.md` 3.3).
///
/// `env = u8(1) ‖ LP(proto) ‖ sid ‖ u8(round) ‖ u16(from) ‖ u16(to) ‖ LP(payload)`, to = 0 for a
/// broadcast. On the wire: `env ‖ sig`, a 64-byte Ed25519 signature over TH("msg", env).
public final class Envelope {

  /// Bytes of the signature at the end.
  public static final int SIGNATURE = 64;

  /// Wire bytes beyond payload and protocol name.
  public static final int OVERHEAD = 1 + 4 + SessionId.BYTES + 1 + 2 + 2 + 4 + SIGNATURE;

  private static final int VERSION = 1;
  private static final int MAX_NAME = 16;

  private final Protocol protocol;
  private final SessionId sid;
  private final int round;
  private final PartyIndex from;
  private final Optional<PartyIndex> to;
  private final byte[] payload;

  /// A message to be sealed.
  ///
  /// @param round 1..255
  /// @param to the recipient; empty for a broadcast
  /// @param payload not copied
  public Envelope(
      Protocol protocol,
      SessionId sid,
      int round,
      PartyIndex from,
      Optional<PartyIndex> to,
      byte[] payload) {
    this.protocol = Objects.requireNonNull(protocol);
    this.sid = Objects.requireNonNull(sid);
    this.round = round;
    this.from = Objects.requireNonNull(from);
    this.to = Objects.requireNonNull(to);
    this.payload = payload;
  }

  /// Reads `env ‖ sig` without verifying the signature.
  ///
  /// @return empty if the bytes are no envelope of this version with a known protocol and a payload
  ///   of at most `maxPayload` bytes
  public static Optional<Envelope> parse(byte[] wire, int maxPayload) {
    try {
      Reader in = new Reader(wire);
      if (in.u8() != VERSION) {
        return Optional.empty();
      }
      Optional<Protocol> protocol = Protocol.of(in.lp(MAX_NAME));
      SessionId sid = SessionId.of(in.bytes(SessionId.BYTES));
      int round = in.u8();
      int from = in.u16();
      int to = in.u16();
      byte[] payload = in.lp(maxPayload);
      in.skip(SIGNATURE);
      in.end();
      if (protocol.isEmpty() || round == 0 || from == 0) {
        return Optional.empty();
      }
      Optional<PartyIndex> recipient = to == 0 ? Optional.empty() : Optional.of(new PartyIndex(to));
      return Optional.of(
          new Envelope(protocol.get(), sid, round, new PartyIndex(from), recipient, payload));
    } catch (EncodingException e) {
      return Optional.empty();
    }
  }

  /// Whether the 64 bytes at the end of `wire` are the author's signature over the rest.
  public static boolean isSignedBy(byte[] wire, Party author, IdentityVerifier verifier) {
    if (wire.length < SIGNATURE) {
      return false;
    }
    int length = wire.length - SIGNATURE;
    byte[] message = TaggedHash.start("msg").update(wire, 0, length).digest();
    return verifier.verify(
        author.identityPublicKey(), message, Arrays.copyOfRange(wire, length, wire.length));
  }

  /// Whether two wire forms carry the same envelope; the signatures may differ.
  public static boolean sameEnvelope(byte[] wire, byte[] other) {
    return wire.length == other.length
        && Arrays.equals(wire, 0, wire.length - SIGNATURE, other, 0, other.length - SIGNATURE);
  }

  /// The envelope's bytes, without signature.
  public byte[] encoded() {
    Writer out = new Writer(encodedLength());
    write(out);
    return out.finish();
  }

  /// TH("msg", env), the 32 bytes that are signed.
  public byte[] signedMessage() {
    byte[] encoded = encoded();
    byte[] message = TaggedHash.th("msg", encoded);
    // The payload may be secret; no second copy of it stays behind.
    Arrays.fill(encoded, (byte) 0);
    return message;
  }

  /// `env ‖ sig`.
  public byte[] sealed(IdentitySigner signer) {
    byte[] signature = signer.sign(signedMessage());
    if (signature.length != SIGNATURE) {
      throw new IllegalStateException("the signer returned " + signature.length + " bytes");
    }
    Writer out = new Writer(encodedLength() + SIGNATURE);
    write(out);
    return out.bytes(signature).finish();
  }

  /// The protocol named inside.
  public Protocol protocol() {
    return protocol;
  }

  /// The session.
  public SessionId sid() {
    return sid;
  }

  /// 1..255.
  public int round() {
    return round;
  }

  /// The author.
  public PartyIndex from() {
    return from;
  }

  /// The recipient; empty for a broadcast.
  public Optional<PartyIndex> to() {
    return to;
  }

  /// Whether the same bytes go to everyone.
  public boolean isBroadcast() {
    return to.isEmpty();
  }

  /// The payload itself, not a copy.
  public byte[] payload() {
    return payload;
  }

  private int encodedLength() {
    return OVERHEAD - SIGNATURE + protocol.wireName().length() + payload.length;
  }

  private void write(Writer out) {
    out.u8(VERSION).lp(protocol.wireBytes()).bytes(sid.bytes()).u8(round).u16(from.value());
    out.u16(to.map(PartyIndex::value).orElse(0)).lp(payload);
  }
}
