package io.strongroom.node.config;

import io.strongroom.platform.seal.PassphraseSource;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the operator asked the node's main class to do.
public sealed interface CommandLine {

  /// How to call it.
  String USAGE =
      """
      Usage:
        NodeMain --dir DIR [--passphrase-file FILE | --passphrase-fd N] [--insecure-demo-keys]
            Runs the node whose keys, genesis and config.yaml are in DIR.
        NodeMain init --dir DIR --id ID [--index N] [--passphrase-file FILE | --passphrase-fd N] [--insecure-demo-keys]
            Creates the node's keys and its identity.json in DIR. Carry identity.json to the ceremony.

      The passphrase is asked for at the terminal unless a file (mode 0600) or a file descriptor gives it.
      --insecure-demo-keys makes and accepts keystores whose passphrase can be guessed cheaply. For demonstrations only.
      """;

  /// Serve.
  ///
  /// @param directory the node's directory
  /// @param passphrase where the keystore's passphrase comes from
  /// @param insecureDemoKeys whether a weak keystore may be opened
  record Run(Path directory, PassphraseSource passphrase, boolean insecureDemoKeys)
      implements CommandLine {}

  /// Create keys.
  ///
  /// @param directory the node's directory, made if absent
  /// @param id the node's id, such as `node-1`
  /// @param index the party index that the ceremony is asked to give it
  /// @param passphrase where the keystore's passphrase comes from
  /// @param insecureDemoKeys whether to make a weak keystore
  record Init(
      Path directory,
      String id,
      Optional<Integer> index,
      PassphraseSource passphrase,
      boolean insecureDemoKeys)
      implements CommandLine {}

  /// Explain.
  record Help() implements CommandLine {}

  /// Reads the arguments.
  ///
  /// @throws ConfigException naming the argument at fault
  static CommandLine parse(List<String> arguments) throws ConfigException {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      return new Help();
    }
    boolean init = !arguments.isEmpty() && arguments.getFirst().equals("init");
    Options options = new Options();
    Iterator<String> rest = arguments.subList(init ? 1 : 0, arguments.size()).iterator();
    while (rest.hasNext()) {
      options.take(rest.next(), rest, init);
    }
    return options.finish(init);
  }

  /// The options read so far.
  final class Options {
    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._:-]{0,63}");
    private static final int MAX_INDEX = 65_535;

    private Optional<Path> directory = Optional.empty();
    private Optional<String> id = Optional.empty();
    private Optional<Integer> index = Optional.empty();
    private Optional<PassphraseSource> passphrase = Optional.empty();
    private boolean insecureDemoKeys;

    private Options() {}

    private void take(String option, Iterator<String> rest, boolean init) throws ConfigException {
      switch (option) {
        case "--dir" -> directory = Optional.of(Path.of(value(option, rest)));
        case "--passphrase-file" ->
            passphrase(option, new PassphraseSource.PrivateFile(Path.of(value(option, rest))));
        case "--passphrase-fd" ->
            passphrase(
                option,
                new PassphraseSource.Descriptor(number(option, value(option, rest), 0, 1023)));
        case "--insecure-demo-keys" -> insecureDemoKeys = true;
        default -> takeInit(option, rest, init);
      }
    }

    private void takeInit(String option, Iterator<String> rest, boolean init)
        throws ConfigException {
      if (init && option.equals("--id")) {
        id = Optional.of(value(option, rest));
      } else if (init && option.equals("--index")) {
        index = Optional.of(number(option, value(option, rest), 1, MAX_INDEX));
      } else {
        throw new ConfigException("unknown argument " + option);
      }
    }

    private void passphrase(String option, PassphraseSource source) throws ConfigException {
      if (passphrase.isPresent()) {
        throw new ConfigException(option + ": only one source of the passphrase can be given");
      }
      passphrase = Optional.of(source);
    }

    private static String value(String option, Iterator<String> rest) throws ConfigException {
      if (!rest.hasNext()) {
        throw new ConfigException(option + " needs a value");
      }
      return rest.next();
    }

    private static int number(String option, String text, int least, int most)
        throws ConfigException {
      try {
        int number = Integer.parseInt(text);
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException e) {
        throw new ConfigException(option + " needs a number", e);
      }
      throw new ConfigException(option + " must be between " + least + " and " + most);
    }

    private CommandLine finish(boolean init) throws ConfigException {
      Path dir = directory.orElseThrow(() -> new ConfigException("--dir is missing"));
      PassphraseSource source =
          passphrase.orElseGet(
              () -> new PassphraseSource.Terminal("Passphrase of the node's keystore: ", init));
      if (!init) {
        return new Run(dir, source, insecureDemoKeys);
      }
      String name = id.orElseThrow(() -> new ConfigException("--id is missing"));
      if (!ID.matcher(name).matches()) {
        throw new ConfigException("--id must match " + ID.pattern());
      }
      return new Init(dir, name, index, source, insecureDemoKeys);
    }
  }
}
