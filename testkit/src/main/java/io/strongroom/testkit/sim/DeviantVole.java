package io.strongroom.testkit.sim;

import static io.strongroom.threshold.math.Scalars.LIMBS;

import io.strongroom.threshold.math.Scalars;
import io.strongroom.threshold.ot.OtExtensionLayout;
import io.strongroom.threshold.ot.OtExtensionPads;
import io.strongroom.threshold.ot.OtExtensionSender;
import io.strongroom.threshold.vole.RandomVole;
import java.util.Optional;

/// The sender's side of one multiplication, written a second time so that single rows can deviate
/// (`docs/protocol.md` 9.1 and 9.3).
final class DeviantVole {

  private static final int WIDTH = OtExtensionPads.WIDTH;
  private static final int ROWS = OtExtensionLayout.TRANSFERS;

  private final long[] t0 = new long[OtExtensionPads.INSTANCE_LONGS];
  private final long[] t1 = new long[OtExtensionPads.INSTANCE_LONGS];
  private final byte[] message = new byte[RandomVole.MESSAGE_BYTES];
  private final long[] shares = new long[2 * LIMBS];

  /// @param inputs a_1, a_2, â
  DeviantVole(
      OtExtensionSender extension,
      int request,
      long[] inputs,
      Optional<Deviation.RowGuess> deviation) {
    extension.pads(request, t0, t1);
    RandomVole transcript = new RandomVole(extension.context2(), request);
    writeMatrix(inputs, deviation);
    byte[] matrixDigest = RandomVole.matrixDigest(message, 0);
    long[] theta = transcript.theta(matrixDigest);
    byte[] checkDigest = transcript.checkDigest(sums(theta, deviation));
    System.arraycopy(checkDigest, 0, message, RandomVole.DIGEST_AT, checkDigest.length);
    long[] v = new long[LIMBS];
    Scalars.copy(v, 0, inputs, 2 * LIMBS);
    Scalars.mulAdd(v, 0, theta, 0, inputs, 0);
    Scalars.mulAdd(v, 0, theta, LIMBS, inputs, LIMBS);
    byte[] sum = Scalars.encoded(v, 0);
    System.arraycopy(sum, 0, message, RandomVole.SUM_AT, sum.length);
    weigh(transcript.gadgetSeed(matrixDigest, checkDigest, sum), deviation);
  }

  /// Q ‖ H_u ‖ v.
  byte[] message() {
    return message;
  }

  /// c_1 and c_2, made to fit a right guess.
  long[] shares() {
    return shares;
  }

  private void writeMatrix(long[] inputs, Optional<Deviation.RowGuess> deviation) {
    long[] entry = new long[LIMBS];
    long[] one = {1, 0, 0, 0};
    for (int j = 0; j < ROWS; j++) {
      for (int c = 0; c < WIDTH; c++) {
        int pad = (j * WIDTH + c) * LIMBS;
        Scalars.sub(entry, 0, t0, pad, t1, pad);
        Scalars.add(entry, 0, entry, 0, inputs, c * LIMBS);
        if (c == 0 && deviates(deviation, j)) {
          Scalars.add(entry, 0, entry, 0, one, 0);
        }
        Scalars.encode(message, (j * WIDTH + c) * Scalars.BYTES, entry, 0);
      }
    }
  }

  private byte[] sums(long[] theta, Optional<Deviation.RowGuess> deviation) {
    byte[] sums = new byte[ROWS * Scalars.BYTES];
    long[] u = new long[LIMBS];
    for (int j = 0; j < ROWS; j++) {
      int pad = j * WIDTH * LIMBS;
      Scalars.copy(u, 0, t0, pad + 2 * LIMBS);
      Scalars.mulAdd(u, 0, theta, 0, t0, pad);
      Scalars.mulAdd(u, 0, theta, LIMBS, t0, pad + LIMBS);
      if (deviates(deviation, j) && deviation.orElseThrow().choice()) {
        Scalars.add(u, 0, u, 0, theta, 0);
      }
      Scalars.encode(sums, j * Scalars.BYTES, u, 0);
    }
    return sums;
  }

  private void weigh(byte[] seed, Optional<Deviation.RowGuess> deviation) {
    long[] gadget = new long[ROWS * LIMBS];
    RandomVole.gadget(seed, gadget);
    for (int j = 0; j < ROWS; j++) {
      for (int i = 0; i < 2; i++) {
        Scalars.mulAdd(shares, i * LIMBS, gadget, j * LIMBS, t0, (j * WIDTH + i) * LIMBS);
      }
      if (deviates(deviation, j) && deviation.orElseThrow().choice()) {
        Scalars.add(shares, 0, shares, 0, gadget, j * LIMBS);
      }
    }
    for (int i = 0; i < 2; i++) {
      Scalars.negate(shares, i * LIMBS, shares, i * LIMBS);
    }
  }

  private static boolean deviates(Optional<Deviation.RowGuess> deviation, int row) {
    return deviation.isPresent() && deviation.get().row() == row;
  }
}
