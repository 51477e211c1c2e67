package io.strongroom.platform.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.platform.config.ConfigException;
import io.strongroom.platform.seal.KdfFloor;
import io.strongroom.platform.seal.KdfParameters;
import io.strongroom.platform.seal.Passphrase;
import io.strongroom.platform.seal.SealedKeystore;
import io.strongroom.platform.store.CorruptStoreException;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessFailureTest {

  @TempDir private Path directory;

  @Test
  void exitCodes_areStable() {
    assertEquals(
        List.of(0, 1, 2, 3, 4, 5, 6, 7, 8),
        Arrays.stream(ExitCode.values()).map(ExitCode::number).toList());
  }

  /// `/dev/full` gives the operating system's real words.
  @Test
  void realFullDisk_isRecognised() {
    IOException full =
        assertThrows(
            IOException.class,
            () -> {
              try (FileOutputStream out = new FileOutputStream("/dev/full")) {
                out.write(1);
              }
            });

    ProcessFailure failure =
        ProcessFailure.of(new IllegalStateException(new UncheckedIOException(full)));

    assertEquals(ExitCode.DISK, failure.exitCode());
    assertTrue(failure.sentence().contains("disk is full"));
  }

  @Test
  void wrongPassphrase_exitsWithItsCodeAndOneSentence() throws Exception {
    Path keystore = directory.resolve("keystore.json");
    try (Passphrase right = Passphrase.of("right".toCharArray())) {
      SealedKeystore.create(keystore, right, KdfParameters.INSECURE_DEMO_KDF).close();
    }
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    int code =
        Mains.run(
            "node-1",
            new PrintStream(err, true, UTF_8),
            () -> {
              try (Passphrase wrong = Passphrase.of("wrong".toCharArray())) {
                SealedKeystore.open(keystore, wrong, KdfFloor.INSECURE_DEMO_KDF_ALLOWED).close();
              }
            });

    assertEquals(ExitCode.WRONG_PASSPHRASE.number(), code);
    assertEquals("node-1: wrong passphrase for " + keystore + "\n", err.toString(UTF_8));
  }

  @Test
  void success_isZeroAndUnknownIsOne() {
    PrintStream err = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);

    assertEquals(0, Mains.run("x", err, () -> {}));
    assertEquals(
        1,
        Mains.run(
            "x",
            err,
            () -> {
              throw new IllegalStateException("?");
            }));
    assertEquals(ExitCode.CORRUPT, ProcessFailure.of(new CorruptStoreException("x")).exitCode());
  }

  @Test
  void badConfiguration_isUsage() {
    ProcessFailure failure =
        ProcessFailure.of(new IllegalStateException(new ConfigException("listen is missing")));

    assertEquals(ExitCode.USAGE, failure.exitCode());
    assertEquals("listen is missing", failure.sentence());
  }

  @Test
  void unexpectedFailure_doesNotPrintItsMessage() {
    assertFalse(
        ProcessFailure.of(new IllegalStateException("hunter2")).sentence().contains("hunter2"));
  }

  @Test
  void lock_isOnePerDirectoryAndComesBack() throws Exception {
    ProcessDirectory processDirectory = new ProcessDirectory(directory.resolve("node")).create();

    DirectoryLock lock = DirectoryLock.acquire(processDirectory);
    ProcessFailure second =
        assertThrows(ProcessFailure.class, () -> DirectoryLock.acquire(processDirectory));
    assertEquals(ExitCode.USAGE, second.exitCode());
    assertTrue(
        second.sentence().contains(String.valueOf(ProcessHandle.current().pid())),
        second.sentence());
    lock.close();
    DirectoryLock.acquire(processDirectory).close();
  }

  @Test
  void directoryThatCannotBeMade_isSaid() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");

    ProcessFailure failure =
        assertThrows(
            ProcessFailure.class, () -> new ProcessDirectory(file.resolve("node")).create());

    assertEquals(ExitCode.DISK, failure.exitCode());
  }
}
