package io.strongroom.testkit.sim;

import io.strongroom.threshold.Commitment;
import io.strongroom.threshold.IdentitySigner;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.PendingKey;
import io.strongroom.threshold.SessionId;
import io.strongroom.threshold.hash.TaggedHash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// A dealer that commits to and opens another dealing D than the protocol makes, consistently: its
/// commitment opens and its echo hash is the one that the others expect.
///
/// It knows its own draws from a rehearsal of the same ceremony.
public final class DeviantDealer implements Rule {

  private static final byte[] LABEL = "vss".getBytes(StandardCharsets.US_ASCII);
  private static final int HASH = 32;

  private final int party;
  private final IdentitySigner signer;
  private final byte[] commitment;
  private final byte[] echo1;
  private final byte[] opening;

  private DeviantDealer(
      int party, IdentitySigner signer, byte[] commitment, byte[] echo1, byte[] opening) {
    this.party = party;
    this.signer = signer;
    this.commitment = commitment;
    this.echo1 = echo1;
    this.opening = opening;
  }

  /// The dealing of a party in this ceremony: `A ‖ proof ‖ κ`.
  public static byte[] dealing(Ceremony ceremony, int party) {
    byte[] payload = new Rehearsal(ceremony).opening(party);
    return Arrays.copyOfRange(payload, 2 * HASH, payload.length);
  }

  /// The rule that makes a party's dealing another one.
  ///
  /// @param change from the honest dealing to the deviant one
  public static DeviantDealer of(Ceremony ceremony, int party, UnaryOperator<byte[]> change) {
    Rehearsal rehearsal = new Rehearsal(ceremony);
    byte[] payload = rehearsal.opening(party);
    byte[] salt = Arrays.copyOfRange(payload, HASH, 2 * HASH);
    byte[] dealing = change.apply(Arrays.copyOfRange(payload, 2 * HASH, payload.length));
    PartyIndex self = new PartyIndex(party);
    byte[] opened = Commitment.commit(rehearsal.sid, self, LABEL, dealing, salt);
    byte[] broadcast = Objects.requireNonNull(rehearsal.commitments.get(self));
    byte[] commitment = concat(Arrays.copyOf(broadcast, HASH), opened);
    rehearsal.commitments.put(self, commitment);
    byte[] echo1 = rehearsal.echo1();
    return new DeviantDealer(
        party, ceremony.identities().signer(self), commitment, echo1, concat(echo1, salt, dealing));
  }

  @Override
  public List<Message> apply(Message message) {
    if (message.from() != party || message.round() > 2) {
      return List.of(message);
    }
    if (message.round() == 1) {
      return List.of(message.isBroadcast() ? message.resigned(commitment, signer) : message);
    }
    if (message.isBroadcast()) {
      return List.of(message.resigned(opening, signer));
    }
    byte[] payload = message.payload();
    System.arraycopy(echo1, 0, payload, 0, HASH);
    return List.of(message.resigned(payload, signer));
  }

  private static byte[] concat(byte[]... parts) {
    byte[] out = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, out, at, part.length);
      at += part.length;
    }
    return out;
  }

  /// The first two rounds of the ceremony, run honestly.
  private static final class Rehearsal {

    final SessionId sid;
    final SortedMap<PartyIndex, byte[]> commitments = new TreeMap<>();
    final SortedMap<PartyIndex, byte[]> openings = new TreeMap<>();

    Rehearsal(Ceremony ceremony) {
      Network<PendingKey> network = ceremony.network(0).runBefore(2);
      sid = network.session(network.parties().first()).sid();
      for (Message message : network.sent()) {
        if (message.isBroadcast()) {
          (message.round() == 1 ? commitments : openings)
              .put(message.envelope().from(), message.payload());
        }
      }
      network.close();
    }

    byte[] opening(int party) {
      return Objects.requireNonNull(openings.get(new PartyIndex(party)));
    }

    byte[] echo1() {
      TaggedHash.Streaming hash = TaggedHash.start("echo1").update(sid.bytes());
      commitments.forEach((party, payload) -> hash.u16(party.value()).lp(payload));
      return hash.digest();
    }
  }
}
