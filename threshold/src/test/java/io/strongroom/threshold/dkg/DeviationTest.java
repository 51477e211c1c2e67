package io.strongroom.threshold.dkg;

import static io.strongroom.threshold.dkg.Cheater.CHEATER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.threshold.Abort;
import io.strongroom.threshold.AbortCode;
import io.strongroom.threshold.KeyGeneration;
import io.strongroom.threshold.Party;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.Progress;
import io.strongroom.threshold.Response;
import io.strongroom.threshold.Step;
import io.strongroom.threshold.TestIdentities;
import io.strongroom.threshold.TestKeys;
import io.strongroom.threshold.curve.Curve;
import io.strongroom.threshold.wire.Envelope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One deviation per check of key generation, and the reaction the specification demands.
final class DeviationTest {

  private static final PartyIndex ONE = new PartyIndex(1);
  private static final PartyIndex THREE = new PartyIndex(3);

  /// Rounds, kind (b = broadcast, p = direct), position of the changed byte, and the value XORed to
  /// it.
  @ParameterizedTest
  @CsvSource({
    "2, b, 32, 1, COMMIT_OPEN", // salt
    "2, b, 70, 1, COMMIT_OPEN", // dealing
    "2, b, 220, 1, COMMIT_OPEN", // chain-code share
    "2, p, 63, 1, SHARE",
    "2, p, 64, 1, ZSEED_OPEN", // half of the zero seed
    "2, p, 96, 1, ZSEED_OPEN", // its salt
    "2, p, 128, 4, ENCODING", // first point of base-OT message 1
    "2, p, 8543, 4, ENCODING", // last point of base-OT message 1
    "3, p, 0, 4, ENCODING", // first point of base-OT message 2
    "3, p, 8415, 4, ENCODING", // last point of base-OT message 2
    "3, p, 14623, 1, PPRF_CHECK",
  })
  void changedByte_isNoticedAndItsAuthorBlamed(
      int round, char kind, int at, int change, AbortCode expected) {
    Abort abort =
        abortOfOne(new Cheater(2, 1).tampering(flip(round, kind == 'b', at, change)), expected);
    assertEquals(Set.of(CHEATER), abort.culprits());
    if (expected == AbortCode.PPRF_CHECK) {
      assertEquals(Response.NEW_SESSION, abort.response());
      assertEquals(List.of(), abort.evidence());
    } else {
      assertEquals(Response.SUSPEND_SENDER, abort.response());
      assertFalse(abort.evidence().isEmpty());
      abort.evidence().forEach(wire -> assertTrue(isSignedByCheater(wire)));
    }
  }

  @ParameterizedTest
  @CsvSource({"1,b", "1,p", "2,b", "2,p", "3,b", "3,p"})
  void truncatedAndExtendedPayloads_areEncodingErrors(int round, char kind) {
    for (int change : new int[] {-1, 1}) {
      Cheater cheater =
          new Cheater(2, 2)
              .tampering((envelope, to) ->
                  isSlot(envelope, round, kind == 'b')
                      ? Arrays.copyOf(envelope.payload(), envelope.payload().length + change)
                      : envelope.payload());
      assertEquals(Set.of(CHEATER), abortOfOne(cheater, AbortCode.ENCODING).culprits());
    }
  }

  @Test
  void emptyPayload_isAnEncodingError() {
    Cheater cheater =
        new Cheater(2, 2)
            .tampering(
                (envelope, to) -> isSlot(envelope, 2, true) ? new byte[0] : envelope.payload());
    abortOfOne(cheater, AbortCode.ENCODING);
  }

  @Test
  void shareNotBelowTheOrder_isAnEncodingError() {
    Cheater cheater =
        new Cheater(2, 3)
            .tampering((envelope, to) -> {
              byte[] payload = envelope.payload().clone();
              if (isSlot(envelope, 2, false)) {
                Arrays.fill(payload, 32, 64, (byte) 0xFF);
              }
              return payload;
            });
    abortOfOne(cheater, AbortCode.ENCODING);
  }

