package io.strongroom.threshold.ot;

import static io.strongroom.threshold.ot.OtExtensionRows.LONGS;

import io.strongroom.threshold.hash.TaggedHash;
import io.strongroom.threshold.math.Scalars;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The receiver of the OT extension ("Bob"): it chooses bits, sends one message, and gets per
/// transfer the pads of the chosen side.
///
/// Everything in it is secret except [#message]. Not thread-safe; [#close] erases it. Constant time
/// in the choices and the leaves.
///
/// Security: the message may be sent once per choice vector; the pads are bound to both sides'
/// nonces, so the long-lived leaves may serve any number of sessions. Source: `docs/protocol.md`,
/// section 8.
public final class OtExtensionReceiver implements AutoCloseable {

  private final OtExtensionLayout layout;
  private final byte[] context1;
  private final byte[] choices;
  private final byte[] message;
  private final OtExtensionColumns columns;
  private byte @Nullable [] context2;

  private OtExtensionReceiver(
      OtExtensionLayout layout,
      byte[] context1,
      byte[] choices,
      byte[] message,
      OtExtensionColumns columns) {
    this.layout = layout;
    this.context1 = context1;
    this.choices = choices;
    this.message = message;
    this.columns = columns;
  }

  /// ctx1 = TH("ote-ctx1", sid ‖ u16(receiver) ‖ u16(sender) ‖ ν of the receiver).
  public static byte[] context1(byte[] sid, int receiver, int sender, byte[] receiverNonce) {
    return TaggedHash.start("ote-ctx1")
        .update(sid)
        .u16(receiver)
        .u16(sender)
        .update(receiverNonce)
        .digest();
  }

  /// Expands the leaves and computes the extension message.
  ///
  /// @param leaves 8,192 bytes, tree-major; not kept
  /// @param context1 see [#context1]
  /// @param choices x, rowBytes of uniformly random bytes; copied
  public static OtExtensionReceiver extend(
      OtExtensionLayout layout, byte[] leaves, byte[] context1, byte[] choices) {
    byte[] message = new byte[layout.messageBytes()];
    long[] rows = OtExtensionRows.receiver(layout, leaves, context1, choices, message);
    OtExtensionColumns columns = OtExtensionColumns.transpose(layout, rows);
    Arrays.fill(rows, 0);
    OtExtensionCheck check =
        new OtExtensionCheck(layout, context1, layout.matrixDigest(message, 0));
    long[] own = check.hashRow(choices);
    for (int k = 0; k < own.length; k++) {
      LONGS.set(message, layout.matrixBytes() + k * Long.BYTES, own[k]);
    }
    long[] rowHashes = check.hashRows(columns);
    byte[] digest = check.digest(context1, rowHashes);
    System.arraycopy(digest, 0, message, layout.matrixBytes() + 32, 32);
    Arrays.fill(rowHashes, 0);
    return new OtExtensionReceiver(layout, context1.clone(), choices.clone(), message, columns);
  }

  /// Rebuilds the state of an extension whose message was already sent, for the recheck of a failed
  /// multiplication with freshly loaded leaves.
  ///
  /// @param sent the message as it was sent
  public static OtExtensionReceiver resume(
      OtExtensionLayout layout, byte[] leaves, byte[] context1, byte[] choices, byte[] sent) {
    long[] rows =
        OtExtensionRows.receiver(layout, leaves, context1, choices, new byte[layout.matrixBytes()]);
    OtExtensionColumns columns = OtExtensionColumns.transpose(layout, rows);
    Arrays.fill(rows, 0);
    return new OtExtensionReceiver(
        layout, context1.clone(), choices.clone(), sent.clone(), columns);
  }

  /// The message U ‖ xh ‖ hV, 64·nb + 64 bytes. Not a copy.
  public byte[] message() {
    return message;
  }

  /// The choice vector x. Secret, a copy.
  public byte[] choices() {
    return choices.clone();
  }

  /// Fixes ctx2, after which pads exist.
  ///
  /// @param senderNonce ν of the OT sender, 32 bytes
  public void bind(byte[] senderNonce) {
    int check = layout.matrixBytes();
    byte[] checkValues = Arrays.copyOfRange(message, check, check + OtExtensionLayout.CHECK_BYTES);
    context2 =
        OtExtensionPads.context2(
            context1, senderNonce, layout.matrixDigest(message, 0), checkValues);
  }

  /// ctx2, 32 bytes.
  ///
  /// @throws NullPointerException before [#bind]
  public byte[] context2() {
    return Objects.requireNonNull(context2, "bind first").clone();
  }

  /// −1 if choice bit j is set, else 0. Constant time.
  public long choiceMask(int column) {
    return -(long) ((choices[column >> 3] >>> (column & 7)) & 1);
  }

  /// Writes the chosen pads of one multiplication: 752 rows of three scalars, row-major.
  ///
  /// @param instance 0-based index in the batch
  /// @param out at least [OtExtensionPads#INSTANCE_LONGS] longs
  public void pads(int instance, long[] out) {
    int first = Objects.checkIndex(instance, layout.batch()) * OtExtensionLayout.TRANSFERS;
    try (OtExtensionPads pads =
        new OtExtensionPads(Objects.requireNonNull(context2, "bind first"))) {
      int stride = OtExtensionPads.WIDTH * Scalars.LIMBS;
      for (int row = 0; row < OtExtensionLayout.TRANSFERS; row++) {
        int column = first + row;
        pads.write(columns.low(column), columns.high(column), column, out, row * stride);
      }
    }
  }

  @Override
  public void close() {
    columns.close();
    Arrays.fill(choices, (byte) 0);
  }
}
