package io.strongroom.cli.command;

import io.strongroom.cli.profile.Unlocking;
import io.strongroom.cli.terminal.CliException;
import io.strongroom.platform.seal.PassphraseSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Where the keystore's passphrase comes from: the terminal, a descriptor or a private file. Never
/// an argument, never the environment.
final class PassphraseOptions {

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "Read the passphrase from the first line of a file of mode 0600.")
  Optional<Path> file = Optional.empty();

  @Option(
      names = "--passphrase-fd",
      paramLabel = "N",
      description = "Read the passphrase from an open file descriptor.")
  Optional<Integer> descriptor = Optional.empty();

  @Option(
      names = "--insecure-demo-keys",
      description =
          "Make or accept a keystore whose passphrase can be guessed cheaply. Demonstrations only.")
  boolean insecureDemoKeys;

  /// @param confirm ask twice at the terminal, when a keystore is being made
  Unlocking unlocking(String who, boolean confirm) {
    if (file.isPresent() && descriptor.isPresent()) {
      throw CliException.usage("--passphrase-fd", "only one source of the passphrase can be given");
    }
    PassphraseSource source =
        file.<PassphraseSource>map(PassphraseSource.PrivateFile::new)
            .or(() -> descriptor.map(PassphraseSource.Descriptor::new))
            .orElseGet(() -> new PassphraseSource.Terminal("Passphrase of " + who + ": ", confirm));
    return new Unlocking(source, insecureDemoKeys);
  }

  /// The same options for a process that is started. A descriptor becomes its standard input, since
  /// no other one is inherited.
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    file.ifPresent(path -> arguments.addAll(List.of("--passphrase-file", path.toString())));
    descriptor.ifPresent(_ -> arguments.addAll(List.of("--passphrase-fd", "0")));
    if (insecureDemoKeys) {
      arguments.add("--insecure-demo-keys");
    }
    return arguments;
  }
}
