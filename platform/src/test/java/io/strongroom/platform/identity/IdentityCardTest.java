package io.strongroom.platform.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.platform.files.StrictJson.JsonFormatException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IdentityCardTest {

  private static final String TLS = "ab".repeat(32);
  private static final IdentityCard CARD =
      IdentityCard.of(
          Principal.member("alice.1"),
          Optional.of("alice"),
          new SpkiHash(TLS),
          Map.of("key", new byte[] {1, 2, 3}));

  @TempDir private Path directory;

  @Test
  void writtenCard_readsBackEqual() throws Exception {
    Path file = directory.resolve("identity.json");
    CARD.write(file);

    IdentityCard read = IdentityCard.read(file);

    assertEquals(CARD, read);
    assertArrayEquals(new byte[] {1, 2, 3}, read.key("key"));
    assertThrows(IllegalArgumentException.class, () -> read.key("cosign"));
  }

  @Test
  void fingerprint_isEightGroupsAndDependsOnEveryField() {
    String fingerprint = Fingerprints.of(CARD);
    assertTrue(fingerprint.matches("([0-9a-f]{4} ){7}[0-9a-f]{4}"), fingerprint);

    IdentityCard otherKey =
        IdentityCard.of(
            CARD.principal(), CARD.person(), CARD.tls(), Map.of("key", new byte[] {1, 2, 4}));
    IdentityCard otherPerson =
        IdentityCard.of(CARD.principal(), Optional.empty(), CARD.tls(), Map.of());
    assertNotEquals(fingerprint, Fingerprints.of(otherKey));
    assertNotEquals(Fingerprints.of(otherKey), Fingerprints.of(otherPerson));
  }

  @Test
  void typedFingerprint_matchesWhateverItsForm() {
    String fingerprint = Fingerprints.of(TLS);

    assertTrue(Fingerprints.matches(fingerprint, "ABAB-abab abab:abababababababABABAB"));
    assertFalse(Fingerprints.matches(fingerprint, fingerprint.substring(0, 34)));
    assertThrows(IllegalArgumentException.class, () -> Fingerprints.of(new byte[15]));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "{\"v\":2,\"kind\":\"node\",\"id\":\"n\",\"tls\":\"T\",\"keys\":{}}",
        "{\"v\":1,\"kind\":\"king\",\"id\":\"n\",\"tls\":\"T\",\"keys\":{}}",
        "{\"v\":1,\"kind\":\"node\",\"id\":\"n/1\",\"tls\":\"T\",\"keys\":{}}",
        "{\"v\":1,\"kind\":\"node\",\"id\":\"n\",\"tls\":\"00\",\"keys\":{}}",
        "{\"v\":1,\"kind\":\"node\",\"id\":\"n\",\"tls\":\"T\"}",
        "{\"v\":1,\"kind\":\"node\",\"id\":\"n\",\"tls\":\"T\",\"keys\":{},\"extra\":1}",
        "{\"v\":1,\"v\":1,\"kind\":\"node\",\"id\":\"n\",\"tls\":\"T\",\"keys\":{}}",
        "{\"v\":1,\"kind\":\"node\",\"id\":\"n\",\"tls\":\"T\",\"keys\":{\"key\":\"=\"}}",
        "{\"v\":1,\"kind\":\"node\",\"id\":\"n\",\"tls\":\"T\",\"keys\":{\"key\":\"AB==\"}}",
        "{\"v\":1,\"kind\":\"node\",\"id\":\"n\",\"tls\":\"T\",\"keys\":{\"key\":\"\"}}",
        "{\"v\":1,\"kind\":\"node\",\"id\":\"n\",\"tls\":\"T\",\"keys\":{}} x",
        "{\"v\":1,\"kind\":\"member\",\"id\":\"n\",\"person\":\"a b\",\"tls\":\"T\",\"keys\":{}}"
      })
  void malformedCard_isRefused(String json) {
    assertThrows(
        JsonFormatException.class,
        () -> IdentityCard.parse(json.replace("\"T\"", "\"" + TLS + "\"").getBytes(UTF_8)));
  }

  @Test
  void principal_hasAUriAndAStrictId() {
    assertEquals("strongroom://node/node-1", Principal.node("node-1").uri().toString());
    for (String bad : new String[] {"", "-x", "a b", "a/b", "é", "x".repeat(65)}) {
      assertThrows(IllegalArgumentException.class, () -> Principal.node(bad), bad);
    }
  }

  @Test
  void directory_refusesTwoPrincipalsWithOneKey() {
    SpkiHash key = new SpkiHash(TLS);

    assertThrows(
        IllegalArgumentException.class,
        () -> Directory.of(Map.of(Principal.node("a"), key, Principal.member("b"), key)));
    Directory one = Directory.of(Map.of(Principal.node("a"), key));
    assertEquals(Optional.of(Principal.node("a")), one.principalOf(key));
    assertEquals(Optional.of(key), one.keyOf(Principal.node("a")));
    assertTrue(one.keyOf(Principal.member("a")).isEmpty());
  }
}
