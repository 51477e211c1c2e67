package io.strongroom.platform.config;

import io.strongroom.platform.seal.PassphraseSource;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the operator asked the main class of a node or the coordinator to do.
public sealed interface CommandLine {

  /// How to call it.
  ///
  /// @param main the main class's name
  /// @param named whether `init` takes an id and an index: a node does, the coordinator does not
  static String usage(String main, boolean named) {
    String who = named ? " --id ID [--index N]" : "";
    return """
    Usage:
      MAIN --dir DIR [--passphrase-file FILE | --passphrase-fd N] [--insecure-demo-keys]
          Runs the process whose keys, genesis.json and config.yaml are in DIR.
      MAIN init --dir DIRWHO [--passphrase-file FILE | --passphrase-fd N] [--insecure-demo-keys]
          Creates its keys and its identity.json in DIR. Carry identity.json to the ceremony.

    The passphrase is asked for at the terminal unless a file (mode 0600) or a file descriptor gives it.
    --insecure-demo-keys makes and accepts keystores whose passphrase can be guessed cheaply. For demonstrations only.
    """
        .replace("MAIN", main)
        .replace("WHO", who);
  }

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
  /// @param id the node's id, such as `node-1`; `coordinator` for the coordinator
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
  /// @param named whether `init` takes an id and an index
  /// @throws ConfigException naming the argument at fault
  static CommandLine parse(List<String> arguments, boolean named) throws ConfigException {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      return new Help();
    }
    boolean init = !arguments.isEmpty() && arguments.getFirst().equals("init");
    Options options = new Options();
    Iterator<String> rest = arguments.subList(init ? 1 : 0, arguments.size()).iterator();
    while (rest.hasNext()) {
      options.take(rest.next(), rest, init && named);
    }
    return options.finish(init, named);
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

    private void take(String option, Iterator<String> rest, boolean named) throws ConfigException {
      switch (option) {
        case "--dir" -> directory = Optional.of(Path.of(value(option, rest)));
        case "--passphrase-file" ->
            passphrase(option, new PassphraseSource.PrivateFile(Path.of(value(option, rest))));
        case "--passphrase-fd" ->
            passphrase(
                option,
                new PassphraseSource.Descriptor(number(option, value(option, rest), 0, 1023)));
        case "--insecure-demo-keys" -> insecureDemoKeys = true;
        default -> takeNamed(option, rest, named);
      }
    }

    private void takeNamed(String option, Iterator<String> rest, boolean named)
        throws ConfigException {
      if (named && option.equals("--id")) {
        id = Optional.of(value(option, rest));
      } else if (named && option.equals("--index")) {
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

    private CommandLine finish(boolean init, boolean named) throws ConfigException {
      Path dir = directory.orElseThrow(() -> new ConfigException("--dir is missing"));
      PassphraseSource source =
          passphrase.orElseGet(
              () -> new PassphraseSource.Terminal("Passphrase of the keystore: ", init));
      if (!init) {
        return new Run(dir, source, insecureDemoKeys);
      }
      String name =
          named ? id.orElseThrow(() -> new ConfigException("--id is missing")) : "coordinator";
      if (!ID.matcher(name).matches()) {
        throw new ConfigException("--id must match " + ID.pattern());
      }
      return new Init(dir, name, index, source, insecureDemoKeys);
    }
  }
}
