package io.strongroom.threshold.ot;

import static io.strongroom.threshold.ot.OtExtensionColumns.BLOCK_LONGS;
import static io.strongroom.threshold.ot.OtExtensionLayout.ROWS;
import static io.strongroom.threshold.ot.OtExtensionRows.LONGS;

import io.strongroom.threshold.hash.PrefixHash;
import io.strongroom.threshold.hash.TaggedHash;
import io.strongroom.threshold.math.Gf128;
import java.util.Arrays;

/// The consistency check of the OT extension: two universal hashes over GF(2^128) of every row.
///
/// The multipliers χ are derived from the sent matrix U, so both sides know them and they are
/// public; the rows are secret. The rows are hashed all at once on the transposed matrix:
/// multiplying 128 rows by one χ is, per set bit i of χ, one exclusive-or of the block's columns
/// into the columns from i on. Branches and addresses depend only on χ.
///
/// Timing: constant in the rows, variable in χ. Source: `docs/protocol.md`, section 8, "Check
/// values".
public final class OtExtensionCheck {

  private static final int HASHES = 2;
  private static final int ROW_HASH_LONGS = 4;
  private static final int PRODUCT_LONGS = 2 * (2 * ROWS - 1);

  private final OtExtensionLayout layout;
  private final byte[] seed;

  /// `χ_{a,j}` at index 4j + 2a, low long first.
  private final long[] chi;

  /// @param context1 ctx1, 32 bytes
  /// @param matrixDigest SHA-256 of U
  public OtExtensionCheck(OtExtensionLayout layout, byte[] context1, byte[] matrixDigest) {
    this.layout = layout;
    this.seed = TaggedHash.th("ote-chi", context1, matrixDigest);
    this.chi = new long[ROW_HASH_LONGS * layout.blocks()];
    PrefixHash hash = new PrefixHash("ote-chi-x", seed);
    byte[] input = new byte[4];
    byte[] out = new byte[32];
    for (int j = 0; j < layout.blocks(); j++) {
      input[2] = (byte) (j >> 8);
      input[3] = (byte) j;
      hash.hash(input, 0, input.length, out, 0);
      for (int k = 0; k < ROW_HASH_LONGS; k++) {
        chi[ROW_HASH_LONGS * j + k] = (long) LONGS.get(out, k * Long.BYTES);
      }
    }
  }

  /// Hash_0(x) ‖ Hash_1(x) of a single row as four longs. Constant time in the row.
  public long[] hashRow(byte[] row) {
    int blocks = layout.blocks();
    long[] sums = new long[HASHES * Gf128.ACCUMULATOR];
    for (int j = 0; j < blocks; j++) {
      long low = Gf128.lo(row, 16 * j);
      long high = Gf128.hi(row, 16 * j);
      for (int a = 0; a < HASHES; a++) {
        int at = ROW_HASH_LONGS * j + 2 * a;
        Gf128.accumulate(sums, a * Gf128.ACCUMULATOR, chi[at], chi[at + 1], low, high);
      }
    }
    long[] hash = new long[ROW_HASH_LONGS];
    for (int a = 0; a < HASHES; a++) {
      Gf128.reduce(hash, 2 * a, sums, a * Gf128.ACCUMULATOR);
      hash[2 * a] ^= Gf128.lo(row, 16 * (blocks + a));
      hash[2 * a + 1] ^= Gf128.hi(row, 16 * (blocks + a));
    }
    Arrays.fill(sums, 0);
    return hash;
  }

  /// Hash_0 ‖ Hash_1 of all 128 rows: row r at index 4r and the three after it. Constant time in
  /// the matrix.
  public long[] hashRows(OtExtensionColumns columns) {
    long[] rowHashes = new long[ROW_HASH_LONGS * ROWS];
    long[] product = new long[PRODUCT_LONGS];
    long[] sum = new long[BLOCK_LONGS];
    long[] square = new long[64];
    for (int a = 0; a < HASHES; a++) {
      Arrays.fill(product, 0);
      for (int bit = 0; bit < ROWS; bit++) {
        sumOfSelectedBlocks(columns, a, bit, sum);
        for (int k = 0; k < BLOCK_LONGS; k++) {
          product[2 * bit + k] ^= sum[k];
        }
      }
      reduce(product);
      long[] mask = columns.block(layout.blocks() + a);
      for (int k = 0; k < BLOCK_LONGS; k++) {
        product[k] ^= mask[k];
      }
      columnsToRows(product, a, square, rowHashes);
    }
    Arrays.fill(product, 0);
    Arrays.fill(sum, 0);
    Arrays.fill(square, 0);
    return rowHashes;
  }

  /// hV: the digest of the row hashes.
  public byte[] digest(byte[] context1, long[] rowHashes) {
    byte[] encoded = new byte[rowHashes.length * Long.BYTES];
    for (int k = 0; k < rowHashes.length; k++) {
      LONGS.set(encoded, k * Long.BYTES, rowHashes[k]);
    }
    byte[] digest = TaggedHash.th("ote-hv", context1, seed, encoded);
    Arrays.fill(encoded, (byte) 0);
    return digest;
  }

  private void sumOfSelectedBlocks(OtExtensionColumns columns, int a, int bit, long[] sum) {
    Arrays.fill(sum, 0);
    int word = 2 * a + (bit >> 6);
    for (int j = 0; j < layout.blocks(); j++) {
      if ((chi[ROW_HASH_LONGS * j + word] >>> (bit & 63) & 1) != 0) {
        addInto(sum, columns.block(j));
      }
    }
  }

  private static void addInto(long[] sum, long[] block) {
    for (int k = 0; k < BLOCK_LONGS; k++) {
      sum[k] ^= block[k];
    }
  }

  /// Modulo x^128 + x^7 + x^2 + x + 1, from the highest coefficient down, all rows at once.
  private static void reduce(long[] product) {
    for (int k = PRODUCT_LONGS - 1; k >= BLOCK_LONGS; k--) {
      long c = product[k];
      int low = k - BLOCK_LONGS;
      product[low] ^= c;
      product[low + 2] ^= c;
      product[low + 4] ^= c;
      product[low + 14] ^= c;
    }
  }

  private static void columnsToRows(long[] product, int a, long[] square, long[] rowHashes) {
    for (int half = 0; half < 2; half++) {
      for (int word = 0; word < 2; word++) {
        for (int k = 0; k < 64; k++) {
          square[k] = product[2 * (64 * word + k) + half];
        }
        OtExtensionColumns.transpose64(square);
        for (int r = 0; r < 64; r++) {
          rowHashes[ROW_HASH_LONGS * (64 * half + r) + 2 * a + word] = square[r];
        }
      }
    }
  }
}
