package io.strongroom.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.threshold.Abort;
import io.strongroom.threshold.EcdsaSignature;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.PendingKey;
import io.strongroom.threshold.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A few thousand random changes to messages, most by the network and some by a signing sender.
/// Nothing may throw, no wrong signature may come out, and no honest party may be named.
class MutationTest {

  private static final int SIGNING_RUNS = 220;
  private static final int KEY_RUNS = 15;

  /// The rules of one run: every message is preceded by changed copies that nobody signed, and a
  /// message of the deviant is sometimes replaced by one that it signed.
  private static final class Mutator implements Rule {

    private final Random random;
    private final Identities identities;
    private final int deviant;
    private final List<byte[]> seen = new ArrayList<>();
    private int mutations;

    Mutator(long seed, Identities identities, int deviant) {
      this.random = new Random(seed);
      this.identities = identities;
      this.deviant = deviant;
    }

    @Override
    public List<Message> apply(Message message) {
      List<Message> out = new ArrayList<>();
      for (int k = random.nextInt(3); k > 0; k--) {
        out.add(message.corrupted(mutated(message.wire())));
        mutations++;
      }
      seen.add(message.payload());
      if (message.from() == deviant && random.nextInt(6) == 0) {
        byte[] payload = mutated(message.payload());
        mutations++;
        out.add(message.resigned(payload, identities.signer(message.envelope().from())));
      } else {
        out.add(message);
      }
      return out;
    }

    private byte[] mutated(byte[] bytes) {
      byte[] out = bytes.clone();
      int at = out.length == 0 ? 0 : random.nextInt(out.length);
      return switch (random.nextInt(7)) {
        case 0 -> Arrays.copyOf(out, at);
        case 1 -> Arrays.copyOf(out, out.length + 1 + random.nextInt(100));
        case 2 -> {
          Arrays.fill(out, at, out.length, (byte) 0xFF);
          yield out;
        }
        case 3 -> {
          Arrays.fill(out, at, Math.min(out.length, at + 33), (byte) 0);
          yield out;
        }
        case 4 -> seen.isEmpty() ? new byte[0] : seen.get(random.nextInt(seen.size())).clone();
        case 5 -> {
          System.arraycopy(out, at, out, 0, out.length - at);
          yield out;
        }
        default -> {
          if (out.length > 0) {
            out[at] ^= (byte) (1 << random.nextInt(8));
          }
          yield out;
        }
      };
    }
  }

  @Test
  void mutatedSigning_releasesNothingWrongAndNamesNobodyHonest() {
    int mutations = 0;
    int finished = 0;
    int aborted = 0;
    for (long seed = 1; seed <= SIGNING_RUNS; seed++) {
      SigningRun run = Keys.run(seed % 3 == 0 ? 3 : 2, 1, seed);
      Mutator mutator = new Mutator(seed, run.key().identities(), 3);
      Network<List<EcdsaSignature>> network = run.network(seed).rule(mutator);
      runNoted(network, seed);
      for (PartyIndex party : run.signers()) {
        if (party.value() != 3) {
          switch (network.progress(party)) {
            case Progress.Finished<List<EcdsaSignature>> done -> {
              finished++;
              IndependentEcdsa.assertSigned(
                  run.key().publicPackage(), run.requests(), done.value(), "seed " + seed);
            }
            case Progress.Aborted<List<EcdsaSignature>> stopped -> {
              aborted++;
              assertOnlyDeviantNamed(stopped.abort(), 3, seed);
            }
            case Progress.Running<List<EcdsaSignature>> waiting -> {
              // Something was dropped.
            }
          }
        }
      }
      network.close();
      mutations += mutator.mutations;
    }
    assertTrue(mutations > 2_000, "mutations: " + mutations);
    assertTrue(finished > 20 && aborted > 20, finished + " finished, " + aborted + " aborted");
  }

  @Test
  void mutatedKeyGeneration_namesNobodyHonest() {
    int mutations = 0;
    for (long seed = 1; seed <= KEY_RUNS; seed++) {
      Ceremony ceremony = new Ceremony(2, Identities.count(2), seed);
      Mutator mutator = new Mutator(seed, ceremony.identities(), 2);
      Network<PendingKey> network = ceremony.network(seed).rule(mutator);
      runNoted(network, seed);
      switch (network.progress(new PartyIndex(1))) {
        case Progress.Finished<PendingKey> done -> done.value().close();
        case Progress.Aborted<PendingKey> stopped ->
            assertOnlyDeviantNamed(stopped.abort(), 2, seed);
        case Progress.Running<PendingKey> waiting -> {
          // Something was dropped.
        }
      }
      network.close();
      mutations += mutator.mutations;
    }
    assertTrue(mutations > 80, "mutations: " + mutations);
  }

  private static void runNoted(Network<?> network, long seed) {
    try {
      network.run();
    } catch (RuntimeException e) {
      throw new AssertionError("seed " + seed, e);
    }
  }

  private static void assertOnlyDeviantNamed(Abort abort, int deviant, long seed) {
    PartyIndex named = new PartyIndex(deviant);
    assertTrue(
        abort.culprits().stream().allMatch(named::equals)
            && abort.burn().stream().allMatch(named::equals),
        () -> "seed " + seed + ": " + abort);
  }
}
