package io.strongroom.platform.seal;

import java.nio.file.Path;

/// Where a passphrase comes from. Never an argument and never the environment: other processes can
/// read both.
public sealed interface PassphraseSource {

  /// The person at the terminal, without echo.
  ///
  /// @param prompt what to ask, for example `Passphrase of node-1: `
  /// @param confirm ask twice and compare, when a keystore is being made
  record Terminal(String prompt, boolean confirm) implements PassphraseSource {}

  /// An inherited file descriptor, up to its first line feed.
  ///
  /// @param number 0 or 3 and above
  record Descriptor(int number) implements PassphraseSource {}

  /// The first line of a regular file that only its owner may read (mode 0600 or 0400).
  ///
  /// @param path the file
  record PrivateFile(Path path) implements PassphraseSource {}
}
