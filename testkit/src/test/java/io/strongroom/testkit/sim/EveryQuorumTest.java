package io.strongroom.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.strongroom.threshold.EcdsaSignature;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.SigningRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Key generation and signing by the quorums of 2 of 2, 2 of 3, 3 of 5 and 5 of 9.
class EveryQuorumTest {

  @ParameterizedTest
  @CsvSource({"2,2", "2,3", "3,5", "5,9"})
  void ceremony_givesEveryoneTheSamePackage(int threshold, int parties) {
    SimulatedKey key = Keys.of(threshold, parties);
    assertEquals(parties, key.holders().size());
    assertEquals(threshold, key.publicPackage().threshold());
    for (PartyIndex holder : key.holders()) {
      assertArrayEquals(
          key.publicPackage().record(), key.share(holder.value()).publicPackage().record());
    }
  }

  @ParameterizedTest
  @CsvSource({"2,2", "2,3", "3,5"})
  void everyQuorumOfEverySize_signsUnderTheSameKey(int threshold, int parties) {
    SimulatedKey key = Keys.of(threshold, parties);
    for (int size = threshold; size <= parties; size++) {
      for (SortedSet<PartyIndex> quorum : key.quorums(size)) {
        assertSigns(key, quorum, Keys.requests(1));
      }
    }
  }

  @Test
  void quorumsOfFiveOfNine_signUnderTheSameKey() {
    SimulatedKey key = Keys.of(5, 9);
    List<SortedSet<PartyIndex>> quorums = new ArrayList<>(key.quorums(9));
    quorums.add(Keys.quorum(1, 2, 3, 4, 5));
    quorums.add(Keys.quorum(5, 6, 7, 8, 9));
    quorums.add(Keys.quorum(1, 3, 5, 7, 9));
    quorums.add(Keys.quorum(2, 3, 4, 6, 8, 9));
    quorums.forEach(quorum -> assertSigns(key, quorum, Keys.requests(1)));
  }

  @ParameterizedTest
  @CsvSource({"2,4", "3,4", "2,32", "3,7"})
  void batches_signEveryRequest(int signers, int batch) {
    SigningRun run = Keys.run(signers, batch, 4);
    assertSigns(run.key(), run.signers(), run.requests());
  }

  @Test
  void sparseIndices_signUnderTheSameKey() {
    SimulatedKey key = new Ceremony(2, Identities.of(3, 700, 65535), 9).generate();
    for (SortedSet<PartyIndex> quorum : key.quorums(2)) {
      assertSigns(key, quorum, Keys.requests(2));
    }
  }

  private static void assertSigns(
      SimulatedKey key, SortedSet<PartyIndex> quorum, List<SigningRequest> requests) {
    long seed = quorum.hashCode();
    String name = "quorum " + quorum + ", seed " + seed;
    Network<List<EcdsaSignature>> network =
        new SigningRun(key, quorum, requests, seed).network(seed).run();
    List<EcdsaSignature> signatures = network.result(quorum.first().value());
    for (PartyIndex party : quorum) {
      assertEquals(signatures, network.result(party.value()), name);
    }
    IndependentEcdsa.assertSigned(key.publicPackage(), requests, signatures, name);
    network.close();
  }
}
