package io.strongroom.platform.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Where a process keeps everything: the `--dir` of its command line.
///
/// @param root the directory, absolute
public record ProcessDirectory(Path root) {

  /// Makes the path absolute.
  public ProcessDirectory {
    root = root.toAbsolutePath().normalize();
  }

  /// Creates the directory and those inside it, mode 0700, unless they exist.
  ///
  /// @throws ProcessFailure DISK when that fails
  public ProcessDirectory create() throws ProcessFailure {
    for (Path directory : new Path[] {root, data(), log(), run()}) {
      try {
        Files.createDirectories(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } catch (IOException e) {
        throw new ProcessFailure(ExitCode.DISK, "cannot create the directory " + directory, e);
      }
    }
    return this;
  }

  /// Sealed private keys.
  public Path keystore() {
    return root.resolve("keystore.json");
  }

  /// Public identity card.
  public Path identity() {
    return root.resolve("identity.json");
  }

  /// Genesis statement with its policy.
  public Path genesis() {
    return root.resolve("genesis.json");
  }

  /// Configuration.
  public Path config() {
    return root.resolve("config.yaml");
  }

  /// Database files.
  public Path data() {
    return root.resolve("data");
  }

  /// Log files.
  public Path log() {
    return root.resolve("log");
  }

  /// Process id and lock.
  public Path run() {
    return root.resolve("run");
  }
}
