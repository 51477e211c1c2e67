package io.strongroom.threshold.ot;

import io.strongroom.threshold.hash.TaggedHash;
import java.security.MessageDigest;

/// The sizes of one OT-extension instance, which follow from the batch size alone. Public.
///
/// Source: `docs/protocol.md`, section 8 (L, mb, L' and nb there).
///
/// @param batch number of signing requests that the extension serves, 1..32
public record OtExtensionLayout(int batch) {

  /// Transfers per multiplication (m in the protocol).
  public static final int TRANSFERS = 752;

  /// Rows of the extension matrix, one per base OT.
  public static final int ROWS = 128;

  /// Punctured trees, two rows each.
  public static final int TREES = 64;

  /// Leaves per tree (2^k for k = 2).
  public static final int LEAVES = 4;

  /// Bytes of a leaf.
  public static final int LEAF_BYTES = 32;

  /// All leaves of one receiver: 64 · 4 · 32 = 8,192 bytes, tree-major.
  public static final int RECEIVER_SEED_BYTES = TREES * LEAVES * LEAF_BYTES;

  /// All known leaves of one sender: 64 · 3 · 32 = 6,144 bytes, tree-major, the missing leaf left
  /// out.
  public static final int SENDER_SEED_BYTES = TREES * (LEAVES - 1) * LEAF_BYTES;

  /// Largest batch of one session.
  public static final int MAX_BATCH = 32;

  /// Bytes of the check values behind the rows: two hashes of x and the digest over V.
  public static final int CHECK_BYTES = 64;

  public OtExtensionLayout {
    if (batch < 1 || batch > MAX_BATCH) {
      throw new IllegalArgumentException("batch must be 1.." + MAX_BATCH);
    }
  }

  /// Number of choice bits, L = 752 · B.
  public int choices() {
    return TRANSFERS * batch;
  }

  /// Number of 128-bit blocks that the consistency check multiplies, mb.
  public int blocks() {
    return (choices() + ROWS - 1) / ROWS;
  }

  /// Bytes of one row, nb: the blocks and two mask blocks.
  public int rowBytes() {
    return 16 * blocks() + 32;
  }

  /// Longs of one row.
  public int rowLongs() {
    return rowBytes() / Long.BYTES;
  }

  /// Bytes of U, the 64 rows that are sent.
  public int matrixBytes() {
    return TREES * rowBytes();
  }

  /// Bytes of the extension message U ‖ xh ‖ hV.
  public int messageBytes() {
    return matrixBytes() + CHECK_BYTES;
  }

  /// SHA-256 of U, the first part of the extension message at `offset`: 32 bytes.
  public byte[] matrixDigest(byte[] message, int offset) {
    MessageDigest digest = TaggedHash.newSha256();
    digest.update(message, offset, matrixBytes());
    return digest.digest();
  }
}
