package io.strongroom.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.threshold.EcdsaSignature;
import io.strongroom.threshold.PublicKeyPackage;
import io.strongroom.threshold.SigningRequest;
import io.strongroom.threshold.curve.Curve;
import io.strongroom.threshold.derive.Bip32;
import java.math.BigInteger;
import java.util.List;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;

/// Verification of signatures by Bouncy Castle, whose curve arithmetic shares nothing with ours.
final class IndependentEcdsa {

  private static final X9ECParameters CURVE = SECNamedCurves.getByName("secp256k1");
  private static final ECDomainParameters DOMAIN =
      new ECDomainParameters(CURVE.getCurve(), CURVE.getG(), CURVE.getN());

  private IndependentEcdsa() {}

  /// Every request has a low-s signature of its child key, which the recovery id gives back.
  static void assertSigned(
      PublicKeyPackage key,
      List<SigningRequest> requests,
      List<EcdsaSignature> signatures,
      String name) {
    assertEquals(requests.size(), signatures.size(), name);
    for (int b = 0; b < requests.size(); b++) {
      SigningRequest request = requests.get(b);
      EcdsaSignature signature = signatures.get(b);
      byte[] publicKey =
          Bip32.derive(key.publicKey(), key.chainCode(), request.path()).childPublicKey();
      BigInteger r = new BigInteger(1, signature.r32());
      BigInteger s = new BigInteger(1, signature.s32());
      ECDSASigner verifier = new ECDSASigner();
      ECPoint point = DOMAIN.getCurve().decodePoint(publicKey);
      verifier.init(false, new ECPublicKeyParameters(point, DOMAIN));
      assertTrue(verifier.verifySignature(request.digest32(), r, s), name);
      assertTrue(s.shiftLeft(1).compareTo(DOMAIN.getN()) < 0, () -> name + ": high s");
      assertTrue(Curve.verify(signature.compact(), request.digest32(), publicKey), name);
      assertArrayEquals(
          publicKey, recovered(request.digest32(), r, s, signature.recoveryId()), name);
    }
  }

  /// r⁻¹(sR − eG).
  private static byte[] recovered(byte[] digest, BigInteger r, BigInteger s, int recoveryId) {
    BigInteger n = DOMAIN.getN();
    BigInteger x = (recoveryId & 2) == 0 ? r : r.add(n);
    byte[] encoded = new byte[33];
    encoded[0] = (byte) (2 + (recoveryId & 1));
    byte[] bytes = BigIntegers.asUnsignedByteArray(32, x);
    System.arraycopy(bytes, 0, encoded, 1, 32);
    ECPoint nonce = DOMAIN.getCurve().decodePoint(encoded);
    BigInteger inverse = r.modInverse(n);
    BigInteger e = new BigInteger(1, digest).negate().mod(n);
    return nonce
        .multiply(s)
        .add(DOMAIN.getG().multiply(e))
        .multiply(inverse)
        .normalize()
        .getEncoded(true);
  }
}
