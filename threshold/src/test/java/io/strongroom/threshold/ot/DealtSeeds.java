package io.strongroom.threshold.ot;

import static io.strongroom.threshold.ot.OtExtensionLayout.LEAF_BYTES;
import static io.strongroom.threshold.ot.OtExtensionLayout.LEAVES;
import static io.strongroom.threshold.ot.OtExtensionLayout.RECEIVER_SEED_BYTES;
import static io.strongroom.threshold.ot.OtExtensionLayout.SENDER_SEED_BYTES;
import static io.strongroom.threshold.ot.OtExtensionLayout.TREES;

import java.util.Random;

/// Consistent tree seeds of one ordered pair, dealt by a trusted dealer: what base OT and PPRF would produce.
public record DealtSeeds(byte[] leaves, byte[] known, byte[] missing) {

  public static DealtSeeds deal(Random random) {
    byte[] leaves = new byte[RECEIVER_SEED_BYTES];
    byte[] known = new byte[SENDER_SEED_BYTES];
    byte[] missing = new byte[TREES];
    random.nextBytes(leaves);
    for (int tree = 0; tree < TREES; tree++) {
      missing[tree] = (byte) random.nextInt(LEAVES);
      int slot = 0;
      for (int y = 0; y < LEAVES; y++) {
        if (y != missing[tree]) {
          System.arraycopy(
              leaves,
              (tree * LEAVES + y) * LEAF_BYTES,
              known,
              (tree * (LEAVES - 1) + slot++) * LEAF_BYTES,
              LEAF_BYTES);
        }
      }
    }
    return new DealtSeeds(leaves, known, missing);
  }
}
