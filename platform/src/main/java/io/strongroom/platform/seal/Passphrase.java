package io.strongroom.platform.seal;

import io.strongroom.platform.seal.SealException.Reason;
import java.io.Console;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// A passphrase in memory. Secret: redacted in `toString`, wiped by [#close].
///
/// Thread rule: confined to the thread that opens the keystore.
public final class Passphrase implements AutoCloseable {

  /// The shortest passphrase that may protect a real key, in bytes of UTF-8.
  public static final int MIN_BYTES = 12;

  private static final int MAX_BYTES = 1024;
  private static final int MAX_BYTES_PER_CHAR = 3;
  private static final Set<PosixFilePermission> ALLOWED =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final byte[] utf8;

  private Passphrase(byte[] utf8) {
    this.utf8 = utf8;
  }

  /// Copies; the caller wipes its own array.
  ///
  /// @throws SealException BAD_PASSPHRASE when empty, longer than 1024 bytes or not Unicode
  public static Passphrase of(char[] characters) throws SealException {
    ByteBuffer encoded = ByteBuffer.allocate(characters.length * MAX_BYTES_PER_CHAR);
    boolean failed =
        StandardCharsets.UTF_8
            .newEncoder()
            .encode(CharBuffer.wrap(characters), encoded, true)
            .isError();
    byte[] bytes = Arrays.copyOf(encoded.array(), encoded.position());
    Arrays.fill(encoded.array(), (byte) 0);
    if (failed) {
      throw new SealException(Reason.BAD_PASSPHRASE, "a passphrase must be Unicode text");
    }
    return checked(bytes);
  }

  /// Copies; the caller wipes its own array.
  ///
  /// @throws SealException BAD_PASSPHRASE when empty or longer than 1024 bytes
  public static Passphrase ofUtf8(byte[] bytes) throws SealException {
    return checked(bytes.clone());
  }

  /// Reads a passphrase.
  ///
  /// @throws SealException NO_SOURCE, MISSING, PERMISSIONS, BAD_PASSPHRASE or IO, with a message
  ///   that says what to do
  public static Passphrase read(PassphraseSource source) throws SealException {
    return switch (source) {
      case PassphraseSource.Terminal terminal -> fromTerminal(terminal);
      case PassphraseSource.Descriptor descriptor -> fromDescriptor(descriptor.number());
      case PassphraseSource.PrivateFile file -> fromFile(file.path());
    };
  }

  private static Passphrase fromTerminal(PassphraseSource.Terminal terminal) throws SealException {
    Console console =
        Optional.ofNullable(System.console())
            .filter(Console::isTerminal)
            .orElseThrow(() ->
                new SealException(
                    Reason.NO_SOURCE,
                    "there is no terminal to ask for the passphrase: give a passphrase file or descriptor"));
    char[] first = ask(console, terminal.prompt());
    try {
      if (terminal.confirm()) {
        char[] second = ask(console, "Again: ");
        boolean same = Arrays.equals(first, second);
        Arrays.fill(second, '\0');
        if (!same) {
          throw new SealException(Reason.BAD_PASSPHRASE, "the two passphrases differ");
        }
      }
      return of(first);
    } finally {
      Arrays.fill(first, '\0');
    }
  }

  private static char[] ask(Console console, String prompt) throws SealException {
    char[] answer = console.readPassword("%s", prompt);
    if (answer == null) {
      throw new SealException(
          Reason.NO_SOURCE, "the terminal was closed before a passphrase was given");
    }
    return answer;
  }

  private static Passphrase fromDescriptor(int number) throws SealException {
    if (number < 0 || number == 1 || number == 2) {
      throw new SealException(Reason.NO_SOURCE, "a passphrase descriptor is 0 or at least 3");
    }
    try {
      if (number == 0) {
        return firstLine(System.in);
      }
      try (InputStream in = new FileInputStream("/dev/fd/" + number)) {
        return firstLine(in);
      }
    } catch (IOException e) {
      throw new SealException(
          Reason.NO_SOURCE, "", "cannot read a passphrase from descriptor " + number, e);
    }
  }

  private static Passphrase fromFile(Path path) throws SealException {
    try {
      if (!Files.isRegularFile(path)) {
        throw Files.exists(path)
            ? new SealException(Reason.PERMISSIONS, path + " is not a regular file")
            : new SealException(Reason.MISSING, "there is no passphrase file " + path);
      }
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
      if (!ALLOWED.containsAll(permissions)) {
        throw new SealException(
            Reason.PERMISSIONS,
            path
                + " has mode "
                + PosixFilePermissions.toString(permissions)
                + ": a passphrase file must be readable by its owner only; run: chmod 600 "
                + path);
      }
      try (InputStream in = Files.newInputStream(path)) {
        return firstLine(in);
      }
    } catch (NoSuchFileException e) {
      throw new SealException(Reason.MISSING, "", "there is no passphrase file " + path, e);
    } catch (IOException e) {
      throw new SealException(Reason.IO, "", "cannot read the passphrase file " + path, e);
    }
  }

  /// One byte at a time, so that nothing behind the line feed is taken from a shared descriptor.
  private static Passphrase firstLine(InputStream in) throws IOException, SealException {
    byte[] line = new byte[MAX_BYTES + 1];
    try {
      int length = 0;
      int next = in.read();
      while (next >= 0 && next != '\n' && length < line.length) {
        line[length++] = (byte) next;
        next = in.read();
      }
      if (length > 0 && line[length - 1] == '\r') {
        length--;
      }
      return checked(Arrays.copyOf(line, length));
    } finally {
      Arrays.fill(line, (byte) 0);
    }
  }

  private static Passphrase checked(byte[] bytes) throws SealException {
    if (bytes.length == 0 || bytes.length > MAX_BYTES) {
      Arrays.fill(bytes, (byte) 0);
      throw new SealException(
          Reason.BAD_PASSPHRASE, "a passphrase has 1 to " + MAX_BYTES + " bytes");
    }
    return new Passphrase(bytes);
  }

  /// The live array: not to be kept, not to be changed.
  byte[] utf8() {
    return utf8;
  }

  /// Overwrites the passphrase (best effort on a JVM).
  @Override
  public void close() {
    Arrays.fill(utf8, (byte) 0);
  }

  @Override
  public String toString() {
    return "Passphrase(redacted)";
  }
}
