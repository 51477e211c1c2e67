package io.strongroom.threshold.ot;

import static io.strongroom.threshold.ot.OtExtensionLayout.ROWS;

import java.util.Arrays;

/// The extension matrix by columns. Secret; close erases it.
///
/// Column j is 128 bits, bit r of it is bit j of row r. Columns are kept in blocks of 128, each
/// block a flat array: column k of a block is `block[2k]` (rows 0..63) and `block[2k + 1]` (rows
/// 64..127). Blocks are separate arrays because loops over two arrays with one common index are
/// what the compiler turns into vector instructions.
///
/// Constant time. Source: `docs/protocol.md`, section 8, "Transposition and pads".
public final class OtExtensionColumns implements AutoCloseable {

  static final int BLOCK_LONGS = 2 * ROWS;

  private final long[][] blocks;

  private OtExtensionColumns(long[][] blocks) {
    this.blocks = blocks;
  }

  /// Transposes 128 row-major rows, see [OtExtensionRows]. The rows are left as they are.
  public static OtExtensionColumns transpose(OtExtensionLayout layout, long[] rows) {
    int longs = layout.rowLongs();
    long[][] blocks = new long[longs / 2][BLOCK_LONGS];
    long[] square = new long[64];
    for (int half = 0; half < 2; half++) {
      for (int w = 0; w < longs; w++) {
        for (int r = 0; r < 64; r++) {
          square[r] = rows[(64 * half + r) * longs + w];
        }
        transpose64(square);
        long[] block = blocks[w / 2];
        int base = (w % 2) * ROWS + half;
        for (int k = 0; k < 64; k++) {
          block[base + 2 * k] = square[k];
        }
      }
    }
    Arrays.fill(square, 0);
    return new OtExtensionColumns(blocks);
  }

  /// Rows 0..63 of column j.
  public long low(int column) {
    return blocks[column >> 7][2 * (column & 127)];
  }

  /// Rows 64..127 of column j.
  public long high(int column) {
    return blocks[column >> 7][2 * (column & 127) + 1];
  }

  /// The 128 columns of block t, not a copy.
  long[] block(int t) {
    return blocks[t];
  }

  int blockCount() {
    return blocks.length;
  }

  @Override
  public void close() {
    for (long[] block : blocks) {
      Arrays.fill(block, 0);
    }
  }

  /// Transposes a 64×64 bit matrix in place: bit c of word r changes places with bit r of word c.
  static void transpose64(long[] a) {
    swapBlocks(a, 32, 0x00000000FFFFFFFFL);
    swapBlocks(a, 16, 0x0000FFFF0000FFFFL);
    swapBlocks(a, 8, 0x00FF00FF00FF00FFL);
    swapBlocks(a, 4, 0x0F0F0F0F0F0F0F0FL);
    swapBlocks(a, 2, 0x3333333333333333L);
    swapBlocks(a, 1, 0x5555555555555555L);
  }

  /// Swaps the off-diagonal size×size blocks of every 2·size×2·size block on the diagonal.
  private static void swapBlocks(long[] a, int size, long mask) {
    for (int base = 0; base < 64; base += 2 * size) {
      for (int k = base; k < base + size; k++) {
        long t = ((a[k] >>> size) ^ a[k + size]) & mask;
        a[k] ^= t << size;
        a[k + size] ^= t;
      }
    }
  }
}
