package io.strongroom.testkit.sim;

import io.strongroom.threshold.ot.OtExtensionCheck;
import io.strongroom.threshold.ot.OtExtensionColumns;
import io.strongroom.threshold.ot.OtExtensionLayout;
import io.strongroom.threshold.ot.OtExtensionRows;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// An extension message that uses another choice vector in one tree, with check values that are
/// right for exactly one value of the victim's punctured leaf y* (`docs/protocol.md` 8 and 17).
public final class SplitExtension {

  private SplitExtension() {}

  /// Flips choice bit `column` in `tree` only.
  ///
  /// @param guess y* of the victim in that tree, 0..3
  public static byte[] of(Deviation.Extension extension, int tree, int column, int guess) {
    OtExtensionLayout layout = extension.layout();
    byte[] difference = new byte[layout.rowBytes()];
    difference[column >> 3] = (byte) (1 << (column & 7));
    byte[] message = extension.honest().clone();
    for (int i = 0; i < difference.length; i++) {
      message[tree * layout.rowBytes() + i] ^= difference[i];
    }
    long[] rows =
        OtExtensionRows.receiver(
            layout,
            extension.leaves(),
            extension.context1(),
            extension.choices(),
            new byte[layout.matrixBytes()]);
    OtExtensionCheck check =
        new OtExtensionCheck(layout, extension.context1(), layout.matrixDigest(message, 0));
    long[] hashes = check.hashRows(OtExtensionColumns.transpose(layout, rows));
    long[] shift = check.hashRow(difference);
    for (int bit = 0; bit < 2; bit++) {
      if (((guess >>> bit) & 1) != 0) {
        for (int k = 0; k < shift.length; k++) {
          hashes[shift.length * (2 * tree + bit) + k] ^= shift[k];
        }
      }
    }
    ByteBuffer values = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    values.position(layout.matrixBytes());
    Arrays.stream(check.hashRow(extension.choices())).forEach(values::putLong);
    values.put(check.digest(extension.context1(), hashes));
    return message;
  }
}
