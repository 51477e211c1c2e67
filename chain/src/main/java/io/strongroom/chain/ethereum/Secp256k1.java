package io.strongroom.chain.ethereum;

import io.strongroom.chain.InvalidChainInputException;
import java.math.BigInteger;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;

/// Verification and recovery of ECDSA signatures over secp256k1 (SEC 1, sections 4.1.4 and 4.1.6),
/// with Bouncy Castle's arithmetic, which the signing protocol does not use. Public values only;
/// nothing here is constant-time.
public final class Secp256k1 {

  /// The length of a compressed public key.
  public static final int PUBLIC_KEY_LENGTH = 33;

  /// The length of a message digest.
  public static final int DIGEST_LENGTH = 32;

  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");

  /// The order n of the group.
  static final BigInteger ORDER = CURVE.getN();

  /// (n − 1) / 2: the greatest s that is low.
  static final BigInteger HALF_ORDER = ORDER.shiftRight(1);

  private Secp256k1() {}

  /// Whether `signature65` is a low-s signature of `digest32` under the key, with the recovery id
  /// that leads back to this key. Any other bytes, of whatever length, give false.
  ///
  /// @param publicKey33 a compressed point, 33 bytes
  /// @param digest32 32 bytes
  /// @param signature65 r‖s‖recovery id
  /// @throws InvalidChainInputException naming `publicKey` or `digest` if one of those is malformed
  public static boolean verifyVarTime(byte[] publicKey33, byte[] digest32, byte[] signature65) {
    ECPoint key = decompress(publicKey33);
    BigInteger digest = digestScalar(digest32);
    EcdsaSignature signature;
    try {
      signature = EcdsaSignature.parse(signature65);
    } catch (InvalidChainInputException e) {
      return false;
    }
    BigInteger inverse = signature.s().modInverse(ORDER);
    BigInteger u1 = digest.multiply(inverse).mod(ORDER);
    BigInteger u2 = signature.r().multiply(inverse).mod(ORDER);
    ECPoint nonce = ECAlgorithms.sumOfTwoMultiplies(CURVE.getG(), u1, key, u2).normalize();
    // The recovery id promises an x-coordinate below n, so r must equal it, not only be congruent
    // to it.
    return !nonce.isInfinity()
        && nonce.getAffineXCoord().toBigInteger().equals(signature.r())
        && nonce.getAffineYCoord().testBitZero() == (signature.yParity() == 1);
  }

  /// The key under which `signature` signs `digest32`.
  ///
  /// @param digest32 32 bytes
  /// @return the compressed point, 33 bytes
  /// @throws InvalidChainInputException naming `digest`, or `signature` if no key fits it
  public static byte[] recoverVarTime(byte[] digest32, EcdsaSignature signature) {
    return recoverPoint(digest32, signature).getEncoded(true);
  }

  static ECPoint recoverPoint(byte[] digest32, EcdsaSignature signature) {
    BigInteger digest = digestScalar(digest32);
    byte[] compressed = new byte[PUBLIC_KEY_LENGTH];
    compressed[0] = (byte) (2 + signature.yParity());
    System.arraycopy(signature.bytes(), 0, compressed, 1, 32);
    ECPoint nonce =
        decode(compressed, "signature", "must have an r that is the x-coordinate of a point");
    BigInteger inverse = signature.r().modInverse(ORDER);
    BigInteger ofGenerator = digest.negate().multiply(inverse).mod(ORDER);
    BigInteger ofNonce = signature.s().multiply(inverse).mod(ORDER);
    ECPoint key =
        ECAlgorithms.sumOfTwoMultiplies(CURVE.getG(), ofGenerator, nonce, ofNonce).normalize();
    if (key.isInfinity()) {
      throw new InvalidChainInputException("signature", "must lead to a public key");
    }
    return key;
  }

  /// The point of a compressed public key, checked to be on the curve.
  static ECPoint decompress(byte[] publicKey33) {
    return decode(publicKey33, "publicKey", "must be a compressed point of secp256k1, 33 bytes");
  }

  private static ECPoint decode(byte[] compressed, String field, String reason) {
    if (compressed.length != PUBLIC_KEY_LENGTH || (compressed[0] != 2 && compressed[0] != 3)) {
      throw new InvalidChainInputException(field, reason);
    }
    try {
      return CURVE.getCurve().decodePoint(compressed).normalize();
    } catch (IllegalArgumentException e) {
      throw new InvalidChainInputException(field, reason);
    }
  }

  private static BigInteger digestScalar(byte[] digest32) {
    if (digest32.length != DIGEST_LENGTH) {
      throw new InvalidChainInputException("digest", "must be 32 bytes");
    }
    return new BigInteger(1, digest32);
  }
}
