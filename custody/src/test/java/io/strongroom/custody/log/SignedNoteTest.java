package io.strongroom.custody.log;

import static io.strongroom.custody.log.InvalidNoteException.Code.MALFORMED;
import static io.strongroom.custody.log.InvalidNoteException.Code.TOO_LARGE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.custody.statement.Bytes;
import io.strongroom.custody.statement.Ed25519PublicKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignedNoteTest {

  private static final String DASH = "\u2014";
  private static final String LINE = DASH + " example.com/foo " + Bytes.of(new byte[68]).base64();

  /// The example of C2SP signed-note's test vectors, and that of golang.org/x/mod/sumdb/note.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "This is an example message. | example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
            + " | Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=",
        "If you think cryptography is the answer to your problem,;then you don't know what your problem is."
            + " | PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
            + " | x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
      })
  void publishedNotes_verify(String text, String verifierKey, String signature) throws Exception {
    NoteKey key = key(verifierKey, NoteKey.Algorithm.ED25519);
    String body = text.replace(';', '\n') + "\n";
    String note = body + "\n" + DASH + " " + key.name() + " " + signature + "\n";
    SignedNote parsed = SignedNote.parse(utf8(note));
    assertEquals(body, parsed.text());
    NoteSignature line = parsed.signatures().getFirst();
    assertTrue(key.claims(line));
    assertTrue(key.key().verify(utf8(parsed.text()), line.signature().toArray()));
    assertFalse(key.key().verify(utf8(parsed.text() + "\n"), line.signature().toArray()));
    assertArrayEquals(utf8(note), parsed.bytes());
    assertEquals(verifierKey, key.verifierKey());
  }

  @Test
  void keyId_dependsOnNameAlgorithmAndKey() {
    NoteKey key =
        key(
            "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            NoteKey.Algorithm.ED25519);
    var line = new NoteSignature(key.name(), key.keyId(), Bytes.of(new byte[64]));
    assertTrue(key.claims(line));
    assertFalse(new NoteKey("example.com/fop", key.algorithm(), key.key()).claims(line));
    assertFalse(new NoteKey(key.name(), NoteKey.Algorithm.COSIGNATURE_V1, key.key()).claims(line));
    assertFalse(
        key.claims(new NoteSignature("example.com/fop", key.keyId(), Bytes.of(new byte[64]))));
  }

  @Test
  void textWithEmptyLines_endsAtTheLastOne() throws Exception {
    SignedNote note = SignedNote.parse(utf8("a\n\nb\n\n" + LINE + "\n"));
    assertEquals("a\n\nb\n", note.text());
    assertEquals(1, note.signatures().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a\n",
        "a\n\n",
        "a\nLINE\n",
        "a\n\nLINE",
        "a\n\nLINE\n\n",
        "a\n\nLINE\nb\n",
        "a\n\nb\nLINE\n",
        "\n\nLINE",
        "a\r\n\r\nLINE\r\n",
        "a\tb\n\nLINE\n",
        "a\u0000\n\nLINE\n"
      })
  void otherLayouts_areRefused(String note) {
    assertRefused(MALFORMED, utf8(note.replace("LINE", LINE)));
  }

  @Test
  void invalidUtf8_isRefused() {
    byte[] note = utf8("ab\n\n" + LINE + "\n");
    note[1] = (byte) 0xff;
    assertRefused(MALFORMED, note);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- name AAAAAAA=",
        "\u2014name AAAAAAA=",
        "\u2014 name",
        "\u2014 name  AAAAAAA=",
        "\u2014  AAAAAAA=",
        "\u2014 na+me AAAAAAA=",
        "\u2014 na\u00a0me AAAAAAA=",
        "\u2014 na\u2003me AAAAAAA=",
        "\u2014 na\u0085me AAAAAAA=",
        "\u2014 name AAAAAAA= ",
        "\u2014 name AAAAAAA",
        "\u2014 name AAAAAAB=",
        "\u2014 name AAAAAAA=AAAA",
        "\u2014 name AAAA-_A=",
        "\u2014 name AAAAAA==",
        "\u2014 name AAAA",
        "\u2014 name "
      })
  void oddSignatureLines_areRefused(String line) {
    assertRefused(MALFORMED, utf8("a\n\n" + line + "\n"));
    var e = assertThrows(InvalidNoteException.class, () -> NoteSignature.parse(line));
    assertEquals(MALFORMED, e.code());
  }

  @Test
  void signatureLine_survivesTheRoundTrip() throws Exception {
    var line =
        new NoteSignature("example.com/\u00e9", Bytes.fromHex("01020304"), Bytes.fromHex("05"));
    assertEquals(DASH + " example.com/\u00e9 AQIDBAU=", line.line());
    assertEquals(line, NoteSignature.parse(line.line()));
  }

  @Test
  void numberOfSignatures_isLimited() throws Exception {
    String most = (LINE + "\n").repeat(SignedNote.MAX_SIGNATURES);
    assertEquals(
        SignedNote.MAX_SIGNATURES, SignedNote.parse(utf8("a\n\n" + most)).signatures().size());
    assertRefused(TOO_LARGE, utf8("a\n\n" + most + LINE + "\n"));
    NoteSignature line = NoteSignature.parse(LINE);
    List<NoteSignature> many = Collections.nCopies(SignedNote.MAX_SIGNATURES + 1, line);
    assertThrows(IllegalArgumentException.class, () -> new SignedNote("a\n", many));
  }

  @Test
  void sizes_areLimited() {
    assertRefused(TOO_LARGE, new byte[SignedNote.MAX_BYTES + 1]);
    String line = DASH + " name " + "A".repeat(NoteSignature.MAX_LINE);
    assertRefused(TOO_LARGE, utf8("a\n\n" + line + "\n"));
  }

  @Test
  void with_replacesALineOfTheSameKeyOnly() {
    var first = new NoteSignature("a", Bytes.fromHex("00000001"), Bytes.fromHex("01"));
    var newer = new NoteSignature("a", Bytes.fromHex("00000001"), Bytes.fromHex("02"));
    var otherId = new NoteSignature("a", Bytes.fromHex("00000002"), Bytes.fromHex("03"));
    var otherName = new NoteSignature("b", Bytes.fromHex("00000001"), Bytes.fromHex("04"));
    SignedNote note =
        new SignedNote("text\n", List.of(first)).with(otherId).with(otherName).with(newer);
    assertEquals(List.of(otherId, otherName, newer), note.signatures());
  }

  @Test
  void unwritableNotes_areOurBug() {
    for (String text : List.of("", "a", "a\t\n", "a\u0000\n")) {
      assertThrows(IllegalArgumentException.class, () -> new SignedNote(text, List.of()), text);
    }
    Bytes id = Bytes.fromHex("00000001");
    Bytes signature = Bytes.fromHex("01");
    for (String name : List.of("", "a b", "a+b", "a\nb")) {
      assertThrows(
          IllegalArgumentException.class, () -> new NoteSignature(name, id, signature), name);
    }
    assertThrows(
        IllegalArgumentException.class, () -> new NoteSignature("a", signature, signature));
    assertThrows(
        IllegalArgumentException.class, () -> new NoteSignature("a", id, Bytes.of(new byte[0])));
  }

  static NoteKey key(String verifierKey, NoteKey.Algorithm algorithm) {
    String[] parts = verifierKey.split("\\+", 3);
    byte[] typed = Bytes.fromBase64(parts[2]).toArray();
    Ed25519PublicKey key = Ed25519PublicKey.of(Arrays.copyOfRange(typed, 1, typed.length));
    return new NoteKey(parts[0], algorithm, key);
  }

  private static void assertRefused(InvalidNoteException.Code code, byte[] note) {
    var e = assertThrows(InvalidNoteException.class, () -> SignedNote.parse(note));
    assertEquals(code, e.code(), e.getMessage());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