  @Test
  void otherDegrees_areRefused() {
    byte[] point = Curve.generator();
    Cheater higher =
        new Cheater(2, 4)
            .dealing(d -> {
              byte[] out = new byte[d.length + point.length];
              System.arraycopy(point, 0, out, 0, point.length);
              System.arraycopy(d, 0, out, point.length, d.length);
              return out;
            });
    Abort abort = abortOfOne(higher, AbortCode.VSS_DEGREE);
    assertEquals(Set.of(CHEATER), abort.culprits());
    assertEquals(2, abort.evidence().size());
    Cheater lower = new Cheater(2, 4).dealing(d -> Arrays.copyOfRange(d, point.length, d.length));
    abortOfOne(lower, AbortCode.VSS_DEGREE);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 4, ENCODING", // A_0
    "33, 4, ENCODING", // A_1
    "66, 4, ENCODING", // K
    "130, 1, POK", // z
  })
  void committedButInvalidDealing_isRefused(int at, int change, AbortCode expected) {
    Cheater cheater =
        new Cheater(2, 5)
            .dealing(d -> {
              d[at] ^= (byte) change;
              return d;
            });
    assertEquals(Set.of(CHEATER), abortOfOne(cheater, expected).culprits());
  }

  @Test
  void proofScalarNotBelowTheOrder_isAnEncodingError() {
    Cheater cheater =
        new Cheater(2, 5)
            .dealing(d -> {
              Arrays.fill(d, 99, 131, (byte) 0xFF);
              return d;
            });
    abortOfOne(cheater, AbortCode.ENCODING);
  }

  @Test
  void dealingCopiedFromAnotherParty_failsItsProof() {
    List<byte[]> copied = new ArrayList<>();
    TestKeys.run(2, TestIdentities.count(2), 6).pump().delivered().stream()
        .map(letter -> Envelope.parse(letter.outbound().wire(), 16_384).orElseThrow())
        .filter(e -> e.from().equals(ONE) && isSlot(e, 2, true))
        .forEach(e -> copied.add(Arrays.copyOfRange(e.payload(), 64, e.payload().length)));
    abortOfOne(new Cheater(2, 6).dealing(d -> copied.getFirst()), AbortCode.POK);
  }

  @Test
  void differentCommitmentsToDifferentParties_stopEveryHonestParty() {
    Cheater cheater =
        new Cheater(3, 8)
            .tampering((envelope, to) ->
                to.equals(THREE) ? flip(1, true, 40, 1).apply(envelope, to) : envelope.payload());
    var progress = cheater.run();
    for (PartyIndex honest : List.of(ONE, THREE)) {
      Abort abort = assertAborted(AbortCode.EQUIVOCATION_R1, progress.get(honest));
      assertEquals(Response.NEW_SESSION, abort.response());
    }
  }

  @ParameterizedTest
  @CsvSource({"b", "p"})
  void echoHashThatDiffersInOneMessage_convictsItsAuthor(char kind) {
    Cheater cheater = new Cheater(2, 9).tampering(flip(2, kind == 'b', 0, 1));
    Abort abort = abortOfOne(cheater, AbortCode.EQUIVOCATION_R1);
    assertEquals(Set.of(CHEATER), abort.culprits());
    assertEquals(2, abort.evidence().size());
  }

  @Test
  void echoHashThatDiffersInBothMessages_blamesNobodyYet() {
    Cheater cheater =
        new Cheater(2, 10)
            .tampering((envelope, to) -> {
              byte[] payload = envelope.payload().clone();
              payload[0] ^= (byte) (envelope.round() == 2 ? 1 : 0);
              return payload;
            });
    Abort abort = abortOfOne(cheater, AbortCode.EQUIVOCATION_R1);
    assertEquals(Set.of(), abort.culprits());
    assertEquals(2, abort.evidence().size());
  }

  @Test
  void otherEchoHashInRound3_isEquivocation() {
    Abort abort =
        abortOfOne(new Cheater(2, 11).tampering(flip(3, true, 7, 1)), AbortCode.EQUIVOCATION_R2);
    assertEquals(Set.of(), abort.culprits());
  }

  /// Echo hashes come first: a cheater cannot have a third party blamed by splitting the views.
  @Test
  void echoMismatch_isReportedBeforeAnyOtherFault() {
    Cheater cheater =
        new Cheater(2, 12)
            .tampering((envelope, to) -> {
              byte[] payload = envelope.payload().clone();
              if (envelope.round() == 2) {
                payload[0] ^= 1;
                payload[payload.length - 1] ^= 1;
              }
              return payload;
            });
    abortOfOne(cheater, AbortCode.EQUIVOCATION_R1);
  }

  @Test
  void shareEvidence_convictsOnlyForAnInvalidShare() {
    Cheater cheater = new Cheater(2, 13).tampering(flip(2, false, 63, 1));
    Abort abort = abortOfOne(cheater, AbortCode.SHARE);
    var party = cheater.identities().parties().get(CHEATER);
    byte[] opening = abort.evidence().get(1);
    byte[] direct = abort.evidence().get(2);
    assertTrue(convicts(party, opening, direct));
    assertFalse(convicts(party, direct, opening));
    assertFalse(convicts(cheater.identities().parties().get(ONE), opening, direct));
    byte[] forged = direct.clone();
    forged[forged.length - 1] ^= 1;
    assertFalse(convicts(party, opening, forged));
    List<byte[]> honest = new ArrayList<>();
    TestKeys.run(2, TestIdentities.count(2), 13).pump().delivered().stream()
        .map(letter -> letter.outbound().wire())
        .filter(wire -> {
          Envelope e = Envelope.parse(wire, 16_384).orElseThrow();
          return e.from().equals(CHEATER) && isSlot(e, 2, false);
        })
        .forEach(honest::add);
    assertFalse(convicts(party, opening, honest.getFirst()));
  }

  @Test
  void twoPayloadsForOneSlot_areEquivocationAndTheSessionStaysSilent() {
    TestIdentities ids = TestIdentities.count(2);
    KeyGeneration session = TestKeys.sessions(2, ids, 14).firstEntry().getValue();
    KeyGeneration peer = TestKeys.sessions(2, ids, 14).lastEntry().getValue();
    session.start();
    byte[] broadcast = peer.start().emissions().getFirst().messages().getFirst().wire();
    Envelope envelope = Envelope.parse(broadcast, 16_384).orElseThrow();
    byte[] other =
        new Envelope(
                envelope.protocol(), envelope.sid(), 1, CHEATER, Optional.empty(), new byte[64])
            .sealed(ids.signer(CHEATER));
    assertInstanceOf(Progress.Running.class, session.receive(CHEATER, broadcast).progress());
    Abort abort = assertAborted(AbortCode.EQUIVOCATION, session.receive(CHEATER, other).progress());
    assertEquals(Set.of(CHEATER), abort.culprits());
    assertEquals(2, abort.evidence().size());
    Step<?> after = session.receive(CHEATER, broadcast);
    assertAborted(AbortCode.EQUIVOCATION, after.progress());
    assertEquals(List.of(), after.emissions());
  }

  private static Cheater.Tamper flip(int round, boolean broadcast, int at, int change) {
    return (envelope, to) -> {
      byte[] payload = envelope.payload().clone();
      if (isSlot(envelope, round, broadcast)) {
        payload[at] ^= (byte) change;
      }
      return payload;
    };
  }

  private static boolean isSlot(Envelope envelope, int round, boolean broadcast) {
    return envelope.round() == round && envelope.isBroadcast() == broadcast;
  }

  private static Abort abortOfOne(Cheater cheater, AbortCode expected) {
    return assertAborted(expected, cheater.run().get(ONE));
  }

  private static Abort assertAborted(AbortCode expected, @Nullable Progress<?> progress) {
    Abort abort = assertInstanceOf(Progress.Aborted.class, progress).abort();
    assertEquals(expected, abort.code(), abort.detail());
    assertTrue(abort.burn().isEmpty());
    return abort;
  }

  private static boolean convicts(Party dealer, byte[] opening, byte[] direct) {
    return ShareEvidence.convicts(dealer, 2, opening, direct, TestIdentities.verifier());
  }

  private static boolean isSignedByCheater(byte[] wire) {
    return Envelope.isSignedBy(
        wire, TestIdentities.count(2).parties().get(CHEATER), TestIdentities.verifier());
  }
}
