package io.strongroom.chain.ethereum;

import io.strongroom.chain.InvalidChainInputException;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.util.BigIntegers;

/// A recoverable ECDSA signature over secp256k1 that Ethereum accepts: low-s (EIP-2), with the
/// parity of the nonce point.
///
/// Public once the message is. A nonce point whose x-coordinate is n or more (chance about 2^−127)
/// has recovery id 2 or 3, which a typed transaction cannot express; it is refused here.
///
/// @param r 1 ≤ r < n
/// @param s 1 ≤ s ≤ (n − 1) / 2
/// @param yParity 0 or 1, the parity of the nonce point's y-coordinate (after s was made low)
public record EcdsaSignature(BigInteger r, BigInteger s, int yParity) {

  /// The length of [#bytes()].
  public static final int LENGTH = 65;

  private static final String FIELD = "signature";

  /// @throws InvalidChainInputException naming `signature` if a part is out of range
  public EcdsaSignature {
    if (r.signum() <= 0 || r.compareTo(Secp256k1.ORDER) >= 0) {
      throw new InvalidChainInputException(FIELD, "must have r from 1 to n - 1");
    }
    if (s.signum() <= 0 || s.compareTo(Secp256k1.ORDER) >= 0) {
      throw new InvalidChainInputException(FIELD, "must have s from 1 to n - 1");
    }
    if (s.compareTo(Secp256k1.HALF_ORDER) > 0) {
      throw new InvalidChainInputException(
          FIELD, "must have s of at most half the group's order (low-s)");
    }
    if (yParity != 0 && yParity != 1) {
      throw new InvalidChainInputException(FIELD, "must have recovery id 0 or 1");
    }
  }

  /// Parses r‖s‖recovery id.
  ///
  /// @param signature65 65 bytes: r and s of 32 bytes each, big-endian, then 0 or 1
  /// @throws InvalidChainInputException naming `signature`
  public static EcdsaSignature parse(byte[] signature65) {
    if (signature65.length != LENGTH) {
      throw new InvalidChainInputException(FIELD, "must be 65 bytes");
    }
    return new EcdsaSignature(
        new BigInteger(1, Arrays.copyOfRange(signature65, 0, 32)),
        new BigInteger(1, Arrays.copyOfRange(signature65, 32, 64)),
        signature65[64]);
  }

  /// r‖s‖recovery id, 65 bytes.
  public byte[] bytes() {
    byte[] bytes = new byte[LENGTH];
    BigIntegers.asUnsignedByteArray(r, bytes, 0, 32);
    BigIntegers.asUnsignedByteArray(s, bytes, 32, 32);
    bytes[64] = (byte) yParity;
    return bytes;
  }
}
