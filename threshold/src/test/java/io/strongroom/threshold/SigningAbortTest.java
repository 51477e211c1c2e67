package io.strongroom.threshold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.threshold.curve.Curve;
import io.strongroom.threshold.sign.CommitRound;
import io.strongroom.threshold.wire.Envelope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Party 2 deviates towards party 1; what party 1 must do about it.
class SigningAbortTest {

  private static final long SEED = 0xab07L;
  private static final int ROW_BYTES = (128 * 12 + 256) / 8;
  private static final int EXTENSION = 32;
  private static final int CHECK = EXTENSION + 64 * ROW_BYTES;
  private static final int INSTANCE = 72_388;

  /// Second request of a round-2 message.
  private static final int OPENING = 64 + INSTANCE;

  private static final int VOLE = OPENING + 4 * 33;

  enum Blame {
    SENDER,
    SENDER_AND_BURN,
    NOBODY
  }

  /// One deviation, and what it must lead to.
  record Case(
      String name,
      int round,
      boolean broadcast,
      UnaryOperator<byte[]> change,
      AbortCode code,
      Blame blame) {}

  private static final TrustedDealer DEALER = new TrustedDealer(2, new int[] {1, 2, 3}, SEED);

  private static List<Case> bothShapes() {
    List<Case> cases = new ArrayList<>();
    Blame burn = Blame.SENDER_AND_BURN;
    cases.add(new Case("first bit of U", 1, false, flip(EXTENSION), AbortCode.COT_CHECK, burn));
    cases.add(new Case("last byte of U", 1, false, flip(CHECK - 1), AbortCode.COT_CHECK, burn));
    cases.add(new Case("xh", 1, false, flip(CHECK), AbortCode.COT_CHECK, burn));
    cases.add(new Case("hV", 1, false, flip(CHECK + 32), AbortCode.COT_CHECK, burn));
    cases.add(new Case("prefix", 1, false, flip(0), AbortCode.EQUIVOCATION_R1, Blame.SENDER));
    cases.add(
        new Case(
            "prefix and U",
            1,
            false,
            then(flip(0), flip(EXTENSION)),
            AbortCode.EQUIVOCATION_R1,
            Blame.SENDER));
    cases.add(new Case("ν", 1, true, flip(0), AbortCode.EQUIVOCATION_R1, Blame.SENDER));
    cases.add(new Case("C", 1, true, flip(63), AbortCode.EQUIVOCATION_R1, Blame.SENDER));
    cases.add(
        new Case(
            "broadcast too short",
            1,
            true,
            SigningAbortTest::cut,
            AbortCode.ENCODING,
            Blame.SENDER));
    cases.add(
        new Case(
            "broadcast too long",
            1,
            true,
            SigningAbortTest::extend,
            AbortCode.ENCODING,
            Blame.SENDER));
    cases.add(
        new Case(
            "extension too short",
            1,
            false,
            SigningAbortTest::cut,
            AbortCode.ENCODING,
            Blame.SENDER));
    cases.add(
        new Case(
            "extension too long",
            1,
            false,
            SigningAbortTest::extend,
            AbortCode.ENCODING,
            Blame.SENDER));
    cases.add(new Case("h1", 2, false, flip(0), AbortCode.EQUIVOCATION_R1, Blame.NOBODY));
    cases.add(
        new Case(
            "h1 and a bad scalar",
            2,
            false,
            then(flip(0), fill(VOLE)),
            AbortCode.EQUIVOCATION_R1,
            Blame.NOBODY));
    cases.add(
        new Case(
            "round 2 too short",
            2,
            false,
            SigningAbortTest::cut,
            AbortCode.ENCODING,
            Blame.SENDER));
    cases.add(
        new Case(
            "round 2 too long",
            2,
            false,
            SigningAbortTest::extend,
            AbortCode.ENCODING,
            Blame.SENDER));
    cases.add(
        new Case("round 2 empty", 2, false, p -> new byte[0], AbortCode.ENCODING, Blame.SENDER));
    for (int k = 0; k < 4; k++) {
      int at = OPENING + 33 * k;
      cases.add(
          new Case(
              "point " + k + " prefix", 2, false, set(at, 4), AbortCode.ENCODING, Blame.SENDER));
      cases.add(
          new Case(
              "point " + k + " above p", 2, false, fill(at + 1), AbortCode.ENCODING, Blame.SENDER));
    }
    cases.add(new Case("Q not below q", 2, false, fill(VOLE), AbortCode.ENCODING, Blame.SENDER));
    cases.add(
        new Case("v not below q", 2, false, fill(VOLE + 72_224), AbortCode.ENCODING, Blame.SENDER));
    cases.add(new Case("salt", 2, false, flip(32), AbortCode.COMMIT_OPEN, Blame.SENDER));
    cases.add(new Case("R", 2, false, point(OPENING), AbortCode.COMMIT_OPEN, Blame.SENDER));
    cases.add(
        new Case(
            "R and Q",
            2,
            false,
            then(point(OPENING), flip(VOLE + 31)),
            AbortCode.COMMIT_OPEN,
            Blame.SENDER));
    cases.add(new Case("first Q", 2, false, flip(VOLE + 31), AbortCode.RVOLE_CHECK, burn));
    cases.add(new Case("last Q", 2, false, flip(VOLE + 72_191), AbortCode.RVOLE_CHECK, burn));
    cases.add(new Case("H_u", 2, false, flip(VOLE + 72_192), AbortCode.RVOLE_CHECK, burn));
    cases.add(new Case("v", 2, false, flip(VOLE + 72_255), AbortCode.RVOLE_CHECK, burn));
    cases.add(new Case("Γu", 2, false, point(OPENING + 66), AbortCode.GAMMA_U, burn));
    cases.add(new Case("Γv", 2, false, point(OPENING + 99), AbortCode.GAMMA_V, burn));
    cases.add(
        new Case(
            "Γu and Γv",
            2,
            false,
            then(point(OPENING + 66), point(OPENING + 99)),
            AbortCode.GAMMA_U,
            burn));
    cases.add(new Case("pk", 2, false, point(OPENING + 33), AbortCode.GAMMA_V, burn));
    cases.add(new Case("h2", 3, false, flip(0), AbortCode.EQUIVOCATION_R2, Blame.NOBODY));
    cases.add(
        new Case(
            "round 3 too short",
            3,
            false,
            SigningAbortTest::cut,
            AbortCode.ENCODING,
            Blame.SENDER));
    cases.add(
        new Case(
            "round 3 too long",
            3,
            false,
            SigningAbortTest::extend,
            AbortCode.ENCODING,
            Blame.SENDER));
    return cases;
  }

