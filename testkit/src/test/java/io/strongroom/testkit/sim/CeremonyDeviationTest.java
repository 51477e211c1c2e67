package io.strongroom.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.threshold.AbortCode;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.PendingKey;
import io.strongroom.threshold.Progress;
import io.strongroom.threshold.Response;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Dealers that deviate: rows 1 to 11 of the adversarial tests. The last party deviates.
class CeremonyDeviationTest {

  private static final long SEED = 0xd6;
  private static final int SHARE = 32;
  private static final int ZERO_SEED = 64;
  private static final int MESSAGE_1 = 128;
  private static final int TREES = 8_448;
  private static final int LEAF_SUMS = TREES + 4_096;
  private static final int CHECK = LEAF_SUMS + 2_048;

  /// One rewritten message towards all peers.
  record Case(
      String name,
      int threshold,
      int parties,
      Where where,
      UnaryOperator<byte[]> change,
      Verdict verdict) {

    @Override
    public String toString() {
      return threshold + " of " + parties + ", " + name;
    }
  }

  private record Table(int threshold, int parties, List<Case> cases) {

    void add(String name, Where where, UnaryOperator<byte[]> change, Verdict verdict) {
      cases.add(new Case(name, threshold, parties, where, change, verdict));
    }

    void badPoint(String name, Where where, int at) {
      Verdict verdict = Verdict.sender(AbortCode.ENCODING);
      add(name + " with prefix 04", where, Bytes.set(at, (byte) 4), verdict);
      add(name + " with x above p", where, Bytes.set(at + 1, Bytes.ones(32)), verdict);
      add(name + " off the curve", where, Bytes.set(at, Bytes.offCurve()), verdict);
      add(name + " as the identity", where, Bytes.set(at, new byte[33]), verdict);
    }
  }

  static Stream<Case> cases() {
    List<Case> all = new ArrayList<>();
    flips(new Table(2, 2, all));
    flips(new Table(2, 3, all));
    encodings(new Table(2, 2, all));
    return all.stream();
  }

  private static void flips(Table table) {
    Verdict echo1 = Verdict.nobody(AbortCode.EQUIVOCATION_R1);
    Verdict prefix = Verdict.sender(AbortCode.EQUIVOCATION_R1);
    Verdict opening = Verdict.sender(AbortCode.COMMIT_OPEN);
    Verdict zero = Verdict.sender(AbortCode.ZSEED_OPEN);
    Verdict trees = new Verdict(AbortCode.PPRF_CHECK, Verdict.Blame.SENDER_UNPROVABLY);
    int proof = 64 + 33 * table.threshold;
    table.add("ν", Where.broadcast(1), Bytes.flip(0), echo1);
    table.add("C", Where.broadcast(1), Bytes.flip(32), echo1);
    table.add("zero-seed commitment", Where.direct(1), Bytes.flip(0), zero);
    table.add("h1 in the broadcast", Where.broadcast(2), Bytes.flip(0), prefix);
    table.add("h1 in the message", Where.direct(2), Bytes.flip(31), prefix);
    table.add("salt", Where.broadcast(2), Bytes.flip(32), opening);
    table.add("A_0", Where.broadcast(2), Bytes.flip(64), opening);
    table.add("last A", Where.broadcast(2), Bytes.flip(proof - 33), opening);
    table.add("proof", Where.broadcast(2), Bytes.flip(proof + 64), opening);
    table.add("κ", Where.broadcast(2), Bytes.flip(proof + 96), opening);
    table.add("share", Where.direct(2), Bytes.flip(SHARE + 31), Verdict.sender(AbortCode.SHARE));
    table.add("zero seed", Where.direct(2), Bytes.flip(ZERO_SEED), zero);
    table.add("zero-seed salt", Where.direct(2), Bytes.flip(ZERO_SEED + 32), zero);
    table.add("h2", Where.broadcast(3), Bytes.flip(0), Verdict.nobody(AbortCode.EQUIVOCATION_R2));
    table.add(
        "both correction words of a tree",
        Where.direct(3),
        Bytes.then(Bytes.flip(TREES + 64), Bytes.flip(TREES + 96)),
        trees);
    table.add("leaf sum", Where.direct(3), Bytes.flip(LEAF_SUMS + 63 * 32), trees);
    table.add("check hash", Where.direct(3), Bytes.flip(CHECK), trees);
    table.add(
        "both base-OT answers", Where.direct(3), Bytes.then(Bytes.flip(0), Bytes.flip(33)), trees);
  }

