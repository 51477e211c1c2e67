package io.strongroom.threshold.dkg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.strongroom.threshold.Emission;
import io.strongroom.threshold.Outbound;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.PartySet;
import io.strongroom.threshold.Protocol;
import io.strongroom.threshold.Randomness;
import io.strongroom.threshold.SidPreimage;
import io.strongroom.threshold.TestIdentities;
import io.strongroom.threshold.TestKeys;
import io.strongroom.threshold.wire.Envelope;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class RunTest {

  private static final PartyIndex SELF = new PartyIndex(1);
  private static final PartyIndex PEER = new PartyIndex(2);

  @Test
  void sealedShares_areWipedFromThePayload() {
    TestIdentities ids = TestIdentities.count(2);
    PartySet all = ids.parties();
    SidPreimage preimage =
        SidPreimage.of(Protocol.DKG, "key-1", 1, new byte[32], 2, all, all.encoded());
    byte[] secret = new byte[40];
    Arrays.fill(secret, (byte) 7);
    byte[] broadcast = {1, 2, 3};
    SortedMap<PartyIndex, byte[]> direct = new TreeMap<>();
    direct.put(PEER, secret.clone());
    try (Run run =
        new Run(
            preimage,
            all,
            all,
            SELF,
            ids.signer(SELF),
            TestIdentities.verifier(),
            TestKeys.randomness(1).draws(preimage.sid(), Randomness.noHedgeKey()))) {
      Emission emission = run.emission(2, broadcast, direct);
      assertArrayEquals(new byte[40], direct.get(PEER));
      assertEquals(2, emission.messages().size());
      assertArrayEquals(broadcast, payload(emission.messages().getFirst()));
      assertArrayEquals(secret, payload(emission.messages().getLast()));
      assertArrayEquals(broadcast, run.inbox().broadcast(2, SELF));
    }
  }

  private static byte[] payload(Outbound message) {
    return Envelope.parse(message.wire(), Run.MAX_PAYLOAD).orElseThrow().payload();
  }
}
