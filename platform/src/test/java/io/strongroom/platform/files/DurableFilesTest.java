package io.strongroom.platform.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.platform.files.DurableFiles.Access;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DurableFilesTest {

  @TempDir private Path directory;

  @Test
  void replacedFile_hasTheNewContentAndMode() throws IOException {
    Path file = directory.resolve("f");
    DurableFiles.replace(file, new byte[] {1}, Access.OWNER_ONLY);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    DurableFiles.replace(file, new byte[] {2, 3}, Access.PUBLIC_READ);

    assertArrayEquals(new byte[] {2, 3}, Files.readAllBytes(file));
    assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(1, count());
  }

  /// The real ENOSPC of `/dev/full`, under the seam.
  @Test
  void fullDisk_leavesTheOldFileAndNoRubbish() throws IOException {
    Path file = directory.resolve("f");
    DurableFiles.replace(file, new byte[] {1}, Access.OWNER_ONLY);

    IOException failure =
        assertThrows(
            IOException.class,
            () ->
                DurableFiles.replace(
                    file,
                    new byte[] {2},
                    Access.OWNER_ONLY,
                    path -> FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE)));

    assertTrue(DiskErrors.isFull(failure), String.valueOf(failure.getMessage()));
    assertArrayEquals(new byte[] {1}, Files.readAllBytes(file));
    assertEquals(1, count());
  }

  @Test
  void create_refusesWhatExists() throws IOException {
    Path file = directory.resolve("f");
    DurableFiles.create(file, new byte[] {1}, Access.OWNER_ONLY);

    assertThrows(
        FileAlreadyExistsException.class,
        () -> DurableFiles.create(file, new byte[] {2}, Access.OWNER_ONLY));
    assertArrayEquals(new byte[] {1}, Files.readAllBytes(file));
  }

  @Test
  void read_refusesWhatIsLongerThanItsLimit() throws IOException {
    Path file = Files.write(directory.resolve("f"), new byte[11]);

    assertEquals(11, DurableFiles.read(file, 11).length);
    assertThrows(IOException.class, () -> DurableFiles.read(file, 10));
  }

  private long count() throws IOException {
    try (var files = Files.list(directory)) {
      return files.count();
    }
  }
}