  private static void encodings(Table table) {
    Verdict encoding = Verdict.sender(AbortCode.ENCODING);
    for (int round = 1; round <= 3; round++) {
      for (Where where : List.of(Where.broadcast(round), Where.direct(round))) {
        String of = (where.broadcast() ? " broadcast " : " message ") + round;
        table.add("short" + of, where, Bytes::shorter, encoding);
        table.add("empty" + of, where, Bytes::empty, encoding);
        table.add("long" + of, where, Bytes::longer, encoding);
      }
    }
    table.add("share = q", Where.direct(2), Bytes.set(SHARE, Bytes.order()), encoding);
    table.badPoint("first r", Where.direct(2), MESSAGE_1);
    table.badPoint("last r", Where.direct(2), MESSAGE_1 + TREES - 33);
    table.badPoint("first M", Where.direct(3), 0);
    table.badPoint("last M", Where.direct(3), TREES - 33);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void rewrittenMessage_abortsEveryHonestParty(Case deviation) {
    Ceremony ceremony =
        new Ceremony(deviation.threshold, Identities.count(deviation.parties), SEED);
    int deviant = deviation.parties;
    Network<PendingKey> network =
        ceremony
            .network(SEED)
            .rule(
                Rule.rewrite(
                    deviation.where.from(deviant), ceremony.identities(), deviation.change));
    assertAborts(network, deviation.verdict, deviant, deviation.where.round(), deviation.name);
  }

  private static void assertAborts(
      Network<PendingKey> network, Verdict verdict, int deviant, int lastRound, String name) {
    // A commitment is judged when it is opened.
    int last = Math.max(lastRound, verdict.code() == AbortCode.ENCODING ? 0 : 2);
    network.runBefore(last).run();
    for (int party = 1; party < deviant; party++) {
      verdict.assertAt(party, network, deviant, last, name);
    }
    network.close();
  }

  /// Row 2, and one coefficient alone: the number of coefficients is the threshold.
  @ParameterizedTest
  @CsvSource({"2,3,1", "2,3,3", "3,3,1", "3,3,2", "2,2,3"})
  void otherNumberOfCoefficients_isVssDegree(int threshold, int parties, int coefficients) {
    Ceremony ceremony = new Ceremony(threshold, Identities.count(parties), SEED);
    assertDealing(
        ceremony,
        dealing -> {
          byte[] out = new byte[dealing.length + 33 * (coefficients - threshold)];
          for (int k = 0; k < coefficients; k++) {
            System.arraycopy(dealing, 33 * Math.min(k, threshold - 1), out, 33 * k, 33);
          }
          System.arraycopy(dealing, 33 * threshold, out, 33 * coefficients, 97);
          return out;
        },
        Verdict.sender(AbortCode.VSS_DEGREE));
  }

  /// Row 4: one party sees another commitment.
  @ParameterizedTest
  @CsvSource({"1", "2"})
  void splitCommitment_isSeenByAllHonestParties(int target) {
    Ceremony ceremony = new Ceremony(2, Identities.count(3), SEED);
    Network<PendingKey> network =
        ceremony
            .network(SEED)
            .rule(
                Rule.rewrite(
                    Where.broadcast(1).from(3).to(target), ceremony.identities(), Bytes.flip(32)));
    assertAborts(network, Verdict.nobody(AbortCode.EQUIVOCATION_R1), 3, 2, "split");
  }

  /// Row 5, both messages alike: nobody can tell who is wrong.
  @Test
  void wrongEchoInBothMessages_namesNobody() {
    Ceremony ceremony = new Ceremony(2, Identities.count(3), SEED);
    Network<PendingKey> network =
        ceremony
            .network(SEED)
            .rule(Rule.rewrite(Where.broadcast(2).from(3), ceremony.identities(), Bytes.flip(0)))
            .rule(Rule.rewrite(Where.direct(2).from(3), ceremony.identities(), Bytes.flip(0)));
    assertAborts(network, Verdict.nobody(AbortCode.EQUIVOCATION_R1), 3, 2, "echo");
  }

  /// Row 6: the party that sees another dealing aborts; the other gets no further answer from it.
  @Test
  void splitDealing_isCommitOpen() {
    Ceremony ceremony = new Ceremony(2, Identities.count(3), SEED);
    Network<PendingKey> network =
        ceremony
            .network(SEED)
            .rule(
                Rule.rewrite(
                    Where.broadcast(2).from(3).to(1), ceremony.identities(), Bytes.flip(64)))
            .runBefore(2)
            .run();
    Verdict.sender(AbortCode.COMMIT_OPEN).assertAt(1, network, 3, 2, "split dealing");
    assertTrue(network.progress(new PartyIndex(2)) instanceof Progress.Running);
    network.close();
  }

  /// Row 7.
  @Test
  void invalidProof_isPok() {
    Ceremony ceremony = new Ceremony(2, Identities.count(3), SEED);
    assertDealing(ceremony, Bytes.flip(66 + 64), Verdict.sender(AbortCode.POK));
    assertDealing(ceremony, Bytes.flip(66), Verdict.sender(AbortCode.POK));
  }

  /// Row 7: proof, and whole dealing, of another party.
  @Test
  void copiedProof_isPok() {
    Ceremony ceremony = new Ceremony(2, Identities.count(3), SEED);
    byte[] other = DeviantDealer.dealing(ceremony, 1);
    byte[] proof = Arrays.copyOfRange(other, 66, 131);
    assertDealing(ceremony, Bytes.set(66, proof), Verdict.sender(AbortCode.POK));
    assertDealing(ceremony, dealing -> other, Verdict.sender(AbortCode.POK));
  }

  /// Rows 9 and 10 inside a dealing that was committed to.
  @ParameterizedTest
  @CsvSource({"0", "33", "66"})
  void badPointInsideTheDealing_isEncoding(int at) {
    Ceremony ceremony = new Ceremony(2, Identities.count(2), SEED);
    Verdict encoding = Verdict.sender(AbortCode.ENCODING);
    assertDealing(ceremony, Bytes.set(at, (byte) 4), encoding);
    assertDealing(ceremony, Bytes.set(at + 1, Bytes.ones(32)), encoding);
    assertDealing(ceremony, Bytes.set(at, Bytes.offCurve()), encoding);
    assertDealing(ceremony, Bytes.set(at, new byte[33]), encoding);
  }

  @Test
  void badScalarInsideTheDealing_isEncoding() {
    Ceremony ceremony = new Ceremony(2, Identities.count(2), SEED);
    Verdict encoding = Verdict.sender(AbortCode.ENCODING);
    assertDealing(ceremony, Bytes.set(66 + 33, Bytes.order()), encoding);
  }

  private static void assertDealing(
      Ceremony ceremony, UnaryOperator<byte[]> change, Verdict verdict) {
    int deviant = ceremony.identities().parties().size();
    Network<PendingKey> network =
        ceremony.network(SEED).rule(DeviantDealer.of(ceremony, deviant, change));
    assertAborts(network, verdict, deviant, 2, verdict.toString());
  }

  /// Row 11: a single changed correction word is seen exactly if the victim uses it.
  @ParameterizedTest
  @CsvSource({"0", "31", "63"})
  void oneCorrectionWord_failsForOneOfTwo(int tree) {
    int failed = 0;
    for (int x = 0; x < 2; x++) {
      failed += endsInPprfCheck(TREES + 64 * tree + 32 * x) ? 1 : 0;
    }
    assertEquals(1, failed);
  }

  /// The same for the answers of one base OT.
  @ParameterizedTest
  @CsvSource({"0", "127"})
  void oneBaseOtAnswer_failsForOneOfTwo(int transfer) {
    int failed = 0;
    for (int b = 0; b < 2; b++) {
      failed += endsInPprfCheck(66 * transfer + 33 * b) ? 1 : 0;
    }
    assertEquals(1, failed);
  }

  /// A changed base-OT choice message harms only its author, who can read no tree then.
  @ParameterizedTest
  @CsvSource({"0", "8415"})
  void changedBaseOtMessage_harmsItsAuthor(int at) {
    Ceremony ceremony = new Ceremony(2, Identities.count(2), SEED);
    Network<PendingKey> network =
        ceremony
            .network(SEED)
            .rule(
                Rule.rewrite(
                    Where.direct(2).from(2), ceremony.identities(), Bytes.flip(MESSAGE_1 + at)))
            .runBefore(3)
            .run();
    network.result(1).close();
    assertEquals(AbortCode.PPRF_CHECK, network.abort(2).code());
  }

  private static boolean endsInPprfCheck(int at) {
    Ceremony ceremony = new Ceremony(2, Identities.count(2), SEED);
    Network<PendingKey> network =
        ceremony
            .network(SEED)
            .rule(Rule.rewrite(Where.direct(3).from(2), ceremony.identities(), Bytes.flip(at)))
            .run();
    if (network.progress(new PartyIndex(1)) instanceof Progress.Finished) {
      network.result(1).close();
      return false;
    }
    assertEquals(AbortCode.PPRF_CHECK, network.abort(1).code());
    assertEquals(Response.NEW_SESSION, network.abort(1).response());
    assertTrue(network.abort(1).evidence().isEmpty());
    return true;
  }
}
