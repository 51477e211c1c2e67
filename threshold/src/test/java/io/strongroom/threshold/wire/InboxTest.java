package io.strongroom.threshold.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.Protocol;
import io.strongroom.threshold.SessionId;
import io.strongroom.threshold.TestIdentities;
import io.strongroom.threshold.wire.Inbox.Delivery;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class InboxTest {

  private static final PartyIndex SELF = new PartyIndex(1);
  private static final PartyIndex PEER = new PartyIndex(2);
  private static final PartyIndex THIRD = new PartyIndex(3);
  private static final SessionId SID = SessionId.of(new byte[32]);

  private final TestIdentities ids = TestIdentities.count(3);
  private final Inbox inbox =
      new Inbox(
          Protocol.DKG,
          SID,
          SELF,
          ids.parties(),
          TestIdentities.verifier(),
          (round, from, broadcast) -> round <= 3 && (broadcast || round != 3) ? 8 : -1);

  @Test
  void broadcastAndDirectMessage_areKeptApart() {
    assertKept(1, broadcast(1, "a"));
    assertKept(1, direct(1, "b"));
    assertArrayEquals("a".getBytes(US_ASCII), inbox.broadcast(1, PEER));
    assertArrayEquals("b".getBytes(US_ASCII), inbox.direct(1, PEER));
    assertFalse(inbox.hasBroadcast(2, PEER));
    assertThrows(IllegalStateException.class, () -> inbox.broadcast(2, PEER));
    assertThrows(IllegalStateException.class, () -> inbox.directWire(2, PEER));
  }

  @Test
  void laterRound_isBuffered() {
    assertKept(3, broadcast(3, "later"));
    assertTrue(inbox.hasBroadcast(3, PEER));
  }

  @Test
  void identicalDuplicate_isIgnored() {
    byte[] wire = broadcast(1, "a");
    assertKept(1, wire);
    assertInstanceOf(Delivery.Repeated.class, inbox.deliver(PEER, wire));
  }

  @Test
  void sameEnvelopeWithAnotherSignature_isADuplicate() {
    byte[] wire = broadcast(1, "a");
    assertKept(1, wire);
    byte[] other = wire.clone();
    other[other.length - 1] ^= 1;
    assertInstanceOf(Delivery.Repeated.class, inbox.deliver(PEER, other));
    assertArrayEquals(wire, inbox.broadcastWire(1, PEER));
  }

  @Test
  void anotherPayloadForTheSlot_isEquivocationWithBothOriginals() {
    byte[] first = broadcast(1, "a");
    byte[] second = broadcast(1, "b");
    assertKept(1, first);
    Delivery.Equivocation two =
        assertInstanceOf(Delivery.Equivocation.class, inbox.deliver(PEER, second));
    assertEquals(PEER, two.from());
    assertArrayEquals(first, two.wires().get(0));
    assertArrayEquals(second, two.wires().get(1));
    assertArrayEquals("a".getBytes(US_ASCII), inbox.broadcast(1, PEER));
  }

  @Test
  void unsignedSecondPayload_convictsNobody() {
    assertKept(1, broadcast(1, "a"));
    byte[] forged = broadcast(1, "b");
    forged[forged.length - 1] ^= 1;
    assertDropped(PEER, forged);
  }

  @Test
  void whatIsNotAuthenticOrNotForThisSession_isDropped() {
    byte[] valid = broadcast(1, "a");
    assertDropped(THIRD, valid);
    assertDropped(new PartyIndex(9), valid);
    assertDropped(SELF, seal(Protocol.DKG, SID, 1, SELF, Optional.empty(), "a"));
    assertDropped(PEER, seal(Protocol.IMPORT, SID, 1, PEER, Optional.empty(), "a"));
    byte[] sid = new byte[32];
    sid[0] = 1;
    assertDropped(PEER, seal(Protocol.DKG, SessionId.of(sid), 1, PEER, Optional.empty(), "a"));
    assertDropped(PEER, seal(Protocol.DKG, SID, 1, PEER, Optional.of(THIRD), "a"));
    for (int i = 0; i < valid.length; i++) {
      byte[] changed = valid.clone();
      changed[i] ^= 4;
      assertDropped(PEER, changed);
      assertDropped(PEER, Arrays.copyOf(valid, i));
    }
    assertDropped(PEER, Arrays.copyOf(valid, valid.length + 1));
  }

  @Test
  void unknownSlotsAndOversizedPayloads_areDropped() {
    assertDropped(PEER, broadcast(4, "a"));
    assertDropped(PEER, direct(3, "a"));
    assertDropped(PEER, broadcast(1, "123456789"));
    assertKept(1, broadcast(1, "12345678"));
  }

  @Test
  void reservedAndUnknownProtocols_areNoEnvelopes() {
    byte[] wire = seal(Protocol.SIGN_C, SID, 1, PEER, Optional.empty(), "a");
    assertTrue(Envelope.parse(wire, 8).isPresent());
    for (char variant : new char[] {'a', 'b', 'd', 'C'}) {
      byte[] changed = wire.clone();
      changed[10] = (byte) variant;
      assertTrue(Envelope.parse(changed, 8).isEmpty(), "sign-" + variant);
    }
    assertTrue(Envelope.parse(wire, 0).isEmpty());
  }

  @Test
  void close_wipesAndForgets() {
    assertKept(1, broadcast(1, "a"));
    byte[] payload = inbox.broadcast(1, PEER);
    inbox.close();
    assertArrayEquals(new byte[1], payload);
    assertFalse(inbox.hasBroadcast(1, PEER));
  }

  private void assertKept(int round, byte[] wire) {
    Delivery.Kept kept = assertInstanceOf(Delivery.Kept.class, inbox.deliver(PEER, wire));
    assertEquals(round, kept.round());
    assertEquals(PEER, kept.from());
  }

  private void assertDropped(PartyIndex channel, byte[] wire) {
    assertInstanceOf(Delivery.Dropped.class, inbox.deliver(channel, wire));
  }

  private byte[] broadcast(int round, String payload) {
    return seal(Protocol.DKG, SID, round, PEER, Optional.empty(), payload);
  }

  private byte[] direct(int round, String payload) {
    return seal(Protocol.DKG, SID, round, PEER, Optional.of(SELF), payload);
  }

  private byte[] seal(
      Protocol protocol,
      SessionId sid,
      int round,
      PartyIndex from,
      Optional<PartyIndex> to,
      String payload) {
    return new Envelope(protocol, sid, round, from, to, payload.getBytes(US_ASCII))
        .sealed(ids.signer(from));
  }
}
