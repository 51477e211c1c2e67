package io.strongroom.threshold.vole;

import static io.strongroom.threshold.math.Scalars.LIMBS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.threshold.hash.TaggedHash;
import io.strongroom.threshold.math.Scalars;
import io.strongroom.threshold.ot.DealtSeeds;
import io.strongroom.threshold.ot.OtExtensionLayout;
import io.strongroom.threshold.ot.OtExtensionPads;
import io.strongroom.threshold.ot.OtExtensionReceiver;
import io.strongroom.threshold.ot.OtExtensionSender;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RandomVoleTest {

  private static final long SEED = 0x0901L;

  @Test
  void sharesAddUpToTheProduct_inEveryInstanceOfABatch() {
    Pair pair = new Pair(2, SEED);
    for (int instance = 0; instance < 2; instance++) {
      long[] input = pair.scalars(3);
      byte[] message = new byte[RandomVole.MESSAGE_BYTES + 7];
      long[] shares = new long[2 * LIMBS];
      long[] result = new long[3 * LIMBS];
      new RandomVoleSender().multiply(pair.sender, instance, input, message, 7, shares);
      assertTrue(RandomVoleReceiver.isCanonical(message, 7));
      assertTrue(new RandomVoleReceiver().multiply(pair.receiver, instance, message, 7, result));
      for (int i = 0; i < 2; i++) {
        long[] sum = new long[LIMBS];
        long[] product = new long[LIMBS];
        Scalars.add(sum, 0, shares, i * LIMBS, result, (1 + i) * LIMBS);
        Scalars.mul(product, 0, input, i * LIMBS, result, 0);
        assertArrayEquals(product, sum, "column " + i + " seed " + SEED);
      }
    }
  }

  @Test
  void gadgetVector_knownAnswers() {
    byte[] counting = new byte[32];
    for (int k = 0; k < 32; k++) {
      counting[k] = (byte) k;
    }
    byte[] zero = new byte[32];
    byte[] seed = new RandomVole(counting, 0).gadgetSeed(zero, zero, zero);
    long[] g = new long[OtExtensionLayout.TRANSFERS * LIMBS];
    RandomVole.gadget(seed, g);
    assertEquals("1e730853a13d45307b4cce47b16b66488261dc07f163ea959126ecd5113ec26a", hex(g, 0));
    assertEquals("6dce73391a61283523f951e3453731f5d72c345dced96e73e8da43a7d069794e", hex(g, 751));
  }

  @Test
  void changedMatrixDigestOrSum_failsTheCheck() {
    Pair pair = new Pair(1, SEED + 1);
    byte[] message = pair.honestMessage();
    int[] positions = {
      31,
      32 * 3 * 400 + 31,
      RandomVole.MATRIX_BYTES - 1,
      RandomVole.DIGEST_AT,
      RandomVole.SUM_AT + 31
    };
    for (int at : positions) {
      byte[] changed = message.clone();
      changed[at] ^= 1;
      long[] result = new long[3 * LIMBS];
      assertFalse(
          new RandomVoleReceiver().multiply(pair.receiver, 0, changed, 0, result), "byte " + at);
      assertArrayEquals(new long[3 * LIMBS], result);
    }
  }

  /// One row made with another a, everything after it recomputed for a guess of that choice bit:
  /// test 19 of the specification.
  @Test
  void oneInconsistentRow_passesForExactlyOneGuessOfTheChoice() {
    Pair pair = new Pair(1, SEED + 19);
    int row = 123;
    boolean[] passed = new boolean[2];
    for (int guess = 0; guess < 2; guess++) {
      byte[] message = deviateInOneRow(pair, row, guess);
      passed[guess] =
          new RandomVoleReceiver().multiply(pair.receiver, 0, message, 0, new long[3 * LIMBS]);
    }
    int choice = (int) (pair.receiver.choiceMask(row) & 1);
    assertTrue(passed[choice], "seed " + SEED);
    assertFalse(passed[1 - choice], "seed " + SEED);
  }

  private static byte[] deviateInOneRow(Pair pair, int row, int guess) {
    byte[] message = pair.honestMessage();
    long[] one = {1, 0, 0, 0};
    long[] q = new long[LIMBS];
    int at = row * 3 * Scalars.BYTES;
    Scalars.decode(q, 0, message, at);
    Scalars.add(q, 0, q, 0, one, 0);
    Scalars.encode(message, at, q, 0);
    RandomVole transcript = new RandomVole(pair.sender.context2(), 0);
    long[] theta = transcript.theta(RandomVole.matrixDigest(message, 0));
    long[] t0 = new long[OtExtensionPads.INSTANCE_LONGS];
    pair.sender.pads(0, t0, new long[OtExtensionPads.INSTANCE_LONGS]);
    byte[] sums = new byte[OtExtensionLayout.TRANSFERS * 32];
    for (int j = 0; j < OtExtensionLayout.TRANSFERS; j++) {
      long[] u = Arrays.copyOfRange(t0, (3 * j + 2) * LIMBS, (3 * j + 3) * LIMBS);
      Scalars.mulAdd(u, 0, theta, 0, t0, 3 * j * LIMBS);
      Scalars.mulAdd(u, 0, theta, LIMBS, t0, (3 * j + 1) * LIMBS);
      if (j == row && guess == 1) {
        Scalars.add(u, 0, u, 0, theta, 0);
      }
      Scalars.encode(sums, 32 * j, u, 0);
    }
    System.arraycopy(transcript.checkDigest(sums), 0, message, RandomVole.DIGEST_AT, 32);
    long[] v = Arrays.copyOfRange(pair.input, 2 * LIMBS, 3 * LIMBS);
    Scalars.mulAdd(v, 0, theta, 0, pair.input, 0);
    Scalars.mulAdd(v, 0, theta, LIMBS, pair.input, LIMBS);
    Scalars.encode(message, RandomVole.SUM_AT, v, 0);
    return message;
  }

  @Test
  void scalarNotBelowTheOrder_isNotCanonical() {
    byte[] message = new Pair(1, SEED).honestMessage();
    for (int at : new int[] {0, RandomVole.MATRIX_BYTES - 32, RandomVole.SUM_AT}) {
      byte[] changed = message.clone();
      Arrays.fill(changed, at, at + 32, (byte) 0xff);
      assertFalse(RandomVoleReceiver.isCanonical(changed, 0), "byte " + at);
    }
    byte[] anyDigest = message.clone();
    Arrays.fill(anyDigest, RandomVole.DIGEST_AT, RandomVole.SUM_AT, (byte) 0xff);
    assertTrue(RandomVoleReceiver.isCanonical(anyDigest, 0));
  }

  private static String hex(long[] scalars, int index) {
    return HexFormat.of().formatHex(Scalars.encoded(scalars, index * LIMBS));
  }

  private static final class Pair {
    final Random random;
    final OtExtensionReceiver receiver;
    final OtExtensionSender sender;
    long[] input = new long[3 * LIMBS];

    Pair(int batch, long seed) {
      random = new Random(seed);
      OtExtensionLayout layout = new OtExtensionLayout(batch);
      DealtSeeds seeds = DealtSeeds.deal(random);
      byte[] choices = new byte[layout.rowBytes()];
      random.nextBytes(choices);
      byte[] nonce = new byte[32];
      random.nextBytes(nonce);
      byte[] context1 = OtExtensionReceiver.context1(nonce, 2, 1, nonce);
      receiver = OtExtensionReceiver.extend(layout, seeds.leaves(), context1, choices);
      sender =
          OtExtensionSender.receive(
              layout, seeds.known(), seeds.missing(), context1, receiver.message(), 0);
      sender.bind(nonce);
      receiver.bind(nonce);
    }

    long[] scalars(int count) {
      long[] out = new long[count * LIMBS];
      for (int k = 0; k < count; k++) {
        byte[] block = new byte[32];
        random.nextBytes(block);
        TaggedHash.hs(out, k * LIMBS, "test-scalar", block);
      }
      return out;
    }

    byte[] honestMessage() {
      input = scalars(3);
      byte[] message = new byte[RandomVole.MESSAGE_BYTES];
      new RandomVoleSender().multiply(sender, 0, input, message, 0, new long[2 * LIMBS]);
      return message;
    }
  }
}
