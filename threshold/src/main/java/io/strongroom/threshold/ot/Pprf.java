package io.strongroom.threshold.ot;

import io.strongroom.threshold.PairSetup;
import io.strongroom.threshold.math.Masks;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/// From 128 base OTs to 64 punctured trees (`docs/protocol.md` 7): Bob builds four leaves per tree,
/// Alice learns all but one of each and Bob does not learn which.
///
/// **Timing:** Alice's y* are secret: she visits every leaf and combines with masks.
public final class Pprf {

  /// Bytes of Bob's message.
  public static final int MESSAGE = PuncturedTrees.MESSAGE;

  private static final int NODE = PuncturedTrees.NODE;
  private static final int LEAVES = PuncturedTrees.LEAVES;
  private static final int TREE = LEAVES * NODE;

  private Pprf() {}

  /// What Bob has: the message and all leaves. Secret but for the message; erased by [#close].
  public static final class Built implements AutoCloseable {

    private final byte[] message;
    private final byte[] leaves;

    private Built(byte[] message, byte[] leaves) {
      this.message = message;
      this.leaves = leaves;
    }

    /// 6,176 bytes for Alice. Not a copy.
    public byte[] message() {
      return message;
    }

    /// 8,192 bytes, tree-major. Secret, not a copy.
    public byte[] leaves() {
      return leaves;
    }

    @Override
    public void close() {
      Arrays.fill(leaves, (byte) 0);
    }
  }

  /// What Alice has: three leaves per tree and which one is missing. Secret; erased by [#close].
  public static final class Punctured implements AutoCloseable {

    private final byte[] known;
    private final byte[] missing;

    private Punctured(byte[] known, byte[] missing) {
      this.known = known;
      this.missing = missing;
    }

    /// 6,144 bytes, tree-major, leaves y ≠ y* ascending. Secret, not a copy.
    public byte[] known() {
      return known;
    }

    /// y* of each tree, 64 bytes of 0..3. Secret, not a copy.
    public byte[] missing() {
      return missing;
    }

    @Override
    public void close() {
      Arrays.fill(known, (byte) 0);
      Arrays.fill(missing, (byte) 0);
    }
  }

  /// Bob: builds the trees from both keys of every base OT.
  ///
  /// @param ctx the base-OT context of the pair
  /// @param keys K_{e,0} ‖ K_{e,1}, 8,192 bytes ([BaseOtSender#keys])
  public static Built build(byte[] ctx, byte[] keys) {
    PuncturedTrees trees = new PuncturedTrees(ctx);
    byte[] message = new byte[MESSAGE];
    byte[] leaves = new byte[PairSetup.BUILT_LEAVES];
    byte[] values = new byte[PairSetup.BUILT_LEAVES];
    for (int i = 0; i < PuncturedTrees.TREES; i++) {
      int roots = 4 * i * NODE;
      for (int y = 0; y < 2; y++) {
        for (int x = 0; x < 2; x++) {
          trees.child(keys, roots + y * NODE, i, y, x, leaves, i * TREE + (2 * y + x) * NODE);
        }
      }
      for (int x = 0; x < 2; x++) {
        int word = (2 * i + x) * NODE;
        byte[] pad = trees.pad(i, x, keys, roots + (2 + x) * NODE);
        Masks.xor(message, word, pad, 0, NODE, -1);
        Arrays.fill(pad, (byte) 0);
        Masks.xor(message, word, leaves, i * TREE + x * NODE, NODE, -1);
        Masks.xor(message, word, leaves, i * TREE + (2 + x) * NODE, NODE, -1);
      }
      for (int y = 0; y < LEAVES; y++) {
        int at = i * TREE + y * NODE;
        trees.checkValue(leaves, at, i, y, values, at);
        Masks.xor(message, PuncturedTrees.LEAF_SUMS + i * NODE, values, at, NODE, -1);
      }
    }
    System.arraycopy(trees.check(values), 0, message, PuncturedTrees.CHECK, NODE);
    Arrays.fill(values, (byte) 0);
    trees.wipe();
    return new Built(message, leaves);
  }

