package io.strongroom.testkit.ethereum;

import io.strongroom.chain.ethereum.EcdsaSignature;
import io.strongroom.chain.ethereum.EthereumAddress;
import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.DSAKCalculator;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECPoint;

/// A whole private key of secp256k1, in one place and in the clear, for tests: it stands for a
/// chain account that no threshold key owns, and signs without any part of Strongroom's protocol.
/// Deterministic (RFC 6979).
public final class WholeTestKey {

  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
  private static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);

  private final BigInteger scalar;
  private final ECPoint point;

  /// @param scalar 1 ≤ scalar < n
  public WholeTestKey(BigInteger scalar) {
    this.scalar = scalar;
    this.point = CURVE.getG().multiply(scalar).normalize();
  }

  /// The compressed public key, 33 bytes.
  public byte[] publicKey33() {
    return point.getEncoded(true);
  }

  /// The account.
  public EthereumAddress address() {
    return EthereumAddress.ofPublicKey(publicKey33());
  }

  /// A low-s signature of a 32-byte digest.
  public EcdsaSignature sign(byte[] digest32) {
    return sign(digest32, 0);
  }

  /// One of many valid signatures of the digest: each `variant` takes the nonce that many steps
  /// further.
  ///
  /// @param variant 0 for the one of RFC 6979
  public EcdsaSignature sign(byte[] digest32, int variant) {
    ECDSASigner signer = new ECDSASigner(new LaterNonce(variant));
    signer.init(true, new ECPrivateKeyParameters(scalar, DOMAIN));
    BigInteger[] rs = signer.generateSignature(digest32);
    BigInteger n = CURVE.getN();
    BigInteger r = rs[0];
    BigInteger s = rs[1].min(n.subtract(rs[1]));
    BigInteger inverse = s.modInverse(n);
    BigInteger u1 = new BigInteger(1, digest32).multiply(inverse).mod(n);
    ECPoint nonce =
        CURVE.getG().multiply(u1).add(point.multiply(r.multiply(inverse).mod(n))).normalize();
    return new EcdsaSignature(r, s, nonce.getAffineYCoord().testBitZero() ? 1 : 0);
  }

  @Override
  public String toString() {
    return "WholeTestKey[" + address() + "]";
  }

  /// RFC 6979's sequence of nonces with its first members left out.
  private static final class LaterNonce implements DSAKCalculator {

    private final HMacDSAKCalculator sequence = new HMacDSAKCalculator(new SHA256Digest());
    private final int skipped;

    LaterNonce(int skipped) {
      this.skipped = skipped;
    }

    @Override
    public boolean isDeterministic() {
      return true;
    }

    @Override
    public void init(BigInteger n, SecureRandom random) {
      throw new IllegalStateException("deterministic");
    }

    @Override
    public void init(BigInteger n, BigInteger d, byte[] message) {
      sequence.init(n, d, message);
      for (int i = 0; i < skipped; i++) {
        sequence.nextK();
      }
    }

    @Override
    public BigInteger nextK() {
      return sequence.nextK();
    }
  }
}
