package io.strongroom.threshold;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.threshold.curve.Curve;
import io.strongroom.threshold.math.Scalars;
import io.strongroom.threshold.wire.Envelope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeyGenerationTest {

  @ParameterizedTest
  @CsvSource({"2,2,1", "2,3,2", "3,5,3"})
  void everyQuorum_interpolatesToTheSameKey(int t, int n, long seed) {
    TestKeys keys = TestKeys.generate(t, TestIdentities.count(n), seed);
    byte[] publicKey = keys.any().publicPackage().publicKey();
    for (int subset = 0; subset < 1 << n; subset++) {
      List<PartyIndex> quorum = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        if ((subset >> i & 1) != 0) {
          quorum.add(new PartyIndex(i + 1));
        }
      }
      if (quorum.size() >= t) {
        byte[] key = Curve.mulBase(interpolate(keys.shares(), quorum));
        assertArrayEquals(publicKey, key, "quorum " + quorum + " seed " + seed);
      } else if (quorum.size() == t - 1) {
        byte[] key = Curve.mulBase(interpolate(keys.shares(), quorum));
        assertFalse(Arrays.equals(publicKey, key), "t - 1 shares give the key");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"2,3,4"})
  void pairSetups_fitTogether(int t, int n, long seed) {
    TestKeys keys = TestKeys.generate(t, TestIdentities.count(n), seed);
    for (KeyShare bob : keys.shares().values()) {
      for (PartyIndex peer : bob.peers()) {
        KeyShare alice = keys.share(peer.value());
        byte[] built = bob.pair(peer).builtLeaves();
        byte[] known = alice.pair(bob.self()).knownLeaves();
        byte[] missing = alice.pair(bob.self()).missing();
        for (int tree = 0; tree < PairSetup.TREES; tree++) {
          int slot = 0;
          for (int y = 0; y < PairSetup.LEAVES; y++) {
            if (y != missing[tree]) {
              int at = (tree * PairSetup.LEAVES + y) * PairSetup.LEAF;
              int from = (tree * 3 + slot++) * PairSetup.LEAF;
              assertArrayEquals(
                  Arrays.copyOfRange(built, at, at + PairSetup.LEAF),
                  Arrays.copyOfRange(known, from, from + PairSetup.LEAF));
            }
          }
        }
        assertArrayEquals(bob.pair(peer).zeroSeed(), alice.pair(bob.self()).zeroSeed());
        assertFalse(Arrays.equals(built, alice.pair(bob.self()).builtLeaves()));
      }
    }
  }

  @Test
  void parties_agreeOnThePackageAndItsHashIsRecomputable() {
    TestKeys keys = TestKeys.generate(2, TestIdentities.of(3, 7, 65535), 5);
    PublicKeyPackage first = keys.any().publicPackage();
    for (KeyShare share : keys.shares().values()) {
      assertEquals(first, share.publicPackage());
      long[] x = new long[Scalars.LIMBS];
      share.copyShare(x, 0);
      assertArrayEquals(
          first.verificationShare(share.self()), Curve.mulBase(Scalars.encoded(x, 0)));
    }
    PublicKeyPackage parsed = PublicKeyPackage.parse(first.record());
    assertEquals(first, parsed);
    assertArrayEquals(first.pkg(), parsed.pkg());
    assertEquals(2, parsed.threshold());
    assertEquals(1, parsed.epoch());
    assertTrue(parsed.isHeldBy(keys.identities().parties()));
  }

  @Test
  void messageSizes_areThoseOfTheSpecification() {
    TestKeys.Run run = TestKeys.run(2, TestIdentities.count(3), 6);
    SortedMap<String, Integer> sizes = new TreeMap<>();
    for (Pump.Letter letter : run.pump().delivered()) {
      var envelope = Envelope.parse(letter.outbound().wire(), 16_384).orElseThrow();
      sizes.merge(
          envelope.round() + (envelope.isBroadcast() ? "b" : "p"),
          envelope.payload().length,
          (a, b) -> {
            assertEquals(a, b);
            return a;
          });
    }
    assertEquals("{1b=64, 1p=32, 2b=227, 2p=8576, 3b=32, 3p=14624}", sizes.toString());
  }

  @Test
  void everyDeliveryOrder_succeeds() {
    byte[] previous = new byte[0];
    for (long seed = 10; seed < 14; seed++) {
      TestKeys.Run run = TestKeys.run(2, TestIdentities.count(2), 7, seed);
      byte[] pkg = run.pending(1).publicPackage().pkg();
      assertTrue(previous.length == 0 || Arrays.equals(previous, pkg), "seed " + seed);
      previous = pkg;
    }
  }

  @Test
  void messagesBeforeTheStart_areBuffered() {
    TestIdentities ids = TestIdentities.count(2);
    SortedMap<PartyIndex, KeyGeneration> sessions = TestKeys.sessions(2, ids, 9);
    KeyGeneration early = sessions.firstEntry().getValue();
    KeyGeneration late = sessions.lastEntry().getValue();
    for (Outbound outbound : early.start().emissions().getFirst().messages()) {
      Step<PendingKey> step = late.receive(new PartyIndex(1), outbound.wire());
      assertEquals(List.of(), step.emissions());
    }
    List<Emission> emissions = late.start().emissions();
    assertEquals(List.of(1, 2), emissions.stream().map(Emission::round).toList());
  }

  @Test
  void confirmationOfAFasterPeer_isKeptForTheActivation() {
    TestIdentities ids = TestIdentities.count(2);
    byte[] confirmation = TestKeys.run(2, ids, 9).pending(2).confirm(ids.signer(new PartyIndex(2)));
    KeyGeneration slow = TestKeys.sessions(2, ids, 9).firstEntry().getValue();
    slow.start();
    slow.receive(new PartyIndex(2), confirmation);
    assertArrayEquals(confirmation, slow.earlyConfirmations().get(new PartyIndex(2)));
    assertEquals(1, slow.earlyConfirmations().size());
  }

  @Test
  void holdersThatDoNotDeal_getValidShares() {
    TestIdentities ids = TestIdentities.count(3);
    PartySet dealers =
        ids.parties().subset(new TreeSet<>(List.of(new PartyIndex(1), new PartyIndex(3))));
    SortedMap<PartyIndex, KeyGeneration> sessions = new TreeMap<>();
    for (Party party : ids.parties().ascending()) {
      sessions.put(
          party.index(),
          KeyGeneration.dealt(
              "key-1",
              new Parameters(2, 3),
              dealers,
              ids.parties(),
              party.index(),
              new byte[32],
              ids.signer(party.index()),
              TestIdentities.verifier(),
              TestKeys.randomness(20 + party.index().value())));
    }
    new Pump<PendingKey>(sessions, 8)
        .run()
        .forEach((index, progress) -> {
          var finished = assertInstanceOf(Progress.Finished.class, progress);
          try (PendingKey key = (PendingKey) finished.value()) {
            assertEquals(index, key.self());
          }
        });
  }

  @Test
  void badParameters_areRefusedBeforeRound1() {
    assertRefused(() -> new Parameters(1, 2));
    assertRefused(() -> new Parameters(3, 2));
    assertRefused(() -> new Parameters(2, 33));
    assertRefused(() -> new PartyIndex(0));
    assertRefused(() -> new PartyIndex(65536));
    TestIdentities ids = TestIdentities.count(3);
    Party one = ids.parties().get(new PartyIndex(1));
    Party two = ids.parties().get(new PartyIndex(2));
    assertRefused(() -> PartySet.of(List.of(one, new Party(one.index(), two.identityPublicKey()))));
    assertRefused(() -> PartySet.of(List.of(one, new Party(two.index(), one.identityPublicKey()))));
    assertRefused(() -> create(ids, new Parameters(2, 2), 1, "key-1", new byte[32]));
    assertRefused(() -> create(ids, new Parameters(2, 3), 4, "key-1", new byte[32]));
    assertRefused(() -> create(ids, new Parameters(2, 3), 1, "", new byte[32]));
    assertRefused(() -> create(ids, new Parameters(2, 3), 1, "k".repeat(65), new byte[32]));
    assertRefused(() -> create(ids, new Parameters(2, 3), 1, "schlüssel", new byte[32]));
    assertRefused(() -> create(ids, new Parameters(2, 3), 1, "key-1", new byte[31]));
  }

  @Test
  void session_startsOnceAndNotAfterClose() {
    TestIdentities ids = TestIdentities.count(2);
    KeyGeneration session = create(ids, new Parameters(2, 2), 1, "key-1", new byte[32]);
    session.start();
    assertThrows(IllegalStateException.class, session::start);
    session.close();
    session.close();
    assertThrows(IllegalStateException.class, session::start);
  }

  private static KeyGeneration create(
      TestIdentities ids, Parameters parameters, int self, String keyId, byte[] nonce) {
    return KeyGeneration.dkg(
        keyId,
        parameters,
        ids.parties(),
        new PartyIndex(self),
        nonce,
        message -> new byte[64],
        TestIdentities.verifier(),
        TestKeys.randomness(1));
  }

  private static void assertRefused(Executable action) {
    BadParametersException e = assertThrows(BadParametersException.class, action);
    assertEquals(AbortCode.BAD_PARAMS, e.code());
  }

  /// Σ λ_i x_i over the quorum.
  private static byte[] interpolate(
      SortedMap<PartyIndex, KeyShare> shares, List<PartyIndex> quorum) {
    long[] sum = new long[4];
    long[] x = new long[4];
    for (PartyIndex i : quorum) {
      long[] term = new long[4];
      Objects.requireNonNull(shares.get(i)).copyShare(term, 0);
      for (PartyIndex j : quorum) {
        if (!j.equals(i)) {
          long[] a = new long[4];
          long[] b = new long[4];
          Scalars.fromInt(a, 0, j.value());
          Scalars.fromInt(b, 0, i.value());
          Scalars.sub(b, 0, a, 0, b, 0);
          Scalars.invertVarTime(b, 0, b, 0);
          Scalars.mul(x, 0, a, 0, b, 0);
          Scalars.mul(term, 0, term, 0, x, 0);
        }
      }
      Scalars.add(sum, 0, sum, 0, term, 0);
    }
    return Scalars.encoded(sum, 0);
  }
}