  /// Alice: evaluates the trees and checks Bob's message.
  ///
  /// @param ctx the base-OT context of the pair
  /// @param keys K_{e,c_e}, 4,096 bytes ([BaseOtReceiver#finish])
  /// @param choices c, 16 bytes ([BaseOtReceiver#choices])
  /// @param message 6,176 bytes
  /// @return empty if the check fails: `PPRF_CHECK`, discard the whole run, since the answer
  ///   depends on the choice bits
  public static Optional<Punctured> evaluate(
      byte[] ctx, byte[] keys, byte[] choices, byte[] message) {
    if (message.length != MESSAGE) {
      throw new IllegalArgumentException("message length");
    }
    PuncturedTrees trees = new PuncturedTrees(ctx);
    byte[] known = new byte[PairSetup.KNOWN_LEAVES];
    byte[] missing = new byte[PairSetup.TREES];
    byte[] values = new byte[PairSetup.BUILT_LEAVES];
    byte[] leaves = new byte[TREE];
    for (int i = 0; i < PuncturedTrees.TREES; i++) {
      int c0 = bit(choices, 2 * i);
      int c1 = bit(choices, 2 * i + 1);
      expand(trees, i, c0, c1, keys, message, leaves);
      int gap = 2 * (1 - c0) + (1 - c1);
      missing[i] = (byte) gap;
      values(trees, i, gap, leaves, message, values);
      for (int slot = 0; slot < LEAVES - 1; slot++) {
        int to = (i * (LEAVES - 1) + slot) * NODE;
        int later = Masks.ofAtLeast(slot, gap);
        Masks.select(known, to, leaves, (slot + 1) * NODE, leaves, slot * NODE, NODE, later);
      }
    }
    byte[] check = Arrays.copyOfRange(message, PuncturedTrees.CHECK, MESSAGE);
    boolean consistent = MessageDigest.isEqual(trees.check(values), check);
    Arrays.fill(values, (byte) 0);
    Arrays.fill(leaves, (byte) 0);
    trees.wipe();
    Punctured punctured = new Punctured(known, missing);
    if (!consistent) {
      punctured.close();
      return Optional.empty();
    }
    return Optional.of(punctured);
  }

  /// Writes the four leaves of tree i; the missing one becomes zero.
  private static void expand(
      PuncturedTrees trees, int i, int c0, int c1, byte[] keys, byte[] message, byte[] leaves) {
    byte[] children = new byte[2 * NODE];
    int first = 2 * i * NODE;
    trees.child(keys, first, i, c0, 0, children, 0);
    trees.child(keys, first, i, c0, 1, children, NODE);
    byte[] recovered = trees.pad(i, c1, keys, first + NODE);
    int side = Masks.ofBit(c1);
    Masks.xor(recovered, 0, message, (2 * i + 1) * NODE, NODE, side);
    Masks.xor(recovered, 0, message, 2 * i * NODE, NODE, ~side);
    Masks.xor(recovered, 0, children, NODE, NODE, side);
    Masks.xor(recovered, 0, children, 0, NODE, ~side);
    Arrays.fill(leaves, (byte) 0);
    for (int y = 0; y < LEAVES; y++) {
      int expanded = Masks.ofEqual(y >>> 1, c0);
      Masks.xor(leaves, y * NODE, children, (y & 1) * NODE, NODE, expanded);
      int isRecovered = Masks.ofEqual(y, 2 * (1 - c0) + c1);
      Masks.xor(leaves, y * NODE, recovered, 0, NODE, isRecovered);
    }
    Arrays.fill(children, (byte) 0);
    Arrays.fill(recovered, (byte) 0);
  }

  /// v of every leaf of tree i, the missing one from the leaf sum.
  private static void values(
      PuncturedTrees trees, int i, int gap, byte[] leaves, byte[] message, byte[] values) {
    byte[] completed =
        Arrays.copyOfRange(
            message,
            PuncturedTrees.LEAF_SUMS + i * NODE,
            PuncturedTrees.LEAF_SUMS + (i + 1) * NODE);
    for (int y = 0; y < LEAVES; y++) {
      int at = i * TREE + y * NODE;
      trees.checkValue(leaves, y * NODE, i, y, values, at);
      Masks.xor(completed, 0, values, at, NODE, ~Masks.ofEqual(y, gap));
    }
    for (int y = 0; y < LEAVES; y++) {
      int at = i * TREE + y * NODE;
      Masks.select(values, at, completed, 0, values, at, NODE, Masks.ofEqual(y, gap));
    }
    Arrays.fill(completed, (byte) 0);
  }

  private static int bit(byte[] bits, int e) {
    return (bits[e >>> 3] >>> (e & 7)) & 1;
  }
}
