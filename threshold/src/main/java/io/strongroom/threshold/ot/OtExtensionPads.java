package io.strongroom.threshold.ot;

import static io.strongroom.threshold.ot.OtExtensionRows.LONGS;

import io.strongroom.threshold.hash.PrefixHash;
import io.strongroom.threshold.hash.TaggedHash;
import io.strongroom.threshold.math.Scalars;
import java.util.Arrays;

/// The pads of the OT extension: `F["ote-pad", ctx2](column ‖ u32 j ‖ u8 c) mod q`, one compression
/// each. Secret outputs, constant time.
///
/// Source: `docs/protocol.md`, section 8, "Transposition and pads".
public final class OtExtensionPads implements AutoCloseable {

  /// Pads per transfer: two payload columns and one mask column (W).
  public static final int WIDTH = 3;

  /// Longs of the pads of one multiplication: 752 · 3 scalars, row-major.
  public static final int INSTANCE_LONGS = OtExtensionLayout.TRANSFERS * WIDTH * Scalars.LIMBS;

  private final PrefixHash hash;
  private final byte[] input = new byte[21];
  private final byte[] output = new byte[32];

  /// @param context2 ctx2, 32 bytes
  public OtExtensionPads(byte[] context2) {
    hash = new PrefixHash("ote-pad", context2);
  }

  /// ctx2 = TH("ote-ctx2", ctx1 ‖ ν of the OT sender ‖ SHA256(U) ‖ xh ‖ hV), 32 bytes.
  ///
  /// @param checkValues xh ‖ hV, 64 bytes
  public static byte[] context2(
      byte[] context1, byte[] senderNonce, byte[] matrixDigest, byte[] checkValues) {
    return TaggedHash.th("ote-ctx2", context1, senderNonce, matrixDigest, checkValues);
  }

  /// Writes the three pads of column j, given as two longs, to `out` at `offset`.
  public void write(long low, long high, int column, long[] out, int offset) {
    LONGS.set(input, 0, low);
    LONGS.set(input, 8, high);
    input[16] = 0;
    input[17] = (byte) (column >> 16);
    input[18] = (byte) (column >> 8);
    input[19] = (byte) column;
    for (int c = 0; c < WIDTH; c++) {
      input[20] = (byte) c;
      hash.hash(input, 0, input.length, output, 0);
      Scalars.reduce256(out, offset + c * Scalars.LIMBS, output, 0);
    }
  }

  @Override
  public void close() {
    Arrays.fill(input, (byte) 0);
    Arrays.fill(output, (byte) 0);
  }
}
