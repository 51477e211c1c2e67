package io.strongroom.cli.profile;

import io.strongroom.custody.statement.Ed25519PrivateKey;
import io.strongroom.platform.seal.SealException;
import io.strongroom.platform.seal.SealedKeystore;
import java.util.Arrays;

/// Ed25519 keys out of a keystore, which holds their seeds.
public final class SealedSeeds {

  private SealedSeeds() {}

  /// The key of an entry; the caller closes it.
  ///
  /// @throws SealException NO_SUCH_ENTRY, or CORRUPT
  public static Ed25519PrivateKey key(SealedKeystore keystore, String entry) throws SealException {
    byte[] seed = keystore.get(entry);
    try {
      return Ed25519PrivateKey.fromSeed(seed);
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }
}
