package io.strongroom.platform.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strongroom.platform.files.StrictJson;
import io.strongroom.platform.seal.SealException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SealedKeystoreTest {

  private static final KdfParameters CHEAP = KdfParameters.INSECURE_DEMO_KDF;
  private static final KdfFloor ANY = KdfFloor.INSECURE_DEMO_KDF_ALLOWED;
  private static final byte[] SECRET = "the secret of entry one".getBytes(UTF_8);

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void path() {
    file = directory.resolve("keystore.json");
  }

  @Test
  void storedSecret_comesBackAfterReopening() throws Exception {
    fill();

    try (SealedKeystore keystore = open("correct horse")) {
      assertArrayEquals(SECRET, keystore.get("one"));
      assertEquals(Set.of("one", "two"), keystore.names());
    }
  }

  @Test
  void file_holdsNoSecretAndIsTheOwnersOnly() throws Exception {
    fill();

    String content = Files.readString(file);
    assertFalse(content.contains("the secret"));
    assertFalse(content.contains(Base64.getEncoder().encodeToString(SECRET)));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void wrongPassphrase_isToldApartFromDamage() throws Exception {
    fill();

    assertEquals(Reason.WRONG_PASSPHRASE, failure("wrong horse").reason());
  }

  @Test
  void changedEntry_isRefusedByName() throws Exception {
    fill();
    edit(json -> flip((ObjectNode) json.get("entries").get("two"), "ciphertext"));

    SealException failure = failure("correct horse");

    assertEquals(Reason.CORRUPT, failure.reason());
    assertEquals("two", failure.entry());
  }

  @Test
  void removedEntry_isRefused() throws Exception {
    fill();
    edit(json -> ((ObjectNode) json.get("entries")).remove("two"));

    assertEquals(Reason.CORRUPT, failure("correct horse").reason());
  }

  @Test
  void exchangedEntries_areRefused() throws Exception {
    fill();
    edit(json -> {
      ObjectNode entries = (ObjectNode) json.get("entries");
      var one = entries.get("one");
      entries.set("one", entries.get("two"));
      entries.set("two", one);
    });

    assertEquals(Reason.CORRUPT, failure("correct horse").reason());
  }

  @Test
  void olderEntryPutBack_isRefused() throws Exception {
    fill();
    var older = StrictJson.parseObject(Files.readAllBytes(file)).get("entries").get("one");
    try (SealedKeystore keystore = open("correct horse")) {
      keystore.put("one", "newer".getBytes(UTF_8));
    }
    edit(json -> ((ObjectNode) json.get("entries")).set("one", older));

    assertEquals(Reason.CORRUPT, failure("correct horse").reason());
  }

  @Test
  void weakerParametersInTheFile_doNotOpenIt() throws Exception {
    fill();
    edit(json -> ((ObjectNode) json.get("kdf")).put("memoryKiB", 512));

    assertEquals(Reason.WRONG_PASSPHRASE, failure("correct horse").reason());
  }

  @Test
  void demonstrationKeystore_opensOnlyWhenAskedFor() throws Exception {
    fill();

    try (Passphrase passphrase = passphrase("correct horse")) {
      SealException failure =
          assertThrows(
              SealException.class,
              () -> SealedKeystore.open(file, passphrase, KdfFloor.STRONG_ONLY));
      assertEquals(Reason.WEAK_KDF, failure.reason());
    }
  }

  @Test
  void unknownVersion_isSaid() throws Exception {
    fill();
    edit(json -> json.put("v", 2));

    assertEquals(Reason.VERSION, failure("correct horse").reason());
  }

  @Test
  void everyUnexpectedShape_isCorruptAndNothingElse() throws Exception {
    fill();
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length - 1; length += 37) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      assertEquals(Reason.CORRUPT, failure("correct horse").reason(), "cut at " + length);
    }
  }

  @Test
  void existingFile_isNotOverwritten() throws Exception {
    fill();
    byte[] before = Files.readAllBytes(file);

    try (Passphrase passphrase = passphrase("correct horse")) {
      SealException failure =
          assertThrows(SealException.class, () -> SealedKeystore.create(file, passphrase, CHEAP));
      assertEquals(Reason.EXISTS, failure.reason());
    }
    assertArrayEquals(before, Files.readAllBytes(file));
  }

  @Test
  void missingFile_isSaid() throws Exception {
    assertEquals(Reason.MISSING, failure("correct horse").reason());
  }

  @Test
  void shortPassphrase_isRefusedForRealKeys() throws Exception {
    try (Passphrase passphrase = passphrase("short")) {
      SealException failure =
          assertThrows(
              SealException.class,
              () -> SealedKeystore.create(file, passphrase, KdfParameters.STANDARD));
      assertEquals(Reason.BAD_PASSPHRASE, failure.reason());
    }
    assertFalse(Files.exists(file));
  }

  /// The one test at the real work factors: 256 MiB, three passes.
  @Test
  void standardParameters_areStrongAndWork() throws Exception {
    assertTrue(
        KdfParameters.STANDARD.memoryKiB() >= 256 * 1024
            && KdfParameters.STANDARD.iterations() >= 3);
    try (Passphrase passphrase = passphrase("correct horse battery")) {
      SealedKeystore.create(file, passphrase, KdfParameters.STANDARD).close();
      SealedKeystore.open(file, passphrase, KdfFloor.STRONG_ONLY).close();
    }
  }

  @Test
  void changedPassphrase_opensTheSameSecretsAndSealers() throws Exception {
    fill();
    byte[] aad = {1};
    byte[] sealed;
    try (SealedKeystore keystore = open("correct horse");
        Passphrase next = passphrase("another horse")) {
      sealed = keystore.sealer("key-shares").seal(SECRET, aad);
      keystore.changePassphrase(next, CHEAP);
    }

    assertEquals(Reason.WRONG_PASSPHRASE, failure("correct horse").reason());
    try (SealedKeystore keystore = open("another horse")) {
      assertArrayEquals(SECRET, keystore.get("one"));
      assertArrayEquals(SECRET, keystore.sealer("key-shares").open(sealed, aad));
    }
  }

  @Test
  void sealedValue_opensOnlyForItsPurposeAndItsAdditionalData() throws Exception {
    fill();
    byte[] aad = {1, 2};
    try (SealedKeystore keystore = open("correct horse")) {
      Sealer sealer = keystore.sealer("key-shares");
      byte[] sealed = sealer.seal(SECRET, aad);
      assertArrayEquals(SECRET, sealer.open(sealed, aad));

      assertEquals(Reason.CORRUPT, refusal(sealer, sealed, new byte[] {1, 3}));
      assertEquals(Reason.CORRUPT, refusal(keystore.sealer("other"), sealed, aad));
      for (int i = 1; i < sealed.length; i++) {
        byte[] changed = sealed.clone();
        changed[i] ^= 1;
        assertEquals(Reason.CORRUPT, refusal(sealer, changed, aad), "byte " + i);
      }
      sealed[0] = 2;
      assertEquals(Reason.VERSION, refusal(sealer, sealed, aad));
      assertEquals(Reason.VERSION, refusal(sealer, new byte[0], aad));
      assertEquals(Reason.CORRUPT, refusal(sealer, new byte[] {1, 2, 3}, aad));
    }
  }

  @Test
  void toString_redacts() throws Exception {
    fill();
    try (SealedKeystore keystore = open("correct horse");
        Passphrase passphrase = passphrase("correct horse")) {
      assertFalse((keystore + " " + keystore.sealer("x") + passphrase).contains("horse"));
    }
  }

  @Test
  void closedKeystore_givesNothing() throws Exception {
    fill();
    SealedKeystore keystore = open("correct horse");
    keystore.close();

    assertThrows(IllegalStateException.class, () -> keystore.get("one"));
    assertThrows(IllegalStateException.class, () -> keystore.sealer("x"));
  }

  @Test
  void badNamesAndSizes_areRefused() throws Exception {
    fill();
    try (SealedKeystore keystore = open("correct horse")) {
      assertThrows(IllegalArgumentException.class, () -> keystore.put("Upper", SECRET));
      assertThrows(IllegalArgumentException.class, () -> keystore.put("", SECRET));
      byte[] huge = new byte[SealedKeystore.MAX_SECRET_BYTES + 1];
      assertThrows(IllegalArgumentException.class, () -> keystore.put("huge", huge));
      assertEquals(
          Reason.NO_SUCH_ENTRY,
          assertThrows(SealException.class, () -> keystore.get("three")).reason());
    }
  }

  @Test
  void kdfParametersOutOfRange_areRefused() {
    assertThrows(IllegalArgumentException.class, () -> new KdfParameters(7, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new KdfParameters(1024, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new KdfParameters(Integer.MAX_VALUE, 3, 1));
    assertFalse(new KdfParameters(256 * 1024, 2, 1).isStrong());
    assertFalse(new KdfParameters(256 * 1024 - 1, 3, 1).isStrong());
  }

  private void fill() throws SealException {
    try (Passphrase passphrase = passphrase("correct horse");
        SealedKeystore keystore = SealedKeystore.create(file, passphrase, CHEAP)) {
      keystore.put("one", SECRET);
      keystore.put("two", new byte[] {2});
    }
  }

  private SealedKeystore open(String text) throws SealException {
    try (Passphrase passphrase = passphrase(text)) {
      return SealedKeystore.open(file, passphrase, ANY);
    }
  }

  private SealException failure(String text) {
    return assertThrows(SealException.class, () -> open(text));
  }

  private static Reason refusal(Sealer sealer, byte[] sealed, byte[] aad) {
    return assertThrows(SealException.class, () -> sealer.open(sealed, aad)).reason();
  }

  private void edit(Consumer<ObjectNode> change) throws Exception {
    ObjectNode json = StrictJson.parseObject(Files.readAllBytes(file));
    change.accept(json);
    Files.write(file, StrictJson.write(json));
  }

  private static void flip(ObjectNode box, String field) {
    byte[] bytes = Base64.getDecoder().decode(box.get(field).textValue());
    bytes[0] ^= 1;
    box.put(field, Base64.getEncoder().encodeToString(bytes));
  }

  private static Passphrase passphrase(String text) throws SealException {
    return Passphrase.of(text.toCharArray());
  }
}
