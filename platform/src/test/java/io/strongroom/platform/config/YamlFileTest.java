package io.strongroom.platform.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlFileTest {

  private static final Set<String> KEYS = Set.of("name", "at", "places", "hash", "wait", "inner");

  private static YamlFile parse(String yaml) throws ConfigException {
    return YamlFile.parse(yaml.replace("%", "\n"), KEYS);
  }

  /// Reads every key that is there, each as its own kind.
  private static void readAll(YamlFile file) throws ConfigException {
    if (file.has("name")) {
      file.text("name");
    }
    if (file.has("at")) {
      file.endpoint("at");
    }
    if (file.has("places")) {
      file.endpoints("places");
    }
    if (file.has("hash")) {
      file.hash("hash");
    }
    if (file.has("inner")) {
      file.mapping("inner", Set.of("x")).text("x");
    }
    file.seconds("wait");
  }

  @Test
  void everyKind_isRead() throws Exception {
    YamlFile file =
        parse(
            "name: n%at: a:1%places: {p: 'b:2'}%hash: '"
                + "ab".repeat(32)
                + "'%wait: 20s%inner: {x: y}");

    assertEquals("n", file.text("name"));
    assertEquals(new Endpoint("a", 1), file.endpoint("at"));
    assertEquals(new Endpoint("b", 2), file.endpoints("places").get("p"));
    assertEquals("ab".repeat(32), file.hash("hash").hex());
    assertEquals(Optional.of(Duration.ofSeconds(20)), file.seconds("wait"));
    assertEquals("y", file.mapping("inner", Set.of("x")).text("x"));
    assertFalse(parse("name: n").has("at"));
    assertEquals(Optional.empty(), parse("name: n").seconds("wait"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "other: 1 | \"other\" is not a known key",
        "name: a%name: b | duplicate key",
        "name: 7 | name must be text",
        "at: nowhere | at: \"nowhere\" is not host:port",
        "at: 7 | at must be text",
        "places: [a] | places must be a mapping",
        "places: {p: q} | places.p:",
        "hash: 'AB' | hash must be 64 lower-case",
        "wait: 20 | wait must be whole seconds",
        "wait: 0s | wait must be whole seconds",
        "inner: {y: z} | \"inner.y\" is not a known key",
        "inner: {} | inner.x is missing",
        "[1] | the file must be a mapping",
        "name: [ | not valid YAML",
        "a: &a [1]%b: *a | not valid YAML",
        "name: !!java.io.File [x] | not valid YAML"
      })
  void wrongContent_isRefusedNamingTheKey(String yaml, String says) {
    ConfigException refused = assertThrows(ConfigException.class, () -> readAll(parse(yaml)));

    assertTrue(String.valueOf(refused.getMessage()).contains(says), refused.getMessage());
  }

  @Test
  void absentOrHugeFile_isRefusedByName(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("config.yaml");
    assertTrue(
        String.valueOf(assertThrows(ConfigException.class, () -> YamlFile.read(file)).getMessage())
            .contains("there is no " + file));

    Files.writeString(file, "#".repeat(64 * 1024 + 1));
    assertTrue(
        String.valueOf(assertThrows(ConfigException.class, () -> YamlFile.read(file)).getMessage())
            .contains("is larger than"));
  }
}
