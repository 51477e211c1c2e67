package io.strongroom.cli.profile;

import io.strongroom.cli.terminal.CliException;
import io.strongroom.platform.files.DurableFiles;
import io.strongroom.platform.identity.IdentityCard;
import io.strongroom.platform.identity.Principal;
import io.strongroom.platform.process.ProcessDirectory;
import io.strongroom.platform.seal.SealException;
import io.strongroom.platform.seal.SealedKeystore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Makes a member's directory: sealed keys and the public card.
public final class Membership {

  private Membership() {}

  /// Creates keys; nothing that exists is overwritten.
  ///
  /// @param id of the credential
  /// @param person who holds it
  /// @throws SealException EXISTS, BAD_PASSPHRASE, PERMISSIONS, IO
  public static IdentityCard create(
      ProcessDirectory where, String id, String person, Unlocking unlocking)
      throws SealException, IOException {
    Principal member;
    try {
      member = Principal.member(id);
    } catch (IllegalArgumentException e) {
      throw CliException.usage("--id", String.valueOf(e.getMessage()));
    }
    Files.createDirectories(
        where.root(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    requireFree(where.identity());
    try (SealedKeystore keystore = unlocking.create(where);
        MemberKeys keys = MemberKeys.create(keystore, member)) {
      IdentityCard card = keys.card(person);
      DurableFiles.create(where.identity(), card.toJson(), DurableFiles.Access.PUBLIC_READ);
      return card;
    } catch (IllegalArgumentException e) {
      throw CliException.usage("--person", String.valueOf(e.getMessage()));
    }
  }

  private static void requireFree(Path file) {
    if (Files.exists(file)) {
      throw CliException.usage("--dir", file + " exists; nothing was overwritten");
    }
  }
}
