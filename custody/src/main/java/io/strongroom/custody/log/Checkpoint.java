package io.strongroom.custody.log;

import static io.strongroom.custody.log.InvalidNoteException.Code.MALFORMED;

import io.strongroom.custody.statement.Bytes;
import io.strongroom.custody.statement.CanonicalJson;
import io.strongroom.custody.statement.Hash32;
import java.util.regex.Pattern;

/// A head of the log: how many entries it has, and the root of their tree. Public data.
///
/// Source: C2SP tlog-checkpoint. This log writes no extension lines and refuses them.
///
/// @param origin the log's identity
/// @param size number of leaves
/// @param root of the tree
public record Checkpoint(String origin, long size, Hash32 root) {

  private static final Pattern ORIGIN = Pattern.compile("[!-*,-~]{1,255}");
  private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,15}");

  /// Checks that the checkpoint can be written.
  ///
  /// @throws IllegalArgumentException if the origin is empty, too long or holds anything but
  ///   printable ASCII without spaces and plus signs, or the size is not from 0 to 2^53-1
  public Checkpoint {
    if (!ORIGIN.matcher(origin).matches()) {
      throw new IllegalArgumentException("not an origin");
    }
    if (size < 0 || size > CanonicalJson.MAX_INTEGER) {
      throw new IllegalArgumentException("not a tree size");
    }
  }

  /// The note text: three lines, each ending in a newline.
  public String body() {
    return origin + "\n" + size + "\n" + Bytes.of(root.bytes()).base64() + "\n";
  }

  /// Parses a note text.
  ///
  /// @throws InvalidNoteException MALFORMED unless it is exactly what [#body()] writes
  public static Checkpoint parse(String body) throws InvalidNoteException {
    String[] lines = body.split("\n", -1);
    if (lines.length != 4 || !lines[3].isEmpty()) {
      throw new InvalidNoteException(
          MALFORMED, "a checkpoint has three lines: origin, size and root");
    }
    if (!SIZE.matcher(lines[1]).matches()) {
      throw new InvalidNoteException(
          MALFORMED, "the size is no decimal number without leading zeros");
    }
    try {
      return new Checkpoint(
          lines[0], Long.parseLong(lines[1]), Hash32.of(Bytes.fromBase64(lines[2]).toArray()));
    } catch (IllegalArgumentException e) {
      throw new InvalidNoteException(MALFORMED, "not a checkpoint: " + e.getMessage());
    }
  }
}
