package io.strongroom.threshold.derive;

import io.strongroom.threshold.AbortCode;
import io.strongroom.threshold.BadParametersException;
import io.strongroom.threshold.curve.Curve;
import io.strongroom.threshold.math.Scalars;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A key derived by non-hardened BIP 32 steps from a public key, with the tweak δ that leads to it.
/// Public data, variable time.
///
/// Child private keys are never made: with the parent's chain code, one of them gives away the
/// parent.
public final class Bip32 {

  /// The longest path.
  public static final int MAX_DEPTH = 255;

  private static final long HARDENED = 1L << 31;
  private static final int HALF = 32;

  private final byte[] delta;
  private final byte[] childPublicKey;
  private final byte[] chainCode;

  private Bip32(byte[] delta, byte[] childPublicKey, byte[] chainCode) {
    this.delta = delta;
    this.childPublicKey = childPublicKey;
    this.chainCode = chainCode;
  }

  /// The 64-byte pseudo-random function of one step; a seam for tests of its exceptional outputs.
  @FunctionalInterface
  interface StepFunction {
    byte[] apply(byte[] chainCode, byte[] publicKey, long index);
  }

  /// Walks a path.
  ///
  /// @param publicKey X, a valid point of 33 bytes
  /// @param chainCode 32 bytes
  /// @param path indices 0..2^31−1, at most 255; empty for the key itself
  /// @throws BadParametersException if an index is hardened or out of range, or a step has no child
  ///   key
  public static Bip32 derive(byte[] publicKey, byte[] chainCode, List<Long> path) {
    return derive(publicKey, chainCode, path, Bip32::hmac);
  }

  static Bip32 derive(byte[] publicKey, byte[] chainCode, List<Long> path, StepFunction function) {
    check(path.size() <= MAX_DEPTH, "path too long");
    check(chainCode.length == HALF, "chain code length");
    check(publicKey.length == Curve.POINT && Curve.isValidPoint33(publicKey, 0), "public key");
    long[] tweak = new long[Scalars.LIMBS];
    long[] step = new long[Scalars.LIMBS];
    byte[] current = publicKey.clone();
    byte[] code = chainCode.clone();
    for (long index : path) {
      check(index >= 0 && index < HARDENED, "hardened or invalid index " + index);
      byte[] output = function.apply(code, current, index);
      check(Scalars.decode(step, 0, output, 0), "no child at index " + index);
      Scalars.add(tweak, 0, tweak, 0, step, 0);
      Optional<byte[]> child = Curve.addTweakVarTime(current, Arrays.copyOf(output, HALF));
      check(child.isPresent(), "no child at index " + index);
      current = child.get();
      code = Arrays.copyOfRange(output, HALF, 2 * HALF);
    }
    return new Bip32(Scalars.encoded(tweak, 0), current, code);
  }

  /// δ with child = X + δG, 32 bytes; zero for the empty path.
  public byte[] delta() {
    return delta.clone();
  }

  /// The child's point, 33 bytes.
  public byte[] childPublicKey() {
    return childPublicKey.clone();
  }

  /// The child's chain code, 32 bytes.
  public byte[] chainCode() {
    return chainCode.clone();
  }

  /// HMAC-SHA512(cc, X ‖ u32 index).
  private static byte[] hmac(byte[] chainCode, byte[] publicKey, long index) {
    try {
      Mac mac = Mac.getInstance("HmacSHA512");
      mac.init(new SecretKeySpec(chainCode, "HmacSHA512"));
      mac.update(publicKey);
      for (int shift = 24; shift >= 0; shift -= 8) {
        mac.update((byte) (index >>> shift));
      }
      return mac.doFinal();
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new AssertionError("every JDK has HMAC-SHA512", e);
    }
  }

  private static void check(boolean ok, String detail) {
    if (!ok) {
      throw new BadParametersException(AbortCode.BAD_PARAMS, detail);
    }
  }
}
