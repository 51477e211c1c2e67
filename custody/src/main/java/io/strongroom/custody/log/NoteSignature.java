package io.strongroom.custody.log;

import static io.strongroom.custody.log.InvalidNoteException.Code.MALFORMED;
import static io.strongroom.custody.log.InvalidNoteException.Code.TOO_LARGE;

import io.strongroom.custody.statement.Bytes;
import java.util.Arrays;

/// One signature line of a signed note: `— name base64(key id ‖ signature)`. Public data; it says
/// nothing before it is verified.
///
/// Source: C2SP signed-note.
///
/// @param name of the key
/// @param keyId 4 bytes
/// @param signature what the algorithm behind the key id makes of it; not empty
public record NoteSignature(String name, Bytes keyId, Bytes signature) {

  /// Bytes in a key id.
  public static final int KEY_ID_LENGTH = 4;

  /// The longest line in characters: enough for post-quantum signatures.
  public static final int MAX_LINE = 8_192;

  private static final String DASH = "\u2014 ";

  /// Checks that the line can be written.
  ///
  /// @throws IllegalArgumentException if the name is empty or holds a space, a control character or
  ///   a plus sign, the key id has not 4 bytes, or the signature is empty
  public NoteSignature {
    if (!isKeyName(name)) {
      throw new IllegalArgumentException("not a key name");
    }
    if (keyId.length() != KEY_ID_LENGTH || signature.length() == 0) {
      throw new IllegalArgumentException("a key id of 4 bytes and a signature are needed");
    }
  }

  /// Whether a text may name a note's key.
  static boolean isKeyName(String name) {
    return !name.isEmpty()
        && name.codePoints()
            .noneMatch(c ->
                c == '+'
                    || Character.isWhitespace(c)
                    || Character.isSpaceChar(c)
                    || Character.isISOControl(c));
  }

  /// The line, without its newline.
  public String line() {
    byte[] id = keyId.toArray();
    byte[] both = Arrays.copyOf(id, id.length + signature.length());
    System.arraycopy(signature.toArray(), 0, both, id.length, signature.length());
    return DASH + name + " " + Bytes.of(both).base64();
  }

  /// Parses a line without its newline.
  ///
  /// @throws InvalidNoteException MALFORMED or TOO_LARGE
  public static NoteSignature parse(String line) throws InvalidNoteException {
    if (line.length() > MAX_LINE) {
      throw new InvalidNoteException(TOO_LARGE, "a signature line is too long");
    }
    String[] parts = line.split(" ", -1);
    if (parts.length != 3 || !line.startsWith(DASH)) {
      throw new InvalidNoteException(MALFORMED, "not a signature line");
    }
    try {
      byte[] both = Bytes.fromBase64(parts[2]).toArray();
      if (both.length <= KEY_ID_LENGTH) {
        throw new InvalidNoteException(MALFORMED, "a signature line holds no signature");
      }
      return new NoteSignature(
          parts[1],
          Bytes.of(Arrays.copyOf(both, KEY_ID_LENGTH)),
          Bytes.of(Arrays.copyOfRange(both, KEY_ID_LENGTH, both.length)));
    } catch (IllegalArgumentException e) {
      throw new InvalidNoteException(MALFORMED, "not a signature line: " + e.getMessage());
    }
  }
}
