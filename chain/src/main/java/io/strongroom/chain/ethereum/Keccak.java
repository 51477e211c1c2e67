package io.strongroom.chain.ethereum;

import org.bouncycastle.crypto.digests.KeccakDigest;

/// Keccak-256 as Ethereum uses it: the padding from before FIPS 202, so not SHA3-256.
final class Keccak {

  private Keccak() {}

  /// The 32-byte hash of the concatenation of `parts`.
  static byte[] hash256(byte[]... parts) {
    KeccakDigest digest = new KeccakDigest(256);
    for (byte[] part : parts) {
      digest.update(part, 0, part.length);
    }
    byte[] hash = new byte[32];
    digest.doFinal(hash, 0);
    return hash;
  }
}
