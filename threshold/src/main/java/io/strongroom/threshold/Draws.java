package io.strongroom.threshold;

import io.strongroom.threshold.math.Scalars;
import java.util.Arrays;

/// The random values of one session, made of blocks of 32 bytes; every read starts at a new block.
///
/// Secret. Not thread-safe. [#close] forgets the seed; drawing afterwards throws.
public final class Draws implements AutoCloseable {

  static final int BLOCK = 32;

  private final Blocks blocks;
  private final byte[] block = new byte[BLOCK];

  /// A stream of blocks.
  interface Blocks {
    /// Writes the next 32 bytes.
    void next(byte[] out);

    /// Forgets the seed.
    void wipe();
  }

  Draws(Blocks blocks) {
    this.blocks = blocks;
  }

  /// Fills `out[off..off+len)`.
  public void bytes(byte[] out, int off, int len) {
    for (int done = 0; done < len; done += BLOCK) {
      blocks.next(block);
      System.arraycopy(block, 0, out, off + done, Math.min(BLOCK, len - done));
    }
    Arrays.fill(block, (byte) 0);
  }

  /// A new array of random bytes.
  public byte[] bytes(int len) {
    byte[] out = new byte[len];
    bytes(out, 0, len);
    return out;
  }

  /// Writes a uniform scalar in 1..q−1 to `r[ro..]`: the first block that is one.
  public void scalar(long[] r, int ro) {
    boolean accepted;
    do {
      blocks.next(block);
      accepted = Scalars.decode(r, ro, block, 0) && !Scalars.isZero(r, ro);
    } while (!accepted);
    Arrays.fill(block, (byte) 0);
  }

  @Override
  public void close() {
    blocks.wipe();
  }
}
