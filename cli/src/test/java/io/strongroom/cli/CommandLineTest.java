package io.strongroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// Help, exit codes and errors of the whole command line.
final class CommandLineTest {

  @TempDir Path directory;

  static Stream<String> everyCommand() {
    List<String> names = new ArrayList<>();
    collect(Main.command(Typed.nowhere(), Typed.nowhere()), "", names);
    return names.stream();
  }

  private static void collect(CommandLine command, String path, List<String> names) {
    names.add(path.strip());
    command.getSubcommands().forEach((name, child) -> collect(child, path + " " + name, names));
  }

  @ParameterizedTest
  @MethodSource("everyCommand")
  void everyCommandExplainsItself(String command) {
    Typed typed = Typed.of(command + " --help");

    assertEquals(0, typed.exit());
    assertTrue(typed.out().contains("Usage: strongroom"), typed.out());
    assertEquals("", typed.err());
  }

  @ParameterizedTest
  @MethodSource("everyCommand")
  void everyCommandThatDoesSomethingHasExamples(String command) {
    Typed typed = Typed.of(command + " --help");

    boolean group = typed.out().contains("COMMAND\n") || typed.out().contains("Commands:");
    assertTrue(group || typed.out().contains("Examples:\n  strongroom " + command), typed.out());
  }

  @Test
  void version_isPrinted() {
    Typed typed = Typed.of("--version");

    assertEquals(0, typed.exit());
    assertTrue(typed.out().matches("(?s)strongroom [0-9].*Java 25.*"), typed.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "vault",
        "nonsense",
        "request",
        "request --vault hot",
        "init draft --accept NONSENSE",
        "status --unknown-option",
        "log show --from x"
      })
  void wrongUsage_endsWith2AndSaysWhatIsWrong(String line) {
    Typed typed = Typed.of(line);

    assertEquals(2, typed.exit(), typed.err());
    assertTrue(typed.err().startsWith("strongroom: "), typed.err());
    assertFalse(typed.err().contains("\tat "), typed.err());
    assertEquals("", typed.out());
  }

  @Test
  void wrongUsageWithJson_isOneObject() throws IOException {
    Typed typed = Typed.of("request --json");

    JsonNode error = new ObjectMapper().readTree(typed.out()).path("error");
    assertEquals(2, typed.exit());
    assertEquals("USAGE", error.path("code").asText());
    assertTrue(error.path("message").asText().contains("--vault"), error.toString());
  }

  @Test
  void noProfile_namesTheOption() throws IOException {
    Typed typed = Typed.of("status --json --dir " + directory.resolve("absent"));

    JsonNode error = new ObjectMapper().readTree(typed.out()).path("error");
    assertEquals(2, typed.exit());
    assertEquals("--dir", error.path("field").asText());
  }

  @Test
  void passphraseOnTheCommandLine_isNotTaken() {
    assertEquals(2, Typed.of("status --passphrase secret").exit());
  }

  @Test
  void looselyReadablePassphraseFile_endsWith6AndSaysHowToMend() throws IOException {
    Path passphrase = Files.writeString(directory.resolve("pass"), "correct horse battery\n");
    Files.setPosixFilePermissions(passphrase, PosixFilePermissions.fromString("rw-r--r--"));

    Typed typed =
        Typed.of(
            "member init --id a --dir "
                + directory.resolve("m")
                + " --passphrase-file "
                + passphrase);

    assertEquals(6, typed.exit());
    assertTrue(typed.err().contains("chmod 600"), typed.err());
  }

  @Test
  void startedWithoutTheScript_saysSo() {
    Typed typed = Typed.of("node run --dir " + directory);

    assertEquals(1, typed.exit());
    assertTrue(typed.err().contains("strongroom script"), typed.err());
  }

  @Test
  void demoInAFullDirectory_isRefused() throws IOException {
    Files.writeString(directory.resolve("something"), "here");
    System.setProperty("strongroom.home", directory.toString());
    try {
      Typed typed = Typed.of("demo --exit --dir " + directory);

      assertEquals(2, typed.exit());
      assertTrue(typed.err().contains("is not empty"), typed.err());
    } finally {
      System.clearProperty("strongroom.home");
    }
  }
}
