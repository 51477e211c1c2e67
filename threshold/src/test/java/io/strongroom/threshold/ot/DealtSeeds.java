package io.strongroom.threshold.ot;

import static io.strongroom.threshold.ot.OtExtensionLayout.LEAF_BYTES;
import static io.strongroom.threshold.ot.OtExtensionLayout.LEAVES;
import static io.strongroom.threshold.ot.OtExtensionLayout.RECEIVER_SEED_BYTES;
import static io.strongroom.threshold.ot.OtExtensionLayout.SENDER_SEED_BYTES;
import static io.strongroom.threshold.ot.OtExtensionLayout.TREES;

import java.util.Random;

/// Consistent tree seeds of one ordered pair, dealt by a trusted dealer: what base OT and PPRF
/// would produce.
public final class DealtSeeds {

  private final byte[] leaves = new byte[RECEIVER_SEED_BYTES];
  private final byte[] known = new byte[SENDER_SEED_BYTES];
  private final byte[] missing = new byte[TREES];

  private DealtSeeds() {}

  public static DealtSeeds deal(Random random) {
    DealtSeeds seeds = new DealtSeeds();
    random.nextBytes(seeds.leaves);
    for (int tree = 0; tree < TREES; tree++) {
      seeds.missing[tree] = (byte) random.nextInt(LEAVES);
      int slot = 0;
      for (int y = 0; y < LEAVES; y++) {
        if (y != seeds.missing[tree]) {
          int from = (tree * LEAVES + y) * LEAF_BYTES;
          int to = (tree * (LEAVES - 1) + slot++) * LEAF_BYTES;
          System.arraycopy(seeds.leaves, from, seeds.known, to, LEAF_BYTES);
        }
      }
    }
    return seeds;
  }

  public byte[] leaves() {
    return leaves;
  }

  public byte[] known() {
    return known;
  }

  public byte[] missing() {
    return missing;
  }
}