  private static List<Case> fragmentCases(int round, boolean broadcast, int first) {
    int second = first + 128;
    return List.of(
        new Case("id", round, broadcast, flip(second), AbortCode.FRAGMENT_MISMATCH, Blame.SENDER),
        new Case(
            "rq", round, broadcast, flip(second + 32), AbortCode.FRAGMENT_MISMATCH, Blame.SENDER),
        new Case("u", round, broadcast, flip(second + 95), AbortCode.BAD_SIGNATURE, Blame.NOBODY),
        new Case("w", round, broadcast, flip(second + 127), AbortCode.BAD_SIGNATURE, Blame.NOBODY),
        new Case(
            "u not below q", round, broadcast, fill(second + 64), AbortCode.ENCODING, Blame.SENDER),
        new Case(
            "w not below q", round, broadcast, fill(second + 96), AbortCode.ENCODING, Blame.SENDER),
        new Case(
            "fragments too short",
            round,
            broadcast,
            SigningAbortTest::cut,
            AbortCode.ENCODING,
            Blame.SENDER),
        new Case(
            "fragments too long",
            round,
            broadcast,
            SigningAbortTest::extend,
            AbortCode.ENCODING,
            Blame.SENDER));
  }

  static Stream<Arguments> cases() {
    List<Arguments> all = new ArrayList<>();
    bothShapes().forEach(c -> all.add(Arguments.of(2, c.name, c)));
    fragmentCases(3, false, 32).forEach(c -> all.add(Arguments.of(2, c.name, c)));
    bothShapes().forEach(c -> all.add(Arguments.of(3, c.name, c)));
    fragmentCases(4, true, 0).forEach(c -> all.add(Arguments.of(3, c.name, c)));
    all.add(
        Arguments.of(
            3, "ψ", new Case("ψ", 3, false, flip(95), AbortCode.BAD_SIGNATURE, Blame.NOBODY)));
    all.add(
        Arguments.of(
            3,
            "ψ not below q",
            new Case("ψ", 3, false, fill(64), AbortCode.ENCODING, Blame.SENDER)));
    return all.stream();
  }

