package io.strongroom.testkit.sim;

import static io.strongroom.threshold.math.Scalars.LIMBS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.threshold.Abort;
import io.strongroom.threshold.AbortCode;
import io.strongroom.threshold.EcdsaSignature;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.Progress;
import io.strongroom.threshold.math.Scalars;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A signer that follows the protocol around its cheat: rows 16, 19, 20, 22, 24, 26, 28, 33 and 34
/// of the adversarial tests. Party 3 cheats.
class ConsistentCheatTest {

  private static final int DEVIANT = 3;
  private static final long[] ONE = {1, 0, 0, 0};

  private static Network<List<EcdsaSignature>> play(
      int signers, int batch, long seed, Deviation deviation) {
    return Keys.run(signers, batch, seed).network(seed, DEVIANT, deviation);
  }

  private static List<Integer> honest(int signers) {
    return signers == 2 ? List.of(1) : List.of(1, 2);
  }

  private static void assertAll(
      int signers, Network<List<EcdsaSignature>> network, Verdict verdict, int lastRound) {
    network.runBefore(lastRound).run();
    for (int party : honest(signers)) {
      verdict.assertAt(party, network, DEVIANT, lastRound, signers + " signers");
      verdict.assertRecheck(party, network, Keys.of(2, 3));
    }
  }

  private static void addOne(long[] scalars, int offset) {
    Scalars.add(scalars, offset, scalars, offset, ONE, 0);
  }

  private static boolean finished(Network<List<EcdsaSignature>> network, int party) {
    return network.progress(new PartyIndex(party)) instanceof Progress.Finished;
  }

  /// Row 16: a different choice vector in one tree passes for one of the four values of y*.
  @ParameterizedTest
  @CsvSource({"2,1,0,5", "3,1,63,900", "2,2,17,1501"})
  void otherChoicesInOneTree_passForExactlyOneGuess(int signers, int batch, int tree, int column) {
    int passed = 0;
    for (int guess = 0; guess < 4; guess++) {
      int y = guess;
      Deviation deviation =
          new Deviation() {
            @Override
            public byte[] extension(PartyIndex peer, Extension extension) {
              return peer.value() == 1
                  ? SplitExtension.of(extension, tree, column, y)
                  : extension.honest();
            }
          };
      Network<List<EcdsaSignature>> network =
          play(signers, batch, 16, deviation).runBefore(2).run();
      if (network.lastRound(1) > 1) {
        passed++;
        byte[] missing = Keys.of(2, 3).share(1).pair(new PartyIndex(DEVIANT)).missing();
        assertEquals(missing[tree], (byte) y, "the guess that passed");
      } else {
        Verdict.burn(AbortCode.COT_CHECK).assertAt(1, network, DEVIANT, 1, "guess " + guess);
      }
      network.close();
    }
    assertEquals(1, passed);
  }

  /// Row 19: one inconsistent row passes for one of the two values of β_j, and a right guess is
  /// carried through to a good signature.
  @ParameterizedTest
  @CsvSource({"2,1,0", "3,1,751", "2,2,300", "3,2,1"})
  void inconsistentRow_passesForExactlyOneGuess(int signers, int batch, int row) {
    int passed = 0;
    for (boolean guess : new boolean[] {false, true}) {
      Deviation deviation =
          new Deviation() {
            @Override
            public Optional<RowGuess> row(PartyIndex peer, int request) {
              return peer.value() == 1 && request == batch - 1
                  ? Optional.of(new RowGuess(row, guess))
                  : Optional.empty();
            }
          };
      Network<List<EcdsaSignature>> network =
          play(signers, batch, 19 + row, deviation).runBefore(3).run();
      if (finished(network, 1)) {
        passed++;
      } else {
        Verdict.burn(AbortCode.RVOLE_CHECK).assertAt(1, network, DEVIANT, 2, "guess " + guess);
      }
      network.close();
    }
    assertEquals(1, passed);
  }

  /// Row 20.
  @ParameterizedTest
  @CsvSource({"2,1", "3,1", "2,2", "3,2"})
  void otherMultiplicationInput_isGamma(int signers, int batch) {
    for (int which = 0; which < 2; which++) {
      int input = which;
      Deviation deviation =
          new Deviation() {
            @Override
            public void inputs(PartyIndex peer, int request, long[] inputs) {
              if (request == batch - 1) {
                addOne(inputs, input * LIMBS);
              }
            }
          };
      AbortCode code = which == 0 ? AbortCode.GAMMA_U : AbortCode.GAMMA_V;
      assertAll(signers, play(signers, batch, 20, deviation), Verdict.burn(code), 2);
    }
  }

