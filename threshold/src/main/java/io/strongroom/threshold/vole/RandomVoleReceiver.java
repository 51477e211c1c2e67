package io.strongroom.threshold.vole;

import static io.strongroom.threshold.math.Scalars.LIMBS;
import static io.strongroom.threshold.ot.OtExtensionLayout.TRANSFERS;
import static io.strongroom.threshold.vole.RandomVole.PAYLOADS;
import static io.strongroom.threshold.vole.RandomVole.ROW_LONGS;

import io.strongroom.threshold.math.Scalars;
import io.strongroom.threshold.ot.OtExtensionLayout;
import io.strongroom.threshold.ot.OtExtensionPads;
import io.strongroom.threshold.ot.OtExtensionReceiver;
import java.security.MessageDigest;
import java.util.Arrays;

/// The side that gets a random multiplicand χ ("Bob"). One object serves any number of instances,
/// one after the other; it holds the working arrays. Secret; [#close] erases it. Not thread-safe.
///
/// Constant time in the choices and pads; the received message may be read in variable time.
/// Source: `docs/protocol.md`, section 9.2.
public final class RandomVoleReceiver implements AutoCloseable {

  /// Scalars of the result: χ, d_1, d_2.
  public static final int RESULT_SCALARS = 3;

  private final long[] rows = new long[OtExtensionPads.INSTANCE_LONGS];
  private final long[] gadget = new long[TRANSFERS * LIMBS];
  private final byte[] sums = new byte[TRANSFERS * Scalars.BYTES];
  private final long[] work = new long[LIMBS];
  private final long[] sent = new long[LIMBS];

  /// Whether every scalar of the message is canonical. Otherwise `ENCODING`.
  ///
  /// @param message Q ‖ H_u ‖ v at `offset`
  public static boolean isCanonical(byte[] message, int offset) {
    long[] scratch = new long[LIMBS];
    for (int at = 0; at < RandomVole.MATRIX_BYTES; at += Scalars.BYTES) {
      if (!Scalars.decode(scratch, 0, message, offset + at)) {
        return false;
      }
    }
    return Scalars.decode(scratch, 0, message, offset + RandomVole.SUM_AT);
  }

  /// Runs the check and computes χ and this side's additive shares.
  ///
  /// @param extension a bound extension
  /// @param instance 0-based index in the batch
  /// @param message a canonical message at `offset`
  /// @param result receives χ, d_1, d_2; zeros if the check fails
  /// @return whether the check passed; if not: `RVOLE_CHECK`
  public boolean multiply(
      OtExtensionReceiver extension, int instance, byte[] message, int offset, long[] result) {
    extension.pads(instance, rows);
    byte[] matrixDigest = RandomVole.matrixDigest(message, offset);
    RandomVole transcript = new RandomVole(extension.context2(), instance);
    long[] theta = transcript.theta(matrixDigest);
    byte[] sum =
        Arrays.copyOfRange(message, offset + RandomVole.SUM_AT, offset + RandomVole.MESSAGE_BYTES);
    byte[] claimed =
        Arrays.copyOfRange(message, offset + RandomVole.DIGEST_AT, offset + RandomVole.SUM_AT);
    int firstChoice = instance * OtExtensionLayout.TRANSFERS;
    openRows(extension, firstChoice, message, offset, theta, sum);
    if (!MessageDigest.isEqual(transcript.checkDigest(sums), claimed)) {
      Arrays.fill(result, 0, RESULT_SCALARS * LIMBS, 0);
      return false;
    }
    RandomVole.gadget(transcript.gadgetSeed(matrixDigest, claimed, sum), gadget);
    weighRows(extension, firstChoice, result);
    return true;
  }

  /// `R[j][c] = S[j][c] + β_j·Q[j][c]` in place, and `u'_j = R[j][2] + θ_0·R[j][0] + θ_1·R[j][1] −
  /// β_j·v`.
  private void openRows(
      OtExtensionReceiver extension,
      int firstChoice,
      byte[] message,
      int offset,
      long[] theta,
      byte[] sum) {
    long[] v = new long[LIMBS];
    Scalars.decode(v, 0, sum, 0);
    int at = offset;
    for (int j = 0; j < TRANSFERS; j++) {
      long choice = extension.choiceMask(firstChoice + j);
      int row = j * ROW_LONGS;
      for (int c = 0; c < OtExtensionPads.WIDTH; c++) {
        Scalars.decode(sent, 0, message, at);
        Scalars.addMasked(rows, row + c * LIMBS, sent, 0, choice);
        at += Scalars.BYTES;
      }
      Scalars.copy(work, 0, rows, row + 2 * LIMBS);
      Scalars.mulAdd(work, 0, theta, 0, rows, row);
      Scalars.mulAdd(work, 0, theta, LIMBS, rows, row + LIMBS);
      Scalars.subMasked(work, 0, v, 0, choice);
      Scalars.encode(sums, j * Scalars.BYTES, work, 0);
    }
  }

  /// `χ = Σ_j g_j·β_j` and `d_i = Σ_j g_j·R[j][i−1]`.
  private void weighRows(OtExtensionReceiver extension, int firstChoice, long[] result) {
    Arrays.fill(result, 0, RESULT_SCALARS * LIMBS, 0);
    for (int j = 0; j < TRANSFERS; j++) {
      int g = j * LIMBS;
      Scalars.addMasked(result, 0, gadget, g, extension.choiceMask(firstChoice + j));
      for (int i = 0; i < PAYLOADS; i++) {
        Scalars.mulAdd(result, (1 + i) * LIMBS, gadget, g, rows, j * ROW_LONGS + i * LIMBS);
      }
    }
  }

  @Override
  public void close() {
    Arrays.fill(rows, 0);
    Arrays.fill(gadget, 0);
    Arrays.fill(sums, (byte) 0);
    Arrays.fill(work, 0);
    Arrays.fill(sent, 0);
  }
}
