package io.strongroom.threshold.ot;

import static io.strongroom.threshold.ot.OtExtensionLayout.LEAF_BYTES;
import static io.strongroom.threshold.ot.OtExtensionLayout.LEAVES;
import static io.strongroom.threshold.ot.OtExtensionLayout.RECEIVER_SEED_BYTES;
import static io.strongroom.threshold.ot.OtExtensionLayout.ROWS;
import static io.strongroom.threshold.ot.OtExtensionLayout.SENDER_SEED_BYTES;
import static io.strongroom.threshold.ot.OtExtensionLayout.TREES;

import io.strongroom.threshold.hash.PrefixHash;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Expansion of the tree leaves into the rows of the extension matrix.
///
/// Rows are row-major longs: bit j of row r is bit `j mod 64` of `rows[r * rowLongs + j / 64]`.
/// Everything here is secret and constant-time; the number and order of hash calls depend only on
/// the layout.
///
/// Source: `docs/protocol.md`, section 8 (SoftSpokenOT, ePrint 2022/192, with k = 2).
public final class OtExtensionRows {

  static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private static final int BLOCK_LONGS = 4;
  private static final int TREE_AT = LEAF_BYTES;
  private static final int COUNTER_AT = LEAF_BYTES + 2;

  private OtExtensionRows() {}

  /// The receiver's side: writes the 64 rows U = x ⊕ (sum of all leaves) to `message` and returns
  /// the 128 rows of V.
  ///
  /// @param leaves 8,192 bytes, tree-major
  /// @param context1 ctx1, 32 bytes
  /// @param choices x, rowBytes
  /// @param message receives U in its first matrixBytes
  public static long[] receiver(
      OtExtensionLayout layout, byte[] leaves, byte[] context1, byte[] choices, byte[] message) {
    require(
        leaves.length == RECEIVER_SEED_BYTES && choices.length == layout.rowBytes(),
        "receiver input length");
    int longs = layout.rowLongs();
    long[] v = new long[ROWS * longs];
    long[] leaf = new long[longs];
    long[] u = new long[longs];
    Expander expander = new Expander(context1);
    for (int tree = 0; tree < TREES; tree++) {
      for (int w = 0; w < longs; w++) {
        u[w] = (long) LONGS.get(choices, w * Long.BYTES);
      }
      for (int y = 0; y < LEAVES; y++) {
        expander.expand(leaves, (tree * LEAVES + y) * LEAF_BYTES, tree, y, leaf);
        int even = 2 * tree * longs;
        long mask0 = -(long) (y & 1);
        long mask1 = -(long) (y >> 1);
        for (int w = 0; w < longs; w++) {
          long r = leaf[w];
          u[w] ^= r;
          v[even + w] ^= r & mask0;
          v[even + longs + w] ^= r & mask1;
        }
      }
      for (int w = 0; w < longs; w++) {
        LONGS.set(message, tree * layout.rowBytes() + w * Long.BYTES, u[w]);
      }
    }
    expander.erase();
    Arrays.fill(leaf, 0);
    Arrays.fill(u, 0);
    return v;
  }

  /// The sender's side: the 128 rows W with W_r = V_r ⊕ Δ_r · x.
  ///
  /// The index of the missing leaf enters only as hash input and through masks.
  ///
  /// @param known 6,144 bytes: per tree the three known leaves in ascending order
  /// @param missing y* per tree, 64 bytes of 0..3
  /// @param message holds U at `offset`
  public static long[] sender(
      OtExtensionLayout layout,
      byte[] known,
      byte[] missing,
      byte[] context1,
      byte[] message,
      int offset) {
    require(known.length == SENDER_SEED_BYTES && missing.length == TREES, "sender input length");
    int longs = layout.rowLongs();
    long[] rows = new long[ROWS * longs];
    long[] leaf = new long[longs];
    Expander expander = new Expander(context1);
    for (int tree = 0; tree < TREES; tree++) {
      int star = missing[tree];
      int even = 2 * tree * longs;
      long star0 = -(long) (star & 1);
      long star1 = -(long) ((star >> 1) & 1);
      for (int w = 0; w < longs; w++) {
        long u = (long) LONGS.get(message, offset + tree * layout.rowBytes() + w * Long.BYTES);
        rows[even + w] = u & star0;
        rows[even + longs + w] = u & star1;
      }
      for (int slot = 0; slot < LEAVES - 1; slot++) {
        int y = slot + 1 + ((slot - star) >> 31); // slot below y*: y = slot, else slot + 1
        expander.expand(known, (tree * (LEAVES - 1) + slot) * LEAF_BYTES, tree, y, leaf);
        long mask0 = -(long) ((y ^ star) & 1);
        long mask1 = -(long) (((y ^ star) >> 1) & 1);
        for (int w = 0; w < longs; w++) {
          long r = leaf[w];
          rows[even + w] ^= r & mask0;
          rows[even + longs + w] ^= r & mask1;
        }
      }
    }
    expander.erase();
    Arrays.fill(leaf, 0);
    return rows;
  }

  /// Δ as two longs: bit 2i + b is bit b of the missing leaf's index in tree i. Constant time.
  public static long[] delta(byte[] missing) {
    long[] delta = new long[2];
    for (int tree = 0; tree < TREES; tree++) {
      delta[tree / 32] |= (long) (missing[tree] & 3) << (2 * (tree % 32));
    }
    return delta;
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw new IllegalArgumentException(what);
    }
  }

  /// `F["ote-prg", ctx1](leaf ‖ tree ‖ y ‖ counter)`, one compression per 32 bytes.
  private static final class Expander {
    private final PrefixHash hash;
    private final byte[] input = new byte[LEAF_BYTES + 6];
    private final byte[] block = new byte[BLOCK_LONGS * Long.BYTES];

    Expander(byte[] context1) {
      hash = new PrefixHash("ote-prg", context1);
    }

    void expand(byte[] leaves, int at, int tree, int y, long[] out) {
      System.arraycopy(leaves, at, input, 0, LEAF_BYTES);
      input[TREE_AT] = (byte) tree;
      input[TREE_AT + 1] = (byte) y;
      int counter = 0;
      for (int w = 0; w < out.length; w += BLOCK_LONGS) {
        INTS.set(input, COUNTER_AT, counter++);
        hash.hash(input, 0, input.length, block, 0);
        int count = Math.min(BLOCK_LONGS, out.length - w);
        for (int k = 0; k < count; k++) {
          out[w + k] = (long) LONGS.get(block, k * Long.BYTES);
        }
      }
    }

    void erase() {
      Arrays.fill(input, (byte) 0);
      Arrays.fill(block, (byte) 0);
    }
  }
}
