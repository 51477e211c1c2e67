package io.strongroom.threshold;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.threshold.curve.Curve;
import io.strongroom.threshold.derive.Bip32;
import io.strongroom.threshold.hash.TaggedHash;
import io.strongroom.threshold.math.Scalars;
import io.strongroom.threshold.wire.Envelope;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningSessionTest {

  private static final long SEED = 0x5161L;
  private static final BigInteger ORDER =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

  static Stream<Arguments> quorums() {
    List<Arguments> all = new ArrayList<>();
    for (int[] shape : new int[][] {{2, 2}, {2, 3}, {3, 5}}) {
      for (int set = 0; set < 1 << shape[1]; set++) {
        if (Integer.bitCount(set) == shape[0]) {
          all.add(Arguments.of(shape[0], shape[1], set));
        }
      }
    }
    all.add(Arguments.of(2, 3, 0b111));
    all.add(Arguments.of(3, 5, 0b11110));
    return all.stream();
  }

  @ParameterizedTest(name = "({0}, {1}), quorum mask {2}")
  @MethodSource("quorums")
  void everyQuorum_signs(int threshold, int count, int mask) {
    // Indices with gaps, as parties come and go.
    int[] indices = IntStream.rangeClosed(1, count).map(k -> 3 * k - 1).toArray();
    TrustedDealer dealer = new TrustedDealer(threshold, indices, SEED + count);
    int[] quorum =
        IntStream.range(0, count).filter(k -> (mask >> k & 1) != 0).map(k -> indices[k]).toArray();
    assertSigns(dealer, quorum, requests(1, List.of()));
  }

  @ParameterizedTest(name = "B = {0}")
  @ValueSource(ints = {2, 4, 32})
  void batchOfTweakedAndUntweakedRequests_isSignedByTwo(int batch) {
    TrustedDealer dealer = new TrustedDealer(2, new int[] {1, 2, 3}, SEED);
    assertSigns(dealer, new int[] {1, 3}, requests(batch, List.of(44L, 60L, 7L)));
  }

  @ParameterizedTest(name = "B = {0}")
  @ValueSource(ints = {2, 3, 4})
  void batchOfTweakedAndUntweakedRequests_isSignedByThree(int batch) {
    TrustedDealer dealer = new TrustedDealer(3, new int[] {1, 2, 9}, SEED);
    assertSigns(dealer, new int[] {1, 2, 9}, requests(batch, List.of(0L, 1L)));
  }

  /// Every second request uses the path, the others the master key.
  private static List<SigningRequest> requests(int batch, List<Long> path) {
    return IntStream.range(0, batch)
        .mapToObj(b ->
            new SigningRequest(
                TaggedHash.sha256(new byte[] {(byte) b}), b % 2 == 0 ? path : List.of()))
        .toList();
  }

  private static void assertSigns(
      TrustedDealer dealer, int[] quorum, List<SigningRequest> requests) {
    SigningRun run = new SigningRun(dealer, quorum, requests, SEED).run();
    List<EcdsaSignature> first = run.signatures(quorum[0]);
    assertEquals(requests.size(), first.size());
    for (int party : quorum) {
      assertEquals(first, run.signatures(party));
    }
    PublicKeyPackage key = dealer.share(quorum[0]).publicPackage();
    for (int b = 0; b < requests.size(); b++) {
      SigningRequest request = requests.get(b);
      byte[] child =
          Bip32.derive(key.publicKey(), key.chainCode(), request.path()).childPublicKey();
      EcdsaSignature signature = first.get(b);
      assertTrue(Curve.verify(signature.compact(), request.digest32(), child));
      assertArrayEquals(
          child,
          Curve.recoverVarTime(signature.compact(), request.digest32(), signature.recoveryId())
              .orElseThrow());
      BigInteger s = new BigInteger(1, signature.s32());
      assertTrue(s.signum() > 0 && s.compareTo(ORDER.shiftRight(1)) <= 0, "low s");
    }
  }

  @ParameterizedTest(name = "B = {0}")
  @ValueSource(ints = {1, 2, 8})
  void messageSizes_areThoseOfTheSpecification(int batch) {
    TrustedDealer dealer = new TrustedDealer(2, new int[] {1, 2, 3}, SEED);
    int blocks = (752 * batch + 127) / 128;
    int rowBytes = (128 * blocks + 256) / 8;
    for (int[] quorum : new int[][] {{1, 2}, {1, 2, 3}}) {
      boolean two = quorum.length == 2;
      SigningRun run = new SigningRun(dealer, quorum, requests(batch, List.of()), SEED).run();
      for (Envelope envelope : run.sent()) {
        int expected =
            switch (envelope.round()) {
              case 1 -> envelope.isBroadcast() ? 64 : 96 + 64 * rowBytes;
              case 2 -> 64 + 72_388 * batch;
              case 3 -> two ? 32 + 128 * batch : 32 + 32 * batch;
              case 4 -> 128 * batch;
              default -> -1;
            };
        assertEquals(expected, envelope.payload().length, "round " + envelope.round());
      }
      int perPair =
          run.sent().stream().mapToInt(e -> e.payload().length).sum()
              / (quorum.length * (quorum.length - 1));
      if (batch == 1) {
        assertEquals(two ? 80_964 : 80_996, perPair);
      }
      if (batch == 8) {
        assertEquals(two ? 630_560 : 630_816, perPair);
      }
    }
  }

  @Test
  void onlyTheLastEmission_carriesAFragment() {
    TrustedDealer dealer = new TrustedDealer(2, new int[] {1, 2, 3}, SEED);
    for (int[] quorum : new int[][] {{1, 2}, {1, 2, 3}}) {
      SigningRun run = new SigningRun(dealer, quorum, requests(1, List.of()), SEED).run();
      int last = quorum.length == 2 ? 3 : 4;
      for (Emission emission : run.emissions()) {
        assertEquals(emission.round() == last, emission.carriesFragment());
      }
    }
  }

  @Test
  void twoSessionsOfTheSameRequest_giveDifferentNonces() {
    TrustedDealer dealer = new TrustedDealer(2, new int[] {1, 2}, SEED);
    List<SigningRequest> requests = requests(1, List.of());
    EcdsaSignature first =
        new SigningRun(dealer, new int[] {1, 2}, requests, 1).run().signatures(1).getFirst();
    EcdsaSignature second =
        new SigningRun(dealer, new int[] {1, 2}, requests, 2).run().signatures(1).getFirst();
    assertFalse(Arrays.equals(first.r32(), second.r32()));
  }

  @Test
  void parametersOutOfRange_areRefusedBeforeRoundOne() {
    TrustedDealer dealer = new TrustedDealer(2, new int[] {1, 2, 3}, SEED);
    assertRefused(dealer, new int[] {1, 2}, List.of());
    assertRefused(dealer, new int[] {1, 2}, requests(33, List.of()));
    assertRefused(dealer, new int[] {1}, requests(1, List.of()));
    assertRefused(dealer, new int[] {2, 3}, requests(1, List.of()));
    assertRefused(dealer, new int[] {1, 4}, requests(1, List.of()));
    assertThrows(BadParametersException.class, () -> new SigningRequest(new byte[31], List.of()));
    assertThrows(
        BadParametersException.class, () -> new SigningRequest(new byte[32], List.of(1L << 31)));
    assertThrows(
        BadParametersException.class, () -> new SigningRequest(new byte[32], List.of(-1L)));
  }

  private static void assertRefused(
      TrustedDealer dealer, int[] quorum, List<SigningRequest> requests) {
    BadParametersException refused =
        assertThrows(
            BadParametersException.class,
            () -> create(dealer, quorum, requests, Integer.MAX_VALUE));
    assertEquals(AbortCode.BAD_PARAMS, refused.code());
  }

  private static SigningSession create(
      TrustedDealer dealer, int[] quorum, List<SigningRequest> requests, int burnedPeer) {
    return SigningSession.create(
        dealer.share(1),
        SigningRun.signers(quorum),
        new byte[32],
        new byte[32],
        requests,
        peer -> peer.value() == burnedPeer,
        new FakeIdentity(TrustedDealer.identity(1)),
        FakeIdentity.VERIFIER,
        new Randomness(out -> Arrays.fill(out, (byte) 5), new byte[0]));
  }

  @Test
  void burnedOrErasedPair_isRefused() {
    TrustedDealer dealer = new TrustedDealer(2, new int[] {1, 2, 3}, SEED);
    List<SigningRequest> requests = requests(1, List.of());
    assertThrows(BadParametersException.class, () -> create(dealer, new int[] {1, 2}, requests, 2));
    create(dealer, new int[] {1, 2}, requests, 3).close();
    dealer.share(1).erasePair(new PartyIndex(2));
    assertThrows(BadParametersException.class, () -> create(dealer, new int[] {1, 2}, requests, 3));
  }

  @Test
  void differentRequests_giveDifferentSessions() {
    TrustedDealer dealer = new TrustedDealer(2, new int[] {1, 2, 3}, SEED);
    int[] quorum = {1, 2};
    SessionId plain = create(dealer, quorum, requests(1, List.of()), 9).sid();
    assertEquals(plain, create(dealer, quorum, requests(1, List.of()), 9).sid());
    assertFalse(plain.equals(create(dealer, quorum, requests(2, List.of()), 9).sid()));
    assertFalse(plain.equals(create(dealer, quorum, requests(1, List.of(1L)), 9).sid()));
    assertFalse(plain.equals(create(dealer, new int[] {1, 3}, requests(1, List.of()), 9).sid()));
  }

  @Test
  void closedSession_emitsNothingMore() {
    TrustedDealer dealer = new TrustedDealer(2, new int[] {1, 2}, SEED);
    SigningRun run = new SigningRun(dealer, new int[] {1, 2}, requests(1, List.of()), SEED);
    SigningSession one = run.session(1);
    Step<List<EcdsaSignature>> started = run.session(2).start();
    one.start();
    one.close();
    for (Outbound outbound : started.emissions().getFirst().messages()) {
      assertTrue(one.receive(new PartyIndex(2), outbound.wire()).emissions().isEmpty());
    }
    assertThrows(IllegalStateException.class, one::start);
    assertThrows(IllegalStateException.class, () -> one.recheck(dealer.share(1)));
  }

  @Test
  void messagesBeforeTheStart_areKept() {
    TrustedDealer dealer = new TrustedDealer(2, new int[] {1, 2}, SEED);
    SigningRun run = new SigningRun(dealer, new int[] {1, 2}, requests(1, List.of()), SEED);
    for (Outbound outbound : run.session(2).start().emissions().getFirst().messages()) {
      assertTrue(run.session(1).receive(new PartyIndex(2), outbound.wire()).emissions().isEmpty());
    }
    List<Emission> emissions = run.session(1).start().emissions();
    assertEquals(List.of(1, 2), emissions.stream().map(Emission::round).toList());
  }

  /// What was never sealed never left, so no later round may follow it.
  @Test
  void failedStart_endsTheSession() {
    TrustedDealer dealer = new TrustedDealer(2, new int[] {1, 2}, SEED);
    List<SigningRequest> requests = requests(1, List.of());
    IdentitySigner sealing = new FakeIdentity(TrustedDealer.identity(1));
    boolean[] works = new boolean[1];
    IdentitySigner failing =
        message -> {
          if (!works[0]) {
            throw new IllegalStateException("no signer");
          }
          return sealing.sign(message);
        };
    SigningSession one =
        SigningSession.create(
            dealer.share(1),
            SigningRun.signers(1, 2),
            new byte[32],
            new byte[32],
            requests,
            peer -> false,
            failing,
            FakeIdentity.VERIFIER,
            new Randomness(out -> Arrays.fill(out, (byte) 5), new byte[0]));
    assertThrows(IllegalStateException.class, one::start);
    works[0] = true;
    SigningRun run = new SigningRun(dealer, new int[] {1, 2}, requests, SEED);
    assertEquals(run.session(2).sid(), one.sid());
    for (Outbound outbound : run.session(2).start().emissions().getFirst().messages()) {
      assertTrue(one.receive(new PartyIndex(2), outbound.wire()).emissions().isEmpty());
    }
  }

  @Test
  void requestDigest_isTheScalarModuloTheOrder() {
    // A digest above the order is signed as its residue.
    TrustedDealer dealer = new TrustedDealer(2, new int[] {1, 2}, SEED);
    byte[] high = new byte[32];
    Arrays.fill(high, (byte) 0xff);
    long[] residue = new long[Scalars.LIMBS];
    Scalars.reduce256(residue, 0, high, 0);
    assertFalse(Scalars.decode(new long[Scalars.LIMBS], 0, high, 0));
    assertSigns(dealer, new int[] {1, 2}, List.of(new SigningRequest(high, List.of())));
  }
}
