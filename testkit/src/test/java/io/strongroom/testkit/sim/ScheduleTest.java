package io.strongroom.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.strongroom.threshold.EcdsaSignature;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.PendingKey;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Row 46: messages that come early, late, twice and out of order change nothing.
class ScheduleTest {

  @ParameterizedTest
  @CsvSource({"2,1,110", "3,1,60", "3,2,20", "2,3,10"})
  void everySchedule_givesTheSameSignatures(int signers, int batch, int schedules) {
    SigningRun run = Keys.run(signers, batch, 46);
    List<EcdsaSignature> expected = run.network(0).run().result(1);
    for (long seed = 1; seed <= schedules; seed++) {
      Network<List<EcdsaSignature>> network = disturbed(run.network(seed), seed).run();
      for (PartyIndex party : run.signers()) {
        assertEquals(expected, network.result(party.value()), "schedule seed " + seed);
      }
      network.close();
    }
  }

  @Test
  void everySchedule_givesTheSameKey() {
    Ceremony ceremony = new Ceremony(2, Identities.count(2), 46);
    byte[] expected = ceremony.network(0).run().result(1).publicPackage().record();
    for (long seed = 1; seed <= 15; seed++) {
      Network<PendingKey> network = disturbed(ceremony.network(seed), seed).run();
      for (int party = 1; party <= 2; party++) {
        try (PendingKey key = network.result(party)) {
          assertArrayEquals(expected, key.publicPackage().record(), "schedule seed " + seed);
        }
      }
    }
  }

  /// A third of the messages arrives twice or thrice, a third last of all.
  private static <R> Network<R> disturbed(Network<R> network, long seed) {
    Random random = new Random(seed);
    return network
        .rule(Rule.duplicate(message -> random.nextInt(3) == 0, 2 + random.nextInt(2)))
        .rule(Rule.delay(message -> random.nextInt(3) == 0));
  }
}
