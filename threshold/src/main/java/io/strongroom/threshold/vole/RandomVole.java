package io.strongroom.threshold.vole;

import io.strongroom.threshold.hash.PrefixHash;
import io.strongroom.threshold.hash.TaggedHash;
import io.strongroom.threshold.math.Scalars;
import io.strongroom.threshold.ot.OtExtensionLayout;
import io.strongroom.threshold.ot.OtExtensionPads;
import java.security.MessageDigest;

/// What both sides of one random vector OLE derive alike: sizes, the check challenge θ and the
/// gadget vector g.
///
/// Public values only. g is derived from the sender's finished message ("Variant II" of ePrint
/// 2026/976), which is why 752 transfers are needed. Source: `docs/protocol.md`, section 9.
public final class RandomVole {

  /// Payload columns: the sender's vector has two entries.
  public static final int PAYLOADS = 2;

  /// Bytes of Q, 752 · 3 scalars.
  public static final int MATRIX_BYTES =
      OtExtensionLayout.TRANSFERS * OtExtensionPads.WIDTH * Scalars.BYTES;

  /// Bytes of the message Q ‖ H_u ‖ v: 72,256.
  public static final int MESSAGE_BYTES = MATRIX_BYTES + 64;

  /// Offset of H_u in the message.
  public static final int DIGEST_AT = MATRIX_BYTES;

  /// Offset of v in the message.
  public static final int SUM_AT = MATRIX_BYTES + 32;

  static final int ROW_LONGS = OtExtensionPads.WIDTH * Scalars.LIMBS;

  private final byte[] context2;
  private final byte[] instance;

  /// @param context2 ctx2 of the extension, 32 bytes
  /// @param instance 0-based index in the batch
  public RandomVole(byte[] context2, int instance) {
    this.context2 = context2.clone();
    this.instance = new byte[] {(byte) (instance >> 8), (byte) instance};
  }

  /// hQ = SHA-256 of Q, the first part of a message at `offset`.
  public static byte[] matrixDigest(byte[] message, int offset) {
    MessageDigest digest = TaggedHash.newSha256();
    digest.update(message, offset, MATRIX_BYTES);
    return digest.digest();
  }

  /// θ_0 and θ_1, two scalars.
  public long[] theta(byte[] matrixDigest) {
    long[] theta = new long[PAYLOADS * Scalars.LIMBS];
    for (int c = 0; c < PAYLOADS; c++) {
      TaggedHash.hs(
          theta,
          c * Scalars.LIMBS,
          "rv-theta",
          context2,
          instance,
          new byte[] {(byte) c},
          matrixDigest);
    }
    return theta;
  }

  /// H_u over the 752 encoded check values.
  public byte[] checkDigest(byte[] encodedSums) {
    return TaggedHash.th("rv-mu", context2, instance, encodedSums);
  }

  /// gs, the seed of the gadget vector, 32 bytes.
  public byte[] gadgetSeed(byte[] matrixDigest, byte[] checkDigest, byte[] sum) {
    return TaggedHash.th("rv-gseed", context2, instance, matrixDigest, checkDigest, sum);
  }

  /// Writes g_0 … g_751, 752 scalars.
  public static void gadget(byte[] seed, long[] out) {
    PrefixHash hash = new PrefixHash("rv-g", seed);
    byte[] input = new byte[4];
    for (int j = 0; j < OtExtensionLayout.TRANSFERS; j++) {
      input[2] = (byte) (j >> 8);
      input[3] = (byte) j;
      hash.scalar(input, 0, input.length, out, j * Scalars.LIMBS);
    }
  }
}
