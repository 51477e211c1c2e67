package io.strongroom.platform.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.platform.seal.SealException.Reason;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PassphraseTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"pässword", "pässword\n", "pässword\r\n", "pässword\nsecond line"})
  void privateFile_givesItsFirstLine(String content) throws Exception {
    Path file = file(content, "rw-------");

    try (Passphrase passphrase = Passphrase.read(new PassphraseSource.PrivateFile(file))) {
      assertArrayEquals("pässword".getBytes(UTF_8), passphrase.utf8());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwx------", "rw-rw-rw-"})
  void looserFile_isRefusedAndSaysHowToMend(String permissions) throws Exception {
    Path file = file("password", permissions);

    SealException failure = failure(new PassphraseSource.PrivateFile(file));

    assertEquals(Reason.PERMISSIONS, failure.reason());
    assertTrue(String.valueOf(failure.getMessage()).contains("chmod 600 " + file));
  }

  @Test
  void missingFile_directoryAndEmptyFile_areRefused() throws Exception {
    assertEquals(
        Reason.MISSING,
        failure(new PassphraseSource.PrivateFile(directory.resolve("none"))).reason());
    assertEquals(Reason.PERMISSIONS, failure(new PassphraseSource.PrivateFile(directory)).reason());
    assertEquals(
        Reason.BAD_PASSPHRASE,
        failure(new PassphraseSource.PrivateFile(file("\n", "rw-------"))).reason());
  }

  @Test
  void overlongLine_isRefusedNotCut() throws Exception {
    Path file = file("x".repeat(1025), "rw-------");

    assertEquals(Reason.BAD_PASSPHRASE, failure(new PassphraseSource.PrivateFile(file)).reason());
  }

  @Test
  void descriptor_leavesWhatFollowsTheLine() throws Exception {
    InputStream original = System.in;
    InputStream piped = new ByteArrayInputStream("secret\nnext".getBytes(UTF_8));
    System.setIn(piped);
    try (Passphrase passphrase = Passphrase.read(new PassphraseSource.Descriptor(0))) {
      assertArrayEquals("secret".getBytes(UTF_8), passphrase.utf8());
      assertArrayEquals("next".getBytes(UTF_8), piped.readAllBytes());
    } finally {
      System.setIn(original);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1, 2, 987})
  void impossibleDescriptor_isRefused(int number) {
    assertEquals(Reason.NO_SOURCE, failure(new PassphraseSource.Descriptor(number)).reason());
  }

  @Test
  void terminalThatIsNone_isSaid() {
    assertEquals(
        Reason.NO_SOURCE, failure(new PassphraseSource.Terminal("Passphrase: ", false)).reason());
  }

  @Test
  void close_wipes() throws Exception {
    Passphrase passphrase = Passphrase.of("secret".toCharArray());
    byte[] live = passphrase.utf8();

    passphrase.close();

    assertArrayEquals(new byte[6], live);
  }

  @Test
  void loneSurrogate_isRefused() {
    assertEquals(
        Reason.BAD_PASSPHRASE,
        assertThrows(SealException.class, () -> Passphrase.of(new char[] {'\ud800', 'a'}))
            .reason());
  }

  private Path file(String content, String permissions) throws Exception {
    Path file = Files.writeString(directory.resolve("passphrase"), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    return file;
  }

  private static SealException failure(PassphraseSource source) {
    return assertThrows(SealException.class, () -> Passphrase.read(source));
  }
}
