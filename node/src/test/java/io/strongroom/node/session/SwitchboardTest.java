package io.strongroom.node.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.node.session.Switchboard.Delivery;
import io.strongroom.threshold.PartyIndex;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SwitchboardTest {

  private static final PartyIndex ONE = new PartyIndex(1);
  private static final PartyIndex TWO = new PartyIndex(2);

  /// A clock that the test moves.
  private static final class HandClock extends Clock {
    private Instant now = Instant.EPOCH;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private final HandClock clock = new HandClock();
  private final Switchboard switchboard = new Switchboard(clock);

  private static String sid(int number) {
    byte[] sid = new byte[32];
    sid[31] = (byte) number;
    return HexFormat.of().formatHex(sid);
  }

  private static byte[] wire(int sid, int round, int size) {
    byte[] name = "sign-c".getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(Math.max(size, 64))
        .put((byte) 1)
        .putInt(name.length)
        .put(name)
        .put(HexFormat.of().parseHex(sid(sid)))
        .put((byte) round)
        .array();
  }

  @Test
  void earlyMessage_waitsForItsSession() throws Exception {
    assertEquals(Delivery.TAKEN, switchboard.deliver(TWO, wire(7, 1, 0)));

    Mailbox mailbox = switchboard.open(sid(7), Set.of(TWO));

    assertInstanceOf(Event.Delivered.class, mailbox.take(Duration.ZERO).orElseThrow());
    assertEquals(0, switchboard.waiting());
  }

  @Test
  void earlyMessageOfAStranger_orTooOld_isDropped() throws Exception {
    switchboard.deliver(ONE, wire(7, 1, 0));
    switchboard.deliver(TWO, wire(7, 1, 0));
    clock.now = clock.now.plus(Switchboard.EARLY_LIFETIME).plusMillis(1);

    Mailbox mailbox = switchboard.open(sid(7), Set.of(TWO));

    assertTrue(mailbox.take(Duration.ZERO).isEmpty());
  }

  @Test
  void flood_isBoundedPerPeer() {
    for (int i = 0; i < 10 * Switchboard.MAX_EARLY_PER_PEER; i++) {
      switchboard.deliver(TWO, wire(i, 1, 0));
    }
    switchboard.deliver(ONE, wire(1, 1, 0));

    assertEquals(Switchboard.MAX_EARLY_PER_PEER + 1, switchboard.waiting());
  }

  @Test
  void largeEarlyMessages_areBoundedInBytes() {
    for (int i = 0; i < 12; i++) {
      switchboard.deliver(TWO, wire(i, 1, 2_400_000));
    }

    assertEquals(8, switchboard.waiting());
  }

  @Test
  void runningSession_takesABoundedNumberOfEachPeer() {
    switchboard.open(sid(7), Set.of(TWO));
    for (int i = 0; i < Mailbox.MAX_PER_PEER; i++) {
      assertEquals(Delivery.TAKEN, switchboard.deliver(TWO, wire(7, 1, 0)));
    }

    assertEquals(Delivery.TOO_MANY, switchboard.deliver(TWO, wire(7, 1, 0)));
    assertEquals(Delivery.IGNORED, switchboard.deliver(ONE, wire(7, 1, 0)), "no part in it");
  }

  @Test
  void runningSession_takesABoundedNumberOfBytesOfEachPeer() {
    switchboard.open(sid(7), Set.of(ONE, TWO));
    for (int i = 0; i < 3; i++) {
      assertEquals(Delivery.TAKEN, switchboard.deliver(TWO, wire(7, 1, 2_400_000)));
    }

    assertEquals(Delivery.TOO_MANY, switchboard.deliver(TWO, wire(7, 1, 2_400_000)));
    assertEquals(Delivery.TAKEN, switchboard.deliver(ONE, wire(7, 1, 2_400_000)));
  }

  @Test
  void cancelledSession_sendsNothingMore_notEvenWhatWasAboutToLeave() {
    Mailbox mailbox = switchboard.open(sid(7), Set.of(TWO));
    AtomicInteger sent = new AtomicInteger();

    mailbox.sendUnlessCancelled(sent::incrementAndGet);
    switchboard.cancelAll("SHUTTING_DOWN", "the node shuts down");
    mailbox.sendUnlessCancelled(sent::incrementAndGet);

    assertEquals(1, sent.get());
  }

  @Test
  void endedSession_ignoresWhatStillComes_andIsNeverOpenedAgain() {
    switchboard.open(sid(7), Set.of(TWO));
    switchboard.close(sid(7));

    assertEquals(Delivery.IGNORED, switchboard.deliver(TWO, wire(7, 1, 0)));
    assertThrows(IllegalStateException.class, () -> switchboard.open(sid(7), Set.of(TWO)));
  }

  @Test
  void bytesThatAreNoEnvelope_areIgnored() {
    assertEquals(Delivery.IGNORED, switchboard.deliver(TWO, new byte[0]));
    assertEquals(Delivery.IGNORED, switchboard.deliver(TWO, new byte[100]));
  }

  @Test
  void cancelling_comesBeforeWhatWaits_andOnlyToSessionsWithThatPeer() throws Exception {
    Mailbox with = switchboard.open(sid(1), Set.of(ONE, TWO));
    Mailbox without = switchboard.open(sid(2), Set.of(ONE));
    switchboard.deliver(ONE, wire(1, 1, 0));

    assertEquals(1, switchboard.cancelWith(TWO, "PAIR_BURNED", "burned"));

    assertInstanceOf(Event.Cancelled.class, with.take(Duration.ZERO).orElseThrow());
    assertTrue(without.take(Duration.ZERO).isEmpty());
  }
}
