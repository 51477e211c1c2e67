package io.strongroom.threshold.ot;

import static io.strongroom.threshold.ot.OtExtensionRows.LONGS;

import io.strongroom.threshold.math.Scalars;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The sender of the OT extension ("Alice"): it checks the receiver's message and gets per transfer
/// the pads of both sides.
///
/// Everything in it is secret. Not thread-safe; [#close] erases it. Constant time in Δ and the
/// leaves; every row is computed before the check is decided.
///
/// Security: whether the check passed leaks bits of the long-lived Δ when the message was crafted,
/// so a failure must burn the pair (`docs/protocol.md`, section 17) and no pad is ever given out
/// after one. Source: section 8.
public final class OtExtensionSender implements AutoCloseable {

  private final OtExtensionLayout layout;
  private final long[] delta;
  private final OtExtensionColumns columns;
  private final boolean consistent;
  private final byte[] context1;
  private final byte[] matrixDigest;
  private final byte[] checkValues;
  private byte @Nullable [] context2;

  private OtExtensionSender(
      OtExtensionLayout layout,
      long[] delta,
      OtExtensionColumns columns,
      boolean consistent,
      byte[] context1,
      byte[] matrixDigest,
      byte[] checkValues) {
    this.layout = layout;
    this.delta = delta;
    this.columns = columns;
    this.consistent = consistent;
    this.context1 = context1;
    this.matrixDigest = matrixDigest;
    this.checkValues = checkValues;
  }

  /// Expands the known leaves with a received message and runs the consistency check.
  ///
  /// @param known 6,144 bytes: per tree the three known leaves in ascending order; not kept
  /// @param missing y* per tree, 64 bytes of 0..3; not kept
  /// @param context1 see [OtExtensionReceiver#context1]
  /// @param message the extension message at `offset`, messageBytes long
  public static OtExtensionSender receive(
      OtExtensionLayout layout,
      byte[] known,
      byte[] missing,
      byte[] context1,
      byte[] message,
      int offset) {
    Objects.checkFromIndexSize(offset, layout.messageBytes(), message.length);
    long[] rows = OtExtensionRows.sender(layout, known, missing, context1, message, offset);
    OtExtensionColumns columns = OtExtensionColumns.transpose(layout, rows);
    Arrays.fill(rows, 0);
    long[] delta = OtExtensionRows.delta(missing);
    byte[] matrixDigest = layout.matrixDigest(message, offset);
    int checkAt = offset + layout.matrixBytes();
    byte[] checkValues =
        Arrays.copyOfRange(message, checkAt, checkAt + OtExtensionLayout.CHECK_BYTES);

    OtExtensionCheck check = new OtExtensionCheck(layout, context1, matrixDigest);
    long[] rowHashes = check.hashRows(columns);
    for (int r = 0; r < OtExtensionLayout.ROWS; r++) {
      long mask = -(delta[r >> 6] >>> (r & 63) & 1);
      for (int k = 0; k < 4; k++) {
        rowHashes[4 * r + k] ^= (long) LONGS.get(checkValues, k * Long.BYTES) & mask;
      }
    }
    byte[] digest = check.digest(context1, rowHashes);
    Arrays.fill(rowHashes, 0);
    boolean consistent = MessageDigest.isEqual(digest, Arrays.copyOfRange(checkValues, 32, 64));
    return new OtExtensionSender(
        layout, delta, columns, consistent, context1.clone(), matrixDigest, checkValues);
  }

  /// Whether the message passed the check. If not: `COT_CHECK`, burn the pair.
  public boolean consistent() {
    return consistent;
  }

  /// Fixes ctx2, after which pads exist.
  ///
  /// @param ownNonce ν of this party, 32 bytes
  /// @throws IllegalStateException if the check failed
  public void bind(byte[] ownNonce) {
    if (!consistent) {
      throw new IllegalStateException("the consistency check failed");
    }
    context2 = OtExtensionPads.context2(context1, ownNonce, matrixDigest, checkValues);
  }

  /// ctx2, 32 bytes.
  ///
  /// @throws NullPointerException before [#bind]
  public byte[] context2() {
    return Objects.requireNonNull(context2, "bind first").clone();
  }

  /// Writes both pads of one multiplication: 752 rows of three scalars each, row-major.
  ///
  /// @param instance 0-based index in the batch
  /// @param t0 the pads of choice 0, at least [OtExtensionPads#INSTANCE_LONGS] longs
  /// @param t1 the pads of choice 1, likewise
  public void pads(int instance, long[] t0, long[] t1) {
    int first = Objects.checkIndex(instance, layout.batch()) * OtExtensionLayout.TRANSFERS;
    try (OtExtensionPads pads =
        new OtExtensionPads(Objects.requireNonNull(context2, "bind first"))) {
      int stride = OtExtensionPads.WIDTH * Scalars.LIMBS;
      for (int row = 0; row < OtExtensionLayout.TRANSFERS; row++) {
        int column = first + row;
        long low = columns.low(column);
        long high = columns.high(column);
        pads.write(low, high, column, t0, row * stride);
        pads.write(low ^ delta[0], high ^ delta[1], column, t1, row * stride);
      }
    }
  }

  @Override
  public void close() {
    columns.close();
    Arrays.fill(delta, 0);
  }
}
