package io.strongroom.node.start;

import io.strongroom.platform.config.CommandLine;
import io.strongroom.platform.identity.Fingerprints;
import io.strongroom.platform.identity.IdentityCard;
import io.strongroom.platform.identity.Principal;
import io.strongroom.platform.process.ExitCode;
import io.strongroom.platform.process.ProcessDirectory;
import io.strongroom.platform.process.ProcessFailure;
import io.strongroom.platform.seal.KdfParameters;
import io.strongroom.platform.seal.Passphrase;
import io.strongroom.platform.seal.SealException;
import io.strongroom.platform.seal.SealedKeystore;
import java.io.IOException;

/// Creates a node's keys: `keystore.json`, sealed, and `identity.json`, public.
public final class NodeInit {

  private NodeInit() {}

  /// Creates them. Nothing that exists is overwritten.
  ///
  /// @return the public card
  /// @throws SealException EXISTS, BAD_PASSPHRASE, PERMISSIONS, IO
  /// @throws ProcessFailure DISK when the directory or the card cannot be written
  public static IdentityCard run(CommandLine.Init init) throws SealException, ProcessFailure {
    ProcessDirectory directory = new ProcessDirectory(init.directory()).create();
    KdfParameters kdf =
        init.insecureDemoKeys() ? KdfParameters.INSECURE_DEMO_KDF : KdfParameters.STANDARD;
    try (Passphrase passphrase = Passphrase.read(init.passphrase());
        SealedKeystore keystore = SealedKeystore.create(directory.keystore(), passphrase, kdf);
        NodeKeys keys = NodeKeys.create(keystore, Principal.node(init.id()))) {
      IdentityCard card = keys.card();
      card.write(directory.identity());
      return card;
    } catch (IOException e) {
      throw new ProcessFailure(
          ExitCode.DISK, "cannot write " + directory.identity() + ": " + e.getMessage(), e);
    }
  }

  /// What the operator reads to the others in the ceremony.
  public static String describe(CommandLine.Init init, IdentityCard card) {
    String index = init.index().map(number -> ", asks for index " + number).orElse("");
    return "created "
        + card.principal()
        + index
        + "\nfingerprint "
        + Fingerprints.of(card)
        + "\ncarry "
        + new ProcessDirectory(init.directory()).identity()
        + " to the ceremony";
  }
}
