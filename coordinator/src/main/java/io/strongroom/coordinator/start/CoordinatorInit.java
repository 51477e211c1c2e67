package io.strongroom.coordinator.start;

import io.strongroom.coordinator.identity.CoordinatorKeys;
import io.strongroom.platform.config.CommandLine;
import io.strongroom.platform.identity.Fingerprints;
import io.strongroom.platform.identity.IdentityCard;
import io.strongroom.platform.process.ExitCode;
import io.strongroom.platform.process.ProcessDirectory;
import io.strongroom.platform.process.ProcessFailure;
import io.strongroom.platform.seal.KdfParameters;
import io.strongroom.platform.seal.Passphrase;
import io.strongroom.platform.seal.SealException;
import io.strongroom.platform.seal.SealedKeystore;
import java.io.IOException;

/// Creates the coordinator's keys: `keystore.json`, sealed, and `identity.json`, public.
final class CoordinatorInit {

  private CoordinatorInit() {}

  /// Creates them. Nothing that exists is overwritten.
  ///
  /// @return what the operator reads to the others in the ceremony
  static String run(CommandLine.Init init) throws SealException, ProcessFailure {
    ProcessDirectory directory = new ProcessDirectory(init.directory()).create();
    KdfParameters kdf =
        init.insecureDemoKeys() ? KdfParameters.INSECURE_DEMO_KDF : KdfParameters.STANDARD;
    try (Passphrase passphrase = Passphrase.read(init.passphrase());
        SealedKeystore keystore = SealedKeystore.create(directory.keystore(), passphrase, kdf);
        CoordinatorKeys keys = CoordinatorKeys.create(keystore)) {
      IdentityCard card = keys.card();
      card.write(directory.identity());
      return "created the coordinator's keys\nfingerprint "
          + Fingerprints.of(card)
          + "\ncarry "
          + directory.identity()
          + " to the ceremony";
    } catch (IOException e) {
      throw new ProcessFailure(
          ExitCode.DISK, "cannot write " + directory.identity() + ": " + e.getMessage(), e);
    }
  }
}
