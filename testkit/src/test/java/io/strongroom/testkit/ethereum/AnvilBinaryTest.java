package io.strongroom.testkit.ethereum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AnvilBinaryTest {

  private static Path program(Path path) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, "");
    assertTrue(path.toFile().setExecutable(true));
    return path;
  }

  @Test
  void property_winsAndMustNameAProgram(@TempDir Path folder) throws IOException {
    Path named = program(folder.resolve("named"));
    program(folder.resolve("anvil"));

    assertEquals(Optional.of(named), AnvilBinary.find(named.toString(), folder, folder.toString()));
    assertThrows(
        IllegalStateException.class,
        () -> AnvilBinary.find(folder.resolve("absent").toString(), folder, folder.toString()));
    assertThrows(
        IllegalStateException.class,
        () -> AnvilBinary.find(folder.toString(), folder, folder.toString()));
  }

  @Test
  void installation_isFoundFromASubfolderBeforeThePath(@TempDir Path folder) throws IOException {
    Path installed =
        program(
            folder.resolve("testkit/anvil/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil"));
    program(folder.resolve("bin/anvil"));
    Path below = Files.createDirectories(folder.resolve("coordinator/target"));

    assertEquals(
        Optional.of(installed), AnvilBinary.find(" ", below, folder.resolve("bin").toString()));
  }

  @Test
  void path_isSearchedForAProgram(@TempDir Path folder) throws IOException {
    Path first = Files.createDirectories(folder.resolve("first"));
    Files.writeString(first.resolve("anvil"), "not executable");
    Path second = program(folder.resolve("second/anvil"));
    String searchPath =
        String.join(File.pathSeparator, "", first.toString(), folder.resolve("second").toString());

    assertEquals(Optional.of(second), AnvilBinary.find(null, first, searchPath));
    assertEquals(Optional.empty(), AnvilBinary.find(null, first, first.toString()));
    assertEquals(Optional.empty(), AnvilBinary.find(null, first, null));
  }
}
