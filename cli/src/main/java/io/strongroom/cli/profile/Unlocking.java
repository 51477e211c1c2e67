package io.strongroom.cli.profile;

import io.strongroom.platform.process.ProcessDirectory;
import io.strongroom.platform.seal.KdfFloor;
import io.strongroom.platform.seal.KdfParameters;
import io.strongroom.platform.seal.Passphrase;
import io.strongroom.platform.seal.PassphraseSource;
import io.strongroom.platform.seal.SealException;
import io.strongroom.platform.seal.SealedKeystore;

/// How a keystore is made or opened: where its passphrase comes from, and whether weak work factors
/// are accepted.
///
/// @param insecureDemoKeys makes and accepts keystores whose passphrase can be guessed cheaply
public record Unlocking(PassphraseSource passphrase, boolean insecureDemoKeys) {

  /// Opens the keystore of a directory. Takes about a second unless it is a demonstration's.
  ///
  /// @throws SealException as [SealedKeystore#open] and [Passphrase#read]
  public SealedKeystore open(ProcessDirectory directory) throws SealException {
    KdfFloor floor = insecureDemoKeys ? KdfFloor.INSECURE_DEMO_KDF_ALLOWED : KdfFloor.STRONG_ONLY;
    try (Passphrase secret = Passphrase.read(passphrase)) {
      return SealedKeystore.open(directory.keystore(), secret, floor);
    }
  }

  /// Makes an empty keystore in a directory.
  ///
  /// @throws SealException as [SealedKeystore#create] and [Passphrase#read]
  public SealedKeystore create(ProcessDirectory directory) throws SealException {
    KdfParameters kdf = insecureDemoKeys ? KdfParameters.INSECURE_DEMO_KDF : KdfParameters.STANDARD;
    try (Passphrase secret = Passphrase.read(passphrase)) {
      return SealedKeystore.create(directory.keystore(), secret, kdf);
    }
  }
}
