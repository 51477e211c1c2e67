package io.strongroom.platform.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Replaces small files so that a crash at any instant leaves either the old or the new content,
/// whole: temporary file, force to disk, atomic rename, force the directory.
///
/// Thread rule: callers serialise writes to one path.
public final class DurableFiles {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> PUBLIC_READ =
      PosixFilePermissions.fromString("rw-r--r--");

  private DurableFiles() {}

  /// Who may read the file.
  public enum Access {
    /// Mode 0600.
    OWNER_ONLY,
    /// Mode 0644.
    PUBLIC_READ
  }

  /// Opens the temporary file for writing. A seam for tests that let the disk fail.
  interface ChannelOpener {
    FileChannel open(Path path) throws IOException;
  }

  /// Writes `content` to `target`, replacing what is there.
  ///
  /// @throws IOException when it could not be written; `target` is then unchanged, unless only the
  ///   last step (forcing the directory) failed, when it holds either content
  public static void replace(Path target, byte[] content, Access access) throws IOException {
    replace(
        target,
        content,
        access,
        path ->
            FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING));
  }

  static void replace(Path target, byte[] content, Access access, ChannelOpener opener)
      throws IOException {
    Path absolute = target.toAbsolutePath();
    Path directory = parentOf(absolute);
    Path temporary =
        Files.createTempFile(
            directory,
            "." + absolute.getFileName(),
            ".tmp",
            PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    try {
      try (FileChannel channel = opener.open(temporary)) {
        writeFully(channel, content);
        channel.force(true);
      }
      if (access == Access.PUBLIC_READ) {
        Files.setPosixFilePermissions(temporary, PUBLIC_READ);
      }
      move(temporary, absolute);
    } finally {
      Files.deleteIfExists(temporary);
    }
    forceDirectory(directory);
  }

  /// Writes `content` to `target`, which must not exist.
  ///
  /// @throws java.nio.file.FileAlreadyExistsException when it exists
  /// @throws IOException when it could not be written
  public static void create(Path target, byte[] content, Access access) throws IOException {
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new java.nio.file.FileAlreadyExistsException(target.toString());
    }
    replace(target, content, access);
  }

  /// Forces a directory's entries (a rename, a new file) to disk.
  public static void forceDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// Reads at most `limit` bytes.
  ///
  /// @throws IOException when it cannot be read or is longer than `limit`
  public static byte[] read(Path path, int limit) throws IOException {
    try (var in = Files.newInputStream(path)) {
      byte[] content = in.readNBytes(limit + 1);
      if (content.length > limit) {
        throw new IOException(path + " is longer than " + limit + " bytes");
      }
      return content;
    }
  }

  private static Path parentOf(Path absolute) throws IOException {
    Path parent = absolute.getParent();
    if (parent == null) {
      throw new IOException(absolute + " is not a file in a directory");
    }
    return parent;
  }

  private static void writeFully(FileChannel channel, byte[] content) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(content);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("the file system of " + to + " cannot rename atomically", e);
    }
  }
}
