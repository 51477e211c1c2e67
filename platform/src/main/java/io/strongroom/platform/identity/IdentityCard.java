package io.strongroom.platform.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strongroom.platform.files.DurableFiles;
import io.strongroom.platform.files.StrictJson;
import io.strongroom.platform.files.StrictJson.JsonFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.erdtman.jcs.JsonCanonicalizer;

/// The public half of a process's or member's keys: file `identity.json`, carried to the ceremony
/// that writes the genesis statement. Public; safe to print, and meant to be compared by
/// fingerprint.
///
/// File: `{"v":1,"kind":"node","id":"node-1","person":…,"tls":hex,"keys":{"identity":base64,…}}`.
///
/// @param principal whose card this is
/// @param person who holds a member's credential; empty for processes
/// @param tls pin of the TLS key
/// @param keys raw public keys in standard base64, by purpose (`identity`, `cosign`, `log`, `key`);
///   at most 8
public record IdentityCard(
    Principal principal, Optional<String> person, SpkiHash tls, SortedMap<String, String> keys) {

  private static final int VERSION = 1;
  private static final int MAX_KEYS = 8;
  private static final int MAX_KEY_BYTES = 256;
  private static final int MAX_FILE_BYTES = 16 * 1024;
  private static final Pattern PURPOSE = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final Pattern PERSON = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._:-]{0,63}");

  /// Checks every field.
  ///
  /// @throws IllegalArgumentException naming the field that is malformed
  public IdentityCard {
    keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
    if (person.isPresent() && !PERSON.matcher(person.get()).matches()) {
      throw new IllegalArgumentException("person must match " + PERSON.pattern());
    }
    if (keys.size() > MAX_KEYS) {
      throw new IllegalArgumentException("keys holds more than " + MAX_KEYS);
    }
    keys.forEach(IdentityCard::checkKey);
  }

  private static void checkKey(String purpose, String base64) {
    if (!PURPOSE.matcher(purpose).matches()) {
      throw new IllegalArgumentException("a key's purpose must match " + PURPOSE.pattern());
    }
    byte[] raw = decode(purpose, base64);
    boolean canonical = Base64.getEncoder().encodeToString(raw).equals(base64);
    if (!canonical || raw.length == 0 || raw.length > MAX_KEY_BYTES) {
      throw new IllegalArgumentException(
          "keys." + purpose + " must be standard base64 of 1 to 256 bytes");
    }
  }

  private static byte[] decode(String purpose, String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("keys." + purpose + " is not base64", e);
    }
  }

  /// A card from raw public keys.
  public static IdentityCard of(
      Principal principal, Optional<String> person, SpkiHash tls, Map<String, byte[]> rawKeys) {
    SortedMap<String, String> keys = new TreeMap<>();
    rawKeys.forEach((purpose, raw) -> keys.put(purpose, Base64.getEncoder().encodeToString(raw)));
    return new IdentityCard(principal, person, tls, keys);
  }

  /// The raw public key of a purpose.
  ///
  /// @throws IllegalArgumentException when the card has none
  public byte[] key(String purpose) {
    String base64 = keys.get(purpose);
    if (base64 == null) {
      throw new IllegalArgumentException(
          "the card of " + principal + " has no " + purpose + " key");
    }
    return Base64.getDecoder().decode(base64);
  }

  /// SHA-256 of the canonical (RFC 8785) form, 32 bytes.
  public byte[] hash() {
    try {
      byte[] canonical = new JsonCanonicalizer(toJson()).getEncodedUTF8();
      return MessageDigest.getInstance("SHA-256").digest(canonical);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// The file's content.
  public byte[] toJson() {
    ObjectNode card = StrictJson.object();
    card.put("v", VERSION);
    card.put("kind", principal.kind().label());
    card.put("id", principal.id());
    person.ifPresent(name -> card.put("person", name));
    card.put("tls", tls.hex());
    ObjectNode byPurpose = card.putObject("keys");
    keys.forEach(byPurpose::put);
    return StrictJson.write(card);
  }

  /// Parses a card.
  ///
  /// @throws JsonFormatException naming the field at fault
  public static IdentityCard parse(byte[] json) throws JsonFormatException {
    ObjectNode card = StrictJson.parseObject(json);
    StrictJson.requireFields(card, Set.of("v", "kind", "id", "tls", "keys"), Set.of("person"));
    if (StrictJson.integer(card, "v") != VERSION) {
      throw new JsonFormatException(
          "version " + card.get("v") + " of an identity card is not known here");
    }
    ObjectNode byPurpose = StrictJson.child(card, "keys");
    SortedMap<String, String> keys = new TreeMap<>();
    for (String purpose : (Iterable<String>) byPurpose::fieldNames) {
      keys.put(purpose, StrictJson.text(byPurpose, purpose));
    }
    Optional<String> person =
        card.has("person") ? Optional.of(StrictJson.text(card, "person")) : Optional.empty();
    try {
      return new IdentityCard(
          new Principal(
              PrincipalKind.ofLabel(StrictJson.text(card, "kind")), StrictJson.text(card, "id")),
          person,
          new SpkiHash(StrictJson.text(card, "tls")),
          keys);
    } catch (IllegalArgumentException e) {
      throw new JsonFormatException(String.valueOf(e.getMessage()));
    }
  }

  /// Reads a card from a file.
  ///
  /// @throws IOException when it cannot be read
  /// @throws JsonFormatException when it is not a card
  public static IdentityCard read(Path file) throws IOException, JsonFormatException {
    return parse(DurableFiles.read(file, MAX_FILE_BYTES));
  }

  /// Writes the card, readable by everybody.
  public void write(Path file) throws IOException {
    DurableFiles.replace(file, toJson(), DurableFiles.Access.PUBLIC_READ);
  }

  /// The card as text, for terminals.
  @Override
  public String toString() {
    return new String(toJson(), StandardCharsets.UTF_8);
  }
}