  /// Row 22.
  @ParameterizedTest
  @CsvSource({"2,1", "3,1", "2,2", "3,2"})
  void shiftedKeyShare_isSumPkWithoutBlame(int signers, int batch) {
    Deviation deviation =
        new Deviation() {
          @Override
          public void announcedKey(PartyIndex peer, int request, long[] sk) {
            addOne(sk, 0);
          }

          @Override
          public void inputs(PartyIndex peer, int request, long[] inputs) {
            addOne(inputs, LIMBS);
          }
        };
    assertAll(signers, play(signers, batch, 22, deviation), Verdict.nobody(AbortCode.SUM_PK), 2);
  }

  /// Row 34: a share that does not belong to this epoch's polynomial.
  @ParameterizedTest
  @CsvSource({"2,1", "3,2"})
  void shareOfAnotherEpoch_isSumPkWithoutBlame(int signers, int batch) {
    Deviation deviation =
        new Deviation() {
          @Override
          public void share(long[] x) {
            addOne(x, 0);
          }
        };
    assertAll(signers, play(signers, batch, 34, deviation), Verdict.nobody(AbortCode.SUM_PK), 2);
  }

  private static Deviation otherNonce(int towards) {
    return new Deviation() {
      @Override
      public void nonce(PartyIndex peer, int request, long[] r) {
        if (towards == 0 || peer.value() == towards) {
          addOne(r, 0);
        }
      }
    };
  }

  /// Row 24: two honest parties see different nonces, each consistent with everything else that it
  /// sees; the echo of round 1 ends it before any ψ exists.
  @ParameterizedTest
  @CsvSource({"1", "2"})
  void splitNonce_isSeenBeforeAnyMaskLeaves(int batch) {
    Network<List<EcdsaSignature>> network = play(3, batch, 24, otherNonce(1));
    assertAll(3, network, Verdict.nobody(AbortCode.EQUIVOCATION_R1), 2);
  }

  /// Row 33: whoever is named, it is never an honest party, and nothing is burned.
  @ParameterizedTest
  @CsvSource({"1", "2"})
  void splitFreshness_namesNoHonestParty(int batch) {
    Deviation deviation =
        new Deviation() {
          @Override
          public byte[] freshness(PartyIndex peer, byte[] own) {
            own[0] ^= (byte) (peer.value() == 1 ? 1 : 0);
            return own;
          }
        };
    Network<List<EcdsaSignature>> network = play(3, batch, 33, deviation);
    assertAll(3, network, Verdict.nobody(AbortCode.EQUIVOCATION_R1), 2);
    for (int party : honest(3)) {
      Abort abort = network.abort(party);
      assertTrue(abort.evidence().size() >= 2, "the originals to exchange");
    }
  }

  /// Row 26.
  @ParameterizedTest
  @CsvSource({"1", "2"})
  void differentMasks_endInBadSignature(int batch) {
    Deviation deviation =
        new Deviation() {
          @Override
          public void mask(PartyIndex peer, int request, long[] phi) {
            if (peer.value() == 1) {
              addOne(phi, 0);
            }
          }
        };
    Network<List<EcdsaSignature>> network = play(3, batch, 26, deviation);
    assertAll(3, network, Verdict.nobody(AbortCode.BAD_SIGNATURE), 4);
  }

  /// Row 28: an otherwise perfect fragment over another digest.
  @ParameterizedTest
  @CsvSource({"2,1", "3,1", "2,2", "3,2"})
  void fragmentOverAnotherDigest_isFragmentMismatch(int signers, int batch) {
    Deviation deviation =
        new Deviation() {
          @Override
          public byte[] digest(int request, byte[] digest) {
            return request == batch - 1 ? Bytes.flip(0).apply(digest) : digest;
          }
        };
    Network<List<EcdsaSignature>> network = play(signers, batch, 28, deviation);
    int last = signers == 2 ? 3 : 4;
    assertAll(signers, network, Verdict.sender(AbortCode.FRAGMENT_MISMATCH), last);
    assertFalse(finished(network, 1), "released");
  }

  /// A cheat towards one party leaves the other one waiting or aborting, never finishing with a
  /// provable accusation of an honest party.
  @ParameterizedTest
  @CsvSource({"1", "2"})
  void cheatTowardsOneParty_accusesNobodyElse(int target) {
    List<Deviation> cheats = new ArrayList<>();
    for (int which = 0; which < 2; which++) {
      int input = which;
      cheats.add(
          new Deviation() {
            @Override
            public void inputs(PartyIndex peer, int request, long[] inputs) {
              if (peer.value() == target) {
                addOne(inputs, input * LIMBS);
              }
            }
          });
    }
    for (Deviation cheat : cheats) {
      Network<List<EcdsaSignature>> network = play(3, 1, 35, cheat).runBefore(2).run();
      Abort abort = network.abort(target);
      assertEquals(Set.of(new PartyIndex(DEVIANT)), abort.culprits());
      PartyIndex other = new PartyIndex(3 - target);
      assertTrue(network.progress(other) instanceof Progress.Running, "the other still waits");
    }
  }
}
