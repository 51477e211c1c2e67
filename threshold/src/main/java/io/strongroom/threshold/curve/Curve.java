package io.strongroom.threshold.curve;

import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;
import io.strongroom.threshold.hash.TaggedHash;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// The group secp256k1, backed by libsecp256k1. Stateless and thread-safe.
///
/// A point is 33 bytes compressed (on the wire and as every result) or 65 bytes uncompressed (a
/// cache inside the process; see [#expand]); parameters called `point` accept both and must be
/// valid. The identity has no encoding: operations that can reach it return an empty [Optional].
/// Scalars are 32 bytes big-endian, below q.
///
/// **Timing:** [#mulBase] and [#ecdhHash] are constant time in the scalar. Everything whose name
/// ends in `VarTime` is not, and is for public scalars only. The binding copies scalars to the
/// native stack without wiping them, and does not randomise its context (`docs/protocol.md` 18.1).
public final class Curve {

  /// Bytes of a compressed point.
  public static final int POINT = 33;

  /// Bytes of an uncompressed point.
  public static final int EXPANDED = 65;

  private static final Secp256k1 NATIVE = Secp256k1.get();
  private static final byte[] ZERO = new byte[32];
  private static final byte[] GENERATOR =
      HexFormat.of().parseHex("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");

  private Curve() {}

  /// G, compressed.
  public static byte[] generator() {
    return GENERATOR.clone();
  }

  /// k·G, compressed. Constant time; k may be secret.
  ///
  /// @throws IllegalArgumentException if k is zero or not below q
  public static byte[] mulBase(byte[] scalar32) {
    byte[] expanded = mulBaseExpanded(scalar32);
    byte[] point = compress(expanded);
    Arrays.fill(expanded, (byte) 0);
    return point;
  }

  /// k·G, 65 bytes. Constant time; k may be secret.
  ///
  /// @throws IllegalArgumentException if k is zero or not below q
  public static byte[] mulBaseExpanded(byte[] scalar32) {
    try {
      return NATIVE.pubkeyCreate(scalar32);
    } catch (Secp256k1Exception e) {
      throw new IllegalArgumentException("scalar is zero or not below the order", e);
    }
  }

  /// E(k·P), the SHA-256 of the compressed product: 32 bytes. Constant time; k may be secret.
  ///
  /// @throws IllegalArgumentException if k is zero or not below q, or the point is invalid
  public static byte[] ecdhHash(byte[] scalar32, byte[] point) {
    try {
      return NATIVE.ecdh(scalar32, point);
    } catch (Secp256k1Exception e) {
      throw new IllegalArgumentException("scalar or point out of range", e);
    }
  }

  /// E(P), the SHA-256 of the compressed point: 32 bytes.
  public static byte[] hashPoint(byte[] point) {
    return TaggedHash.sha256(compress(point));
  }

  /// The sum of the points, compressed; empty if it is the identity. No scalar takes part.
  ///
  /// @throws IllegalArgumentException if there is no point or an invalid one
  public static Optional<byte[]> combine(byte[]... points) {
    if (points.length == 0) {
      throw new IllegalArgumentException("nothing to combine");
    }
    byte[][] parsed = new byte[points.length][];
    for (int i = 0; i < points.length; i++) {
      parsed[i] = expand(points[i]);
    }
    try {
      return Optional.of(compress(NATIVE.pubKeyCombine(parsed)));
    } catch (Secp256k1Exception e) {
      // All operands are valid, so the only failure left is the identity.
      return Optional.empty();
    }
  }

  /// −P, compressed.
  public static byte[] negate(byte[] point) {
    byte[] out = compress(point);
    out[0] ^= 1;
    return out;
  }

  /// k·P for a public k, compressed; empty if k is zero. **Variable time.**
  public static Optional<byte[]> mulVarTime(byte[] point, byte[] scalar32) {
    if (Arrays.equals(scalar32, ZERO)) {
      return Optional.empty();
    }
    try {
      return Optional.of(compress(NATIVE.pubKeyTweakMul(point, scalar32)));
    } catch (Secp256k1Exception e) {
      throw new IllegalArgumentException("scalar or point out of range", e);
    }
  }

  /// P + k·G for a public k, compressed; empty if that is the identity. **Variable time.**
  ///
  /// @throws IllegalArgumentException if k is not below q or the point is invalid
  public static Optional<byte[]> addTweakVarTime(byte[] point, byte[] scalar32) {
    if (Arrays.equals(scalar32, ZERO)) {
      return Optional.of(compress(expand(point)));
    }
    return combine(point, mulBaseExpanded(scalar32));
  }

  /// Whether `in[off..off+33)` is a canonical encoding of a point. For wire bytes. Variable time.
  public static boolean isValidPoint33(byte[] in, int off) {
    return decode(in, off).isPresent();
  }

  /// Strict decoding of the 33 bytes at `in[off..]`: prefix 02 or 03, x below p and on the curve.
  ///
  /// @return the 65-byte form, or empty
  public static Optional<byte[]> decode(byte[] in, int off) {
    if (off < 0 || in.length - off < POINT || (in[off] != 2 && in[off] != 3)) {
      return Optional.empty();
    }
    try {
      return Optional.of(NATIVE.pubkeyParse(Arrays.copyOfRange(in, off, off + POINT)));
    } catch (Secp256k1Exception e) {
      return Optional.empty();
    }
  }

  /// The 65-byte form of a valid point. A 33-byte input costs a square root, a 65-byte one nothing.
  ///
  /// @throws IllegalArgumentException if the input is no valid point
  public static byte[] expand(byte[] point) {
    if (point.length == EXPANDED && point[0] == 4) {
      return point;
    }
    if (point.length != POINT) {
      throw new IllegalArgumentException("not a point");
    }
    return decode(point, 0).orElseThrow(() -> new IllegalArgumentException("not a point"));
  }

  /// The compressed form of a valid point, in a new array. Constant time.
  public static byte[] compress(byte[] point) {
    if (point.length == POINT) {
      return point.clone();
    }
    if (point.length != EXPANDED || point[0] != 4) {
      throw new IllegalArgumentException("not a point");
    }
    byte[] out = Arrays.copyOf(point, POINT);
    out[0] = (byte) (2 | (point[EXPANDED - 1] & 1));
    return out;
  }

  /// Verifies an ECDSA signature. A high s is refused.
  ///
  /// @param signature64 r ‖ s
  /// @param digest32 the message digest
  /// @param publicKey a valid point
  public static boolean verify(byte[] signature64, byte[] digest32, byte[] publicKey) {
    if (signature64.length != 64 || digest32.length != 32) {
      return false;
    }
    try {
      return NATIVE.verify(signature64, digest32, publicKey);
    } catch (Secp256k1Exception e) {
      return false;
    }
  }

  /// The compressed public key that a signature with this recovery id belongs to; empty if none.
  public static Optional<byte[]> recoverVarTime(
      byte[] signature64, byte[] digest32, int recoveryId) {
    if (signature64.length != 64 || digest32.length != 32 || recoveryId < 0 || recoveryId > 3) {
      return Optional.empty();
    }
    try {
      return Optional.of(compress(NATIVE.ecdsaRecover(signature64, digest32, recoveryId)));
    } catch (Secp256k1Exception e) {
      return Optional.empty();
    }
  }
}