  @ParameterizedTest(name = "{0} signers, {1}")
  @MethodSource("cases")
  void deviation_abortsWithItsCodeAndBlame(int signers, String name, Case deviation) {
    SigningRun run = run(signers);
    run.tamper((round, from, to, broadcast, payload) ->
        from == 2 && to == 1 && round == deviation.round && broadcast == deviation.broadcast
            ? deviation.change.apply(payload)
            : payload);
    Abort abort = run.run().abort(1);
    PartyIndex two = new PartyIndex(2);
    assertEquals(deviation.code, abort.code(), name);
    assertEquals(deviation.blame == Blame.NOBODY ? Set.of() : Set.of(two), abort.culprits());
    boolean burns = deviation.blame == Blame.SENDER_AND_BURN;
    assertEquals(burns ? Optional.of(two) : Optional.empty(), abort.burn());
    assertEquals(burns, abort.response() == Response.BURN_PAIR);
    if (burns || deviation.code == AbortCode.BAD_SIGNATURE) {
      assertTrue(abort.evidence().isEmpty(), "nothing to disclose");
    } else {
      assertFalse(abort.evidence().isEmpty());
    }
    for (byte[] wire : abort.evidence()) {
      assertTrue(
          Envelope.parse(wire, wire.length).isPresent(), "evidence outlives the session's erasure");
    }
    assertNothingReleased(run, deviation);
    if (burns) {
      assertTrue(run.session(1).recheck(DEALER.share(1)), "the check fails again on good set-up");
      run.session(1).close();
    }
    assertThrows(IllegalStateException.class, () -> run.session(1).recheck(DEALER.share(1)));
  }

  private static void assertNothingReleased(SigningRun run, Case deviation) {
    // Party 1 emitted nothing after the round it aborted in; a wrong ψ shows one round later.
    int last = deviation.code == AbortCode.BAD_SIGNATURE ? 4 : deviation.round;
    run.sent().stream()
        .filter(envelope -> envelope.from().value() == 1)
        .forEach(envelope -> assertTrue(envelope.round() <= last));
  }

  private static SigningRun run(int signers) {
    return new SigningRun(
        DEALER, signers == 2 ? new int[] {1, 2} : new int[] {1, 2, 3}, requests(), SEED);
  }

  private static List<SigningRequest> requests() {
    byte[] digest = new byte[32];
    digest[0] = 1;
    return List.of(
        new SigningRequest(digest, List.of()), new SigningRequest(new byte[32], List.of(1L)));
  }

  /// Another commitment towards party 1, with its prefix: only the echo shows it, and nobody knows
  /// who lied.
  @Test
  void splitCommitment_isSeenInTheEcho() {
    for (int signers = 2; signers <= 3; signers++) {
      SigningRun run = run(signers);
      byte[][] split = new byte[1][];
      run.tamper((round, from, to, broadcast, payload) -> {
        if (round == 1 && from == 2 && to == 1) {
          if (broadcast) {
            payload[63] ^= 1;
            split[0] = payload.clone();
          } else {
            System.arraycopy(CommitRound.prefix(split[0]), 0, payload, 0, 32);
          }
        }
        return payload;
      });
      assertAllAbort(run.run(), AbortCode.EQUIVOCATION_R1);
    }
  }

  @Test
  void differingZeroShareSeed_isSumPkWithoutBlame() {
    TrustedDealer dealer = new TrustedDealer(2, new int[] {1, 2, 3}, SEED);
    KeyShare damaged = damaged(dealer.share(2), dealer, PairSetup.ENCODED - 1);
    for (int signers = 2; signers <= 3; signers++) {
      int[] quorum = signers == 2 ? new int[] {1, 2} : new int[] {1, 2, 3};
      SigningRun run =
          new SigningRun(dealer, quorum, requests(), SEED).replaceShare(2, damaged).run();
      assertAllAbort(run, AbortCode.SUM_PK);
    }
  }

  private static void assertAllAbort(SigningRun run, AbortCode code) {
    assertFalse(run.aborts().isEmpty());
    assertFalse(run.anyFinished());
    for (Abort abort : run.aborts()) {
      assertEquals(code, abort.code());
      assertEquals(Set.of(), abort.culprits());
      assertEquals(Optional.empty(), abort.burn());
    }
  }

