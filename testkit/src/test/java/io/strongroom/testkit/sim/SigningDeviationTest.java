package io.strongroom.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.strongroom.threshold.EcdsaSignature;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Rewritten messages of a signing run, signed by their sender: rows 9, 10, 15, 18, 21, 23, 25, 26,
/// 27, 28 and 29 of the adversarial tests, in both shapes, for one request and for a batch.
class SigningDeviationTest {

  private static final long SEED = 0x516e;
  private static final int DEVIANT = 3;

  static Stream<SigningCase> cases() {
    return Stream.of(
            SigningCase.flips(2, 1),
            SigningCase.flips(3, 1),
            SigningCase.flips(2, 2),
            SigningCase.flips(3, 2),
            SigningCase.encodings(2, 2),
            SigningCase.encodings(3, 1))
        .flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void rewrittenMessage_abortsEveryHonestParty(SigningCase deviation) {
    SigningRun run = Keys.run(deviation.signers(), deviation.batch(), SEED);
    Network<List<EcdsaSignature>> network =
        run.network(SEED)
            .rule(
                Rule.rewrite(
                    deviation.where().from(DEVIANT), run.key().identities(), deviation.change()))
            .runBefore(deviation.lastRound())
            .run();
    for (var party : run.signers()) {
      int honest = party.value();
      if (honest != DEVIANT) {
        deviation
            .verdict()
            .assertAt(honest, network, DEVIANT, deviation.lastRound(), deviation.toString());
        deviation.verdict().assertRecheck(honest, network, run.key());
        int last = deviation.signers() == 2 ? 3 : 4;
        boolean closing = deviation.lastRound() == last;
        assertEquals(closing, network.fragmentLeft(honest), "fragments leave after all checks");
      }
    }
    network.close();
  }
}
