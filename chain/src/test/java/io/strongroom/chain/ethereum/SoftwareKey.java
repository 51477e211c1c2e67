package io.strongroom.chain.ethereum;

import java.math.BigInteger;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECPoint;

/// A whole private key for tests, which signs by Bouncy Castle's ECDSA (RFC 6979).
record SoftwareKey(BigInteger scalar) {

  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
  static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);
  static final BigInteger N = CURVE.getN();

  ECPoint point() {
    return CURVE.getG().multiply(scalar).normalize();
  }

  byte[] publicKey33() {
    return point().getEncoded(true);
  }

  /// A low-s signature; the recovery id comes from the nonce point, found by Bouncy Castle's
  /// verification equation.
  EcdsaSignature sign(byte[] digest32) {
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, new ECPrivateKeyParameters(scalar, DOMAIN));
    BigInteger[] rs = signer.generateSignature(digest32);
    BigInteger r = rs[0];
    BigInteger s = rs[1].compareTo(N.shiftRight(1)) > 0 ? N.subtract(rs[1]) : rs[1];
    BigInteger inverse = s.modInverse(N);
    ECPoint nonce =
        CURVE
            .getG()
            .multiply(new BigInteger(1, digest32).multiply(inverse).mod(N))
            .add(point().multiply(r.multiply(inverse).mod(N)))
            .normalize();
    return new EcdsaSignature(r, s, nonce.getAffineYCoord().testBitZero() ? 1 : 0);
  }

  /// Bouncy Castle's own verification, which does not ask for low-s.
  boolean verifies(byte[] digest32, BigInteger r, BigInteger s) {
    ECDSASigner signer = new ECDSASigner();
    signer.init(false, new ECPublicKeyParameters(point(), DOMAIN));
    return signer.verifySignature(digest32, r, s);
  }
}
