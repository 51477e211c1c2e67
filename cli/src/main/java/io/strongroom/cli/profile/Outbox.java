package io.strongroom.cli.profile;

import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.InvalidStatementException;
import io.strongroom.platform.files.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// Requests that were signed here, kept before they are sent, so that the same command again sends
/// the same bytes and gets the first answer. Public data.
public final class Outbox {

  private final Path directory;

  /// @param profile whose directory holds it
  public Outbox(Profile profile) {
    this.directory = profile.directory().root().resolve("sent");
  }

  /// The request that was signed under this id.
  ///
  /// @param id an identifier, checked by the caller to be one
  public Optional<Envelope> find(String id) throws IOException, InvalidStatementException {
    Path file = file(id);
    return Files.exists(file)
        ? Optional.of(Envelope.parse(DurableFiles.read(file, Envelope.MAX_BYTES)))
        : Optional.empty();
  }

  /// Keeps a request, on disk when this returns.
  public void keep(String id, Envelope envelope) throws IOException {
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    DurableFiles.create(file(id), envelope.bytes(), DurableFiles.Access.OWNER_ONLY);
  }

  private Path file(String id) {
    return directory.resolve(id.replace(':', '+') + ".json");
  }
}
