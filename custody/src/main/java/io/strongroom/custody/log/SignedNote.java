package io.strongroom.custody.log;

import static io.strongroom.custody.log.InvalidNoteException.Code.MALFORMED;
import static io.strongroom.custody.log.InvalidNoteException.Code.TOO_LARGE;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A text and signature lines beneath it. Public data, an immutable value; parsing verifies
/// nothing.
///
/// Source: C2SP signed-note.
///
/// @param text ends in a newline and holds no other control characters
/// @param signatures at least one when parsed, at most [#MAX_SIGNATURES]
public record SignedNote(String text, List<NoteSignature> signatures) {

  /// The longest note in bytes.
  public static final int MAX_BYTES = 1 << 16;

  /// The most signature lines: every node, the log, and room for witnesses that we do not know.
  public static final int MAX_SIGNATURES = 64;

  /// Checks that the note can be written.
  ///
  /// @throws IllegalArgumentException if the text does not end in a newline or holds another
  ///   control character, or there are more than [#MAX_SIGNATURES] signatures
  public SignedNote {
    signatures = List.copyOf(signatures);
    if (!isText(text)) {
      throw new IllegalArgumentException(
          "a note's text ends in a newline and holds no other control character");
    }
    if (signatures.size() > MAX_SIGNATURES) {
      throw new IllegalArgumentException("more than " + MAX_SIGNATURES + " signatures");
    }
  }

  private static boolean isText(String text) {
    return text.endsWith("\n") && text.chars().noneMatch(c -> c < ' ' && c != '\n');
  }

  /// Parses a note.
  ///
  /// @throws InvalidNoteException MALFORMED or TOO_LARGE
  public static SignedNote parse(byte[] bytes) throws InvalidNoteException {
    if (bytes.length > MAX_BYTES) {
      throw new InvalidNoteException(TOO_LARGE, "a note has at most " + MAX_BYTES + " bytes");
    }
    String note;
    try {
      note = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidNoteException(MALFORMED, "not UTF-8");
    }
    int split = note.lastIndexOf("\n\n");
    if (split < 0 || !isText(note)) {
      throw new InvalidNoteException(MALFORMED, "not a text, an empty line and signature lines");
    }
    String text = note.substring(0, split + 1);
    String[] lines = note.substring(split + 2).split("\n", -1);
    int count = lines.length - 1;
    if (count < 1) {
      throw new InvalidNoteException(MALFORMED, "a note without signatures");
    }
    if (count > MAX_SIGNATURES) {
      throw new InvalidNoteException(
          TOO_LARGE, "a note has at most " + MAX_SIGNATURES + " signatures");
    }
    List<NoteSignature> signatures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      signatures.add(NoteSignature.parse(lines[i]));
    }
    return new SignedNote(text, signatures);
  }

  /// The note with one more line; it replaces a line under the same name and key id.
  ///
  /// @throws IllegalArgumentException if there would be more than [#MAX_SIGNATURES]
  public SignedNote with(NoteSignature signature) {
    List<NoteSignature> next = new ArrayList<>(signatures);
    next.removeIf(
        old -> old.name().equals(signature.name()) && old.keyId().equals(signature.keyId()));
    next.add(signature);
    return new SignedNote(text, next);
  }

  /// The note's UTF-8 encoding.
  public byte[] bytes() {
    var note = new StringBuilder(text).append('\n');
    for (NoteSignature signature : signatures) {
      note.append(signature.line()).append('\n');
    }
    return note.toString().getBytes(StandardCharsets.UTF_8);
  }
}
