package io.strongroom.bench.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// Measured sessions send exactly the bytes of `docs/protocol.md` 19.1, each message in an
/// envelope.
final class WorkloadTest {

  private static final int SIGNING_ENVELOPE = 110 + "sign-c".length();

  @Test
  void twoSigners_sendThreeRoundsOfBytes() {
    PartyCost cost = new Workload(new Shape(2, 2)).sign(1);
    assertEquals(80_964 + 4 * SIGNING_ENVELOPE, cost.sentBytes());
  }

  @Test
  void threeSigners_sendFourRoundsOfBytesToEachPeer() {
    PartyCost cost = new Workload(new Shape(3, 3)).sign(1);
    assertEquals(2 * (80_996 + 5 * SIGNING_ENVELOPE), cost.sentBytes());
  }

  @Test
  void aSession_costsTimeAndMemory() {
    PartyCost cost = new Workload(new Shape(2, 3)).sign(2);
    assertTrue(cost.protocolNanos() > 0);
    assertTrue(cost.identityNanos() > 0);
    assertTrue(cost.allocatedBytes() > cost.sentBytes());
  }
}
