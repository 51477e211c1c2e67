package io.strongroom.threshold.vole;

import static io.strongroom.threshold.math.Scalars.LIMBS;
import static io.strongroom.threshold.ot.OtExtensionLayout.TRANSFERS;
import static io.strongroom.threshold.vole.RandomVole.PAYLOADS;
import static io.strongroom.threshold.vole.RandomVole.ROW_LONGS;

import io.strongroom.threshold.math.Scalars;
import io.strongroom.threshold.ot.OtExtensionPads;
import io.strongroom.threshold.ot.OtExtensionSender;
import java.util.Arrays;

/// The side that puts in the vector a = (a_1, a_2) ("Alice"). One object serves any number of
/// instances, one after the other; it holds the working arrays. Secret; [#close] erases it. Not
/// thread-safe.
///
/// Constant time in a, â and the pads. Source: `docs/protocol.md`, section 9.1.
public final class RandomVoleSender implements AutoCloseable {

  private final long[] t0 = new long[OtExtensionPads.INSTANCE_LONGS];
  private final long[] t1 = new long[OtExtensionPads.INSTANCE_LONGS];
  private final long[] gadget = new long[TRANSFERS * LIMBS];
  private final byte[] sums = new byte[TRANSFERS * Scalars.BYTES];
  private final long[] work = new long[LIMBS];

  /// Writes the message and this side's additive shares.
  ///
  /// @param extension a bound extension whose check passed
  /// @param instance 0-based index in the batch
  /// @param input a_1, a_2 and the random mask â: three scalars
  /// @param message receives Q ‖ H_u ‖ v at `offset`, [RandomVole#MESSAGE_BYTES]
  /// @param shares receives c_1 and c_2, with c_i + d_i = a_i·χ
  public void multiply(
      OtExtensionSender extension,
      int instance,
      long[] input,
      byte[] message,
      int offset,
      long[] shares) {
    extension.pads(instance, t0, t1);
    maskInput(input, message, offset);
    byte[] matrixDigest = RandomVole.matrixDigest(message, offset);
    RandomVole transcript = new RandomVole(extension.context2(), instance);
    long[] theta = transcript.theta(matrixDigest);
    byte[] checkDigest = checkSums(transcript, theta);
    System.arraycopy(checkDigest, 0, message, offset + RandomVole.DIGEST_AT, checkDigest.length);
    byte[] sum = inputSum(input, theta);
    System.arraycopy(sum, 0, message, offset + RandomVole.SUM_AT, sum.length);
    RandomVole.gadget(transcript.gadgetSeed(matrixDigest, checkDigest, sum), gadget);
    weighPads(shares);
  }

  /// `Q[j][c] = T0[j][c] − T1[j][c] + a_{c+1}`.
  private void maskInput(long[] input, byte[] message, int offset) {
    int at = offset;
    for (int j = 0; j < TRANSFERS; j++) {
      for (int c = 0; c < OtExtensionPads.WIDTH; c++) {
        int pad = j * ROW_LONGS + c * LIMBS;
        Scalars.sub(work, 0, t0, pad, t1, pad);
        Scalars.add(work, 0, work, 0, input, c * LIMBS);
        Scalars.encode(message, at, work, 0);
        at += Scalars.BYTES;
      }
    }
  }

  /// H_u over `u_j = T0[j][2] + θ_0·T0[j][0] + θ_1·T0[j][1]`.
  private byte[] checkSums(RandomVole transcript, long[] theta) {
    for (int j = 0; j < TRANSFERS; j++) {
      int row = j * ROW_LONGS;
      Scalars.copy(work, 0, t0, row + 2 * LIMBS);
      Scalars.mulAdd(work, 0, theta, 0, t0, row);
      Scalars.mulAdd(work, 0, theta, LIMBS, t0, row + LIMBS);
      Scalars.encode(sums, j * Scalars.BYTES, work, 0);
    }
    return transcript.checkDigest(sums);
  }

  /// v = â + θ_0·a_1 + θ_1·a_2.
  private byte[] inputSum(long[] input, long[] theta) {
    Scalars.copy(work, 0, input, 2 * LIMBS);
    Scalars.mulAdd(work, 0, theta, 0, input, 0);
    Scalars.mulAdd(work, 0, theta, LIMBS, input, LIMBS);
    return Scalars.encoded(work, 0);
  }

  /// `c_i = − Σ_j g_j·T0[j][i−1]`.
  private void weighPads(long[] shares) {
    Arrays.fill(shares, 0, PAYLOADS * LIMBS, 0);
    for (int j = 0; j < TRANSFERS; j++) {
      for (int i = 0; i < PAYLOADS; i++) {
        Scalars.mulAdd(shares, i * LIMBS, gadget, j * LIMBS, t0, j * ROW_LONGS + i * LIMBS);
      }
    }
    for (int i = 0; i < PAYLOADS; i++) {
      Scalars.negate(shares, i * LIMBS, shares, i * LIMBS);
    }
  }

  @Override
  public void close() {
    Arrays.fill(t0, 0);
    Arrays.fill(t1, 0);
    Arrays.fill(gadget, 0);
    Arrays.fill(sums, (byte) 0);
    Arrays.fill(work, 0);
  }
}
