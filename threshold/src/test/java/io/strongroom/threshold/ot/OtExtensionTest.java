package io.strongroom.threshold.ot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.threshold.hash.PrefixHash;
import io.strongroom.threshold.math.Gf128;
import io.strongroom.threshold.math.Scalars;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtExtensionTest {

  private static final long SEED = 0x0751_0aL;
  private static final byte[] CONTEXT = countingBytes(32);
  private static final byte[] NONCE = countingBytes(32);

  @ParameterizedTest(name = "B = {0}")
  @ValueSource(ints = {1, 2, 3, 8, 32})
  void receiverPads_areTheSendersPadsOfTheChoice(int batch) {
    OtExtensionLayout layout = new OtExtensionLayout(batch);
    Run run = new Run(layout, new Random(SEED + batch));
    assertTrue(run.sender.consistent(), "seed " + SEED);
    run.sender.bind(NONCE);
    run.receiver.bind(NONCE);
    long[] t0 = new long[OtExtensionPads.INSTANCE_LONGS];
    long[] t1 = t0.clone();
    long[] chosen = t0.clone();
    for (int instance : new int[] {0, batch - 1}) {
      run.sender.pads(instance, t0, t1);
      run.receiver.pads(instance, chosen);
      int stride = OtExtensionPads.WIDTH * Scalars.LIMBS;
      for (int row = 0; row < OtExtensionLayout.TRANSFERS; row++) {
        int column = instance * OtExtensionLayout.TRANSFERS + row;
        long[] expected = run.receiver.choiceMask(column) == 0 ? t0 : t1;
        long[] other = run.receiver.choiceMask(column) == 0 ? t1 : t0;
        int at = row * stride;
        assertTrue(
            Arrays.equals(expected, at, at + stride, chosen, at, at + stride), "column " + column);
        assertFalse(
            Arrays.equals(other, at, at + stride, chosen, at, at + stride), "column " + column);
      }
    }
  }

  @Test
  void sizes_areThoseOfTheSpecification() {
    assertEquals(8_256, new OtExtensionLayout(1).messageBytes());
    assertEquals(3_040, new OtExtensionLayout(32).rowBytes());
    assertEquals(194_560 + 64, new OtExtensionLayout(32).messageBytes());
    assertEquals(188, new OtExtensionLayout(32).blocks());
    assertEquals(8_192, OtExtensionLayout.RECEIVER_SEED_BYTES);
    assertEquals(6_144, OtExtensionLayout.SENDER_SEED_BYTES);
    assertThrows(IllegalArgumentException.class, () -> new OtExtensionLayout(0));
    assertThrows(IllegalArgumentException.class, () -> new OtExtensionLayout(33));
  }

  @Test
  void anyBitOfTheMessageChanged_failsTheCheck() {
    OtExtensionLayout layout = new OtExtensionLayout(1);
    Random random = new Random(SEED);
    DealtSeeds seeds = DealtSeeds.deal(random);
    byte[] choices = new byte[layout.rowBytes()];
    random.nextBytes(choices);
    byte[] message = OtExtensionReceiver.extend(layout, seeds.leaves(), CONTEXT, choices).message();
    int rows = layout.matrixBytes();
    // A change of a row whose two rows of Δ are both zero is not felt through Δ, but the digest of
    // U is.
    int[] positions = {
      0, 7 * 128 * 8 + 3, rows * 8 - 1, rows * 8, rows * 8 + 255, rows * 8 + 256, rows * 8 + 511
    };
    for (int bit : positions) {
      byte[] changed = message.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      assertFalse(receive(layout, seeds, changed).consistent(), "bit " + bit + ", seed " + SEED);
    }
  }

  /// A receiver that uses other choices in one tree and recomputes everything for one guess of the
  /// missing leaf: the selective failure of the specification's test 16.
  @Test
  void otherChoicesInOneTree_passForExactlyOneGuessOfTheMissingLeaf() {
    OtExtensionLayout layout = new OtExtensionLayout(1);
    Random random = new Random(SEED + 16);
    DealtSeeds seeds = DealtSeeds.deal(random);
    byte[] choices = new byte[layout.rowBytes()];
    random.nextBytes(choices);
    int tree = 11;
    int passed = 0;
    for (int guess = 0; guess < OtExtensionLayout.LEAVES; guess++) {
      byte[] message = deviateInOneTree(layout, seeds, choices, tree, guess);
      if (receive(layout, seeds, message).consistent()) {
        passed++;
        assertEquals(seeds.missing()[tree], guess);
      }
    }
    assertEquals(1, passed);
  }

  private static byte[] deviateInOneTree(
      OtExtensionLayout layout, DealtSeeds seeds, byte[] choices, int tree, int guess) {
    byte[] message = new byte[layout.messageBytes()];
    long[] rows = OtExtensionRows.receiver(layout, seeds.leaves(), CONTEXT, choices, message);
    byte[] difference = new byte[layout.rowBytes()];
    difference[5] = 1;
    for (int k = 0; k < difference.length; k++) {
      message[tree * layout.rowBytes() + k] ^= difference[k];
    }
    OtExtensionCheck check = new OtExtensionCheck(layout, CONTEXT, layout.matrixDigest(message, 0));
    long[] hashes = check.hashRows(OtExtensionColumns.transpose(layout, rows));
    long[] change = check.hashRow(difference);
    for (int b = 0; b < 2; b++) {
      if ((guess >> b & 1) == 1) {
        for (int k = 0; k < 4; k++) {
          hashes[4 * (2 * tree + b) + k] ^= change[k];
        }
      }
    }
    long[] own = check.hashRow(choices);
    for (int k = 0; k < 4; k++) {
      OtExtensionRows.LONGS.set(message, layout.matrixBytes() + 8 * k, own[k]);
    }
    System.arraycopy(check.digest(CONTEXT, hashes), 0, message, layout.matrixBytes() + 32, 32);
    return message;
  }

  @Test
  void noPadsAfterAFailedCheck() {
    OtExtensionLayout layout = new OtExtensionLayout(1);
    DealtSeeds seeds = DealtSeeds.deal(new Random(SEED));
    OtExtensionSender sender = receive(layout, seeds, new byte[layout.messageBytes()]);
    assertFalse(sender.consistent());
    assertThrows(IllegalStateException.class, () -> sender.bind(NONCE));
  }

  @Test
  void replayedExtensionMessage_failsUnderAnotherContext() {
    OtExtensionLayout layout = new OtExtensionLayout(1);
    Run run = new Run(layout, new Random(SEED));
    byte[] other = OtExtensionReceiver.context1(CONTEXT, 1, 2, NONCE);
    OtExtensionSender sender =
        OtExtensionSender.receive(
            layout, run.seeds.known(), run.seeds.missing(), other, run.receiver.message(), 0);
    assertFalse(sender.consistent());
  }

  @Test
  void otherSenderNonce_givesOtherPads() {
    OtExtensionLayout layout = new OtExtensionLayout(1);
    Run run = new Run(layout, new Random(SEED));
    long[] first = new long[OtExtensionPads.INSTANCE_LONGS];
    long[] second = first.clone();
    run.receiver.bind(NONCE);
    run.receiver.pads(0, first);
    run.receiver.bind(new byte[32]);
    run.receiver.pads(0, second);
    assertNotEquals(first[0], second[0]);
  }

  @Test
  void resumedReceiver_hasTheSamePads() {
    OtExtensionLayout layout = new OtExtensionLayout(2);
    Run run = new Run(layout, new Random(SEED));
    OtExtensionReceiver resumed =
        OtExtensionReceiver.resume(
            layout, run.seeds.leaves(), CONTEXT, run.receiver.choices(), run.receiver.message());
    run.receiver.bind(NONCE);
    resumed.bind(NONCE);
    long[] first = new long[OtExtensionPads.INSTANCE_LONGS];
    long[] second = first.clone();
    run.receiver.pads(1, first);
    resumed.pads(1, second);
    assertArrayEquals(first, second);
  }

  @Test
  void closing_erasesChoicesAndColumns() {
    OtExtensionLayout layout = new OtExtensionLayout(1);
    Run run = new Run(layout, new Random(SEED));
    run.receiver.close();
    assertArrayEquals(new byte[layout.rowBytes()], run.receiver.choices());
  }

  @Test
  void rowHashes_equalTheSumOfFieldProducts() {
    OtExtensionLayout layout = new OtExtensionLayout(3);
    Random random = new Random(SEED);
    long[] rows = random.longs((long) OtExtensionLayout.ROWS * layout.rowLongs()).toArray();
    byte[] digest = countingBytes(32);
    OtExtensionCheck check = new OtExtensionCheck(layout, CONTEXT, digest);
    long[] all = check.hashRows(OtExtensionColumns.transpose(layout, rows));
    for (int r = 0; r < OtExtensionLayout.ROWS; r++) {
      byte[] row = new byte[layout.rowBytes()];
      for (int w = 0; w < layout.rowLongs(); w++) {
        OtExtensionRows.LONGS.set(row, 8 * w, rows[r * layout.rowLongs() + w]);
      }
      assertArrayEquals(Arrays.copyOfRange(all, 4 * r, 4 * r + 4), check.hashRow(row), "row " + r);
      assertArrayEquals(slowHashRow(layout, digest, row), check.hashRow(row), "row " + r);
    }
  }

  /// The check hash written down as in the specification.
  private static long[] slowHashRow(OtExtensionLayout layout, byte[] matrixDigest, byte[] row) {
    byte[] seed = io.strongroom.threshold.hash.TaggedHash.th("ote-chi", CONTEXT, matrixDigest);
    PrefixHash hash = new PrefixHash("ote-chi-x", seed);
    long[] sum = new long[4];
    byte[] d = new byte[32];
    long[] product = new long[2];
    for (int j = 0; j < layout.blocks(); j++) {
      hash.hash(new byte[] {0, 0, 0, (byte) j}, 0, 4, d, 0);
      for (int a = 0; a < 2; a++) {
        Gf128.mul(
            product,
            0,
            Gf128.lo(d, 16 * a),
            Gf128.hi(d, 16 * a),
            Gf128.lo(row, 16 * j),
            Gf128.hi(row, 16 * j));
        sum[2 * a] ^= product[0];
        sum[2 * a + 1] ^= product[1];
      }
    }
    for (int a = 0; a < 2; a++) {
      sum[2 * a] ^= Gf128.lo(row, 16 * (layout.blocks() + a));
      sum[2 * a + 1] ^= Gf128.hi(row, 16 * (layout.blocks() + a));
    }
    return sum;
  }

  @Test
  void transposition_movesEveryBit() {
    OtExtensionLayout layout = new OtExtensionLayout(1);
    Random random = new Random(SEED);
    long[] rows = random.longs((long) OtExtensionLayout.ROWS * layout.rowLongs()).toArray();
    OtExtensionColumns columns = OtExtensionColumns.transpose(layout, rows);
    for (int j = 0; j < layout.rowBytes() * 8; j++) {
      for (int r = 0; r < OtExtensionLayout.ROWS; r++) {
        long expected = rows[r * layout.rowLongs() + j / 64] >>> (j % 64) & 1;
        long word = r < 64 ? columns.low(j) : columns.high(j);
        assertEquals(expected, word >>> (r % 64) & 1, "row " + r + " column " + j);
      }
    }
  }

  @Test
  void knownAnswer_ofTheLeafExpansion() {
    byte[] leaves = new byte[OtExtensionLayout.RECEIVER_SEED_BYTES];
    OtExtensionLayout layout = new OtExtensionLayout(1);
    byte[] known = new byte[OtExtensionLayout.SENDER_SEED_BYTES];
    byte[] missing = new byte[OtExtensionLayout.TREES];
    missing[3] = 3;
    // With y* = 3 in tree 3, row 6 is r_0 ⊕ r_2 ⊕ U_3 and row 7 is r_0 ⊕ r_1 ⊕ U_3.
    byte[] matrix = new byte[layout.matrixBytes()];
    long[] rows = OtExtensionRows.sender(layout, known, missing, CONTEXT, matrix, 0);
    long[] v =
        OtExtensionRows.receiver(layout, leaves, CONTEXT, new byte[layout.rowBytes()], matrix);
    PrefixHash prg = new PrefixHash("ote-prg", CONTEXT);
    byte[][] r = new byte[4][32];
    for (int y = 0; y < 4; y++) {
      byte[] input = new byte[38];
      input[32] = 3;
      input[33] = (byte) y;
      prg.hash(input, 0, 38, r[y], 0);
    }
    assertEquals("6931d9e53655d86d", HexFormat.of().formatHex(r[2], 0, 8));
    int row6 = 6 * layout.rowLongs();
    assertEquals(Gf128.lo(r[0], 0) ^ Gf128.lo(r[2], 0), rows[row6]);
    assertEquals(Gf128.lo(r[1], 0) ^ Gf128.lo(r[3], 0), v[row6]);
    assertEquals(Gf128.lo(r[2], 0) ^ Gf128.lo(r[3], 0), v[row6 + layout.rowLongs()]);
  }

  @Test
  void knownAnswer_ofThePads() {
    long[] out = new long[OtExtensionPads.WIDTH * Scalars.LIMBS];
    byte[] column = countingBytes(16);
    new OtExtensionPads(CONTEXT).write(Gf128.lo(column, 0), Gf128.hi(column, 0), 5, out, 0);
    assertEquals(
        "71773c26c7b3841439e839dffd8f0706ad4b017d661682c45478cdae0ee35454",
        HexFormat.of().formatHex(Scalars.encoded(out, 2 * Scalars.LIMBS)));
  }

  private static OtExtensionSender receive(
      OtExtensionLayout layout, DealtSeeds seeds, byte[] message) {
    return OtExtensionSender.receive(layout, seeds.known(), seeds.missing(), CONTEXT, message, 0);
  }

  private static byte[] countingBytes(int count) {
    byte[] bytes = new byte[count];
    for (int k = 0; k < count; k++) {
      bytes[k] = (byte) k;
    }
    return bytes;
  }

  private static final class Run {
    final DealtSeeds seeds;
    final OtExtensionReceiver receiver;
    final OtExtensionSender sender;

    Run(OtExtensionLayout layout, Random random) {
      seeds = DealtSeeds.deal(random);
      byte[] choices = new byte[layout.rowBytes()];
      random.nextBytes(choices);
      receiver = OtExtensionReceiver.extend(layout, seeds.leaves(), CONTEXT, choices);
      sender = receive(layout, seeds, receiver.message());
    }
  }
}
