package io.strongroom.platform.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.platform.seal.PassphraseSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

  private static CommandLine parse(String line) throws ConfigException {
    return CommandLine.parse(List.of(line.split(" ")), true);
  }

  @Test
  void run_takesDirectoryAndPassphraseSource() throws Exception {
    assertEquals(
        new CommandLine.Run(Path.of("d"), new PassphraseSource.PrivateFile(Path.of("p")), true),
        parse("--dir d --passphrase-file p --insecure-demo-keys"));
    assertEquals(
        new CommandLine.Run(Path.of("d"), new PassphraseSource.Descriptor(3), false),
        parse("--dir d --passphrase-fd 3"));
  }

  @Test
  void withoutSource_theTerminalIsAsked_twiceWhenKeysAreMade() throws Exception {
    CommandLine.Run run = assertInstanceOf(CommandLine.Run.class, parse("--dir d"));
    CommandLine.Init init =
        assertInstanceOf(CommandLine.Init.class, parse("init --dir d --id node-1"));

    assertEquals(false, ((PassphraseSource.Terminal) run.passphrase()).confirm());
    assertEquals(true, ((PassphraseSource.Terminal) init.passphrase()).confirm());
  }

  @Test
  void init_takesIdAndIndex() throws Exception {
    CommandLine.Init init =
        assertInstanceOf(
            CommandLine.Init.class, parse("init --dir d --id node-1 --index 1 --passphrase-fd 0"));

    assertEquals("node-1", init.id());
    assertEquals(Optional.of(1), init.index());
  }

  @Test
  void help_isUnderstoodAnywhere() throws Exception {
    assertInstanceOf(CommandLine.Help.class, parse("init --help"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--passphrase-fd 3 | --dir is missing",
        "--dir | --dir needs a value",
        "--dir d --id node-1 | unknown argument --id",
        "--dir d --passphrase secret | unknown argument --passphrase",
        "--dir d --passphrase-fd 3 --passphrase-file f | only one source",
        "--dir d --passphrase-fd x | needs a number",
        "init --dir d | --id is missing",
        "init --dir d --id a/b | --id must match",
        "init --dir d --id a --index 0 | --index must be between"
      })
  void wrongArguments_areRefusedByName(String line, String says) {
    ConfigException refused = assertThrows(ConfigException.class, () -> parse(line));

    assertTrue(String.valueOf(refused.getMessage()).contains(says), refused.getMessage());
  }

  @Test
  void coordinator_hasOneNameAndNoIndex() throws Exception {
    CommandLine.Init init =
        assertInstanceOf(
            CommandLine.Init.class,
            CommandLine.parse(List.of("init", "--dir", "d", "--passphrase-fd", "0"), false));

    assertEquals("coordinator", init.id());
    assertEquals(Optional.empty(), init.index());
    for (String option : List.of("--id", "--index")) {
      List<String> named = List.of("init", "--dir", "d", option, "7");
      assertThrows(ConfigException.class, () -> CommandLine.parse(named, false));
    }
  }

  @Test
  void usage_namesTheProgramAndWhatItTakes() {
    assertTrue(CommandLine.usage("node", true).contains("node init --dir DIR --id ID [--index N]"));
    assertTrue(CommandLine.usage("coordinator", false).contains("coordinator init --dir DIR ["));
  }
}
