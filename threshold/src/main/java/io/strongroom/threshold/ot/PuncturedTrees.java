package io.strongroom.threshold.ot;

import io.strongroom.threshold.hash.PrefixHash;
import io.strongroom.threshold.hash.TaggedHash;
import java.util.Arrays;

/// The layout and hashes of the 64 punctured trees of four leaves (`docs/protocol.md` 7).
///
/// Tree i uses base OTs 2i and 2i+1. Message: correction words tm ordered by tree and x (4,096
/// bytes), leaf sums tt (2,048), check hash (32).
final class PuncturedTrees {

  static final int TREES = 64;
  static final int LEAVES = 4;
  static final int NODE = 32;
  static final int LEAF_SUMS = TREES * 2 * NODE;
  static final int CHECK = LEAF_SUMS + TREES * NODE;
  static final int MESSAGE = CHECK + NODE;

  private final byte[] ctx;
  private final PrefixHash child;
  private final PrefixHash leaf;
  private final byte[] in = new byte[NODE + 4];

  PuncturedTrees(byte[] ctx) {
    this.ctx = ctx.clone();
    this.child = new PrefixHash("ggm", ctx);
    this.leaf = new PrefixHash("ggm-leaf", ctx);
  }

  /// child(s; i, 1, y, x) = F["ggm", ctx](s ‖ u8 i ‖ u8 1 ‖ u8 y ‖ u8 x).
  void child(byte[] node, int no, int tree, int y, int x, byte[] out, int oo) {
    System.arraycopy(node, no, in, 0, NODE);
    in[NODE] = (byte) tree;
    in[NODE + 1] = 1;
    in[NODE + 2] = (byte) y;
    in[NODE + 3] = (byte) x;
    child.hash(in, 0, NODE + 4, out, oo);
  }

  /// v_{i,y} = F["ggm-leaf", ctx](leaf ‖ u8 i ‖ u8 y).
  void checkValue(byte[] leaves, int lo, int tree, int y, byte[] out, int oo) {
    System.arraycopy(leaves, lo, in, 0, NODE);
    in[NODE] = (byte) tree;
    in[NODE + 1] = (byte) y;
    leaf.hash(in, 0, NODE + 2, out, oo);
  }

  /// TH("ggm-pad", ctx ‖ u8 i ‖ u8 1 ‖ u8 x ‖ K_{2i+1,x}).
  byte[] pad(int tree, int x, byte[] keys, int ko) {
    return TaggedHash.start("ggm-pad")
        .update(ctx)
        .u8(tree)
        .u8(1)
        .u8(x)
        .update(keys, ko, BaseOt.KEY)
        .digest();
  }

  /// TH("ggm-check", ctx ‖ all v, tree-major).
  byte[] check(byte[] values) {
    return TaggedHash.th("ggm-check", ctx, values);
  }

  void wipe() {
    Arrays.fill(in, (byte) 0);
    child.wipe();
    leaf.wipe();
  }
}