  @Test
  void flippedLeafInMemory_failsTheCheckButNotTheRecheck() {
    TrustedDealer dealer = new TrustedDealer(2, new int[] {1, 2, 3}, SEED);
    KeyShare damaged = damaged(dealer.share(1), dealer, PairSetup.BUILT_LEAVES + 17);
    SigningRun run =
        new SigningRun(dealer, new int[] {1, 2}, requests(), SEED).replaceShare(1, damaged).run();
    assertEquals(AbortCode.COT_CHECK, run.abort(1).code());
    assertFalse(run.session(1).recheck(dealer.share(1)), "the loaded set-up was at fault");
    assertTrue(run.session(1).recheck(damaged));
  }

  /// The share with one byte of its first pair's set-up changed.
  private static KeyShare damaged(KeyShare share, TrustedDealer dealer, int at) {
    byte[] encoded = share.encode();
    byte[] record = share.publicPackage().record();
    int firstSetup = 2 + 2 + 4 + record.length + 32 * dealer.holders().size() + 32 + 2 + 2;
    encoded[firstSetup + at] ^= 1;
    return KeyShare.decode(encoded);
  }

  @Test
  void twoPayloadsForOneSlot_convictTheirAuthor() {
    SigningRun run = run(2);
    Step<List<EcdsaSignature>> two = run.session(2).start();
    run.session(1).start();
    byte[] wire = two.emissions().getFirst().messages().getFirst().wire();
    Envelope envelope = Envelope.parse(wire, wire.length).orElseThrow();
    byte[] other = envelope.payload().clone();
    other[0] ^= 1;
    byte[] second =
        new Envelope(envelope.protocol(), envelope.sid(), 1, envelope.from(), envelope.to(), other)
            .sealed(new FakeIdentity(TrustedDealer.identity(2)));
    PartyIndex author = new PartyIndex(2);
    run.session(1).receive(author, wire);
    run.session(1).receive(author, wire);
    Progress<List<EcdsaSignature>> progress = run.session(1).receive(author, second).progress();
    Abort abort = ((Progress.Aborted<List<EcdsaSignature>>) progress).abort();
    assertEquals(AbortCode.EQUIVOCATION, abort.code());
    assertEquals(Set.of(author), abort.culprits());
    assertEquals(2, abort.evidence().size());
  }

  @Test
  void forgedOrMisdirectedMessages_areDroppedAndTheSessionGoesOn() {
    SigningRun run = run(2);
    Step<List<EcdsaSignature>> two = run.session(2).start();
    run.session(1).start();
    byte[] wire = two.emissions().getFirst().messages().getFirst().wire();
    byte[] forged = wire.clone();
    forged[forged.length - 1] ^= 1;
    PartyIndex author = new PartyIndex(2);
    for (byte[] bad : List.of(forged, new byte[0], Arrays.copyOf(wire, 50))) {
      assertTrue(run.session(1).receive(author, bad).progress() instanceof Progress.Running);
    }
    assertTrue(
        run.session(1).receive(new PartyIndex(3), wire).progress() instanceof Progress.Running);
    assertTrue(run.session(1).receive(author, wire).progress() instanceof Progress.Running);
  }

  private static UnaryOperator<byte[]> flip(int at) {
    return payload -> {
      payload[at] ^= 1;
      return payload;
    };
  }

  private static UnaryOperator<byte[]> set(int at, int value) {
    return payload -> {
      payload[at] = (byte) value;
      return payload;
    };
  }

  /// Thirty-two bytes of ones: no scalar, no x-coordinate.
  private static UnaryOperator<byte[]> fill(int at) {
    return payload -> {
      Arrays.fill(payload, at, at + 32, (byte) 0xff);
      return payload;
    };
  }

  private static UnaryOperator<byte[]> point(int at) {
    return payload -> {
      System.arraycopy(Curve.generator(), 0, payload, at, Curve.POINT);
      return payload;
    };
  }

  private static byte[] cut(byte[] payload) {
    return Arrays.copyOf(payload, payload.length - 1);
  }

  private static byte[] extend(byte[] payload) {
    return Arrays.copyOf(payload, payload.length + 1);
  }

  private static UnaryOperator<byte[]> then(
      UnaryOperator<byte[]> first, UnaryOperator<byte[]> second) {
    return payload -> second.apply(first.apply(payload));
  }
}
