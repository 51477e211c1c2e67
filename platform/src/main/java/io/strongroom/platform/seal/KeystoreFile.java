package io.strongroom.platform.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strongroom.platform.files.StrictJson;
import io.strongroom.platform.files.StrictJson.JsonFormatException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The keystore's file format, without any key: parsing and writing.
///
/// `{"v":1,"kdf":{"name":"argon2id","memoryKiB","iterations","parallelism","salt"},"root":box,"manifest":box,
/// "entries":{name:box}}`, a box being `{"nonce":base64,"ciphertext":base64}`.
///
/// The passphrase opens `root`, a random key; everything else is sealed under keys derived from it.
/// `manifest` seals the SHA-256 of all entries, so that removing or exchanging one is noticed.
///
/// @param kdf work factors
/// @param salt 16 bytes
/// @param root sealed root key
/// @param manifest sealed hash of the entries
/// @param entries sealed entries by name
record KeystoreFile(
    KdfParameters kdf,
    Bytes salt,
    Bytes root,
    Bytes manifest,
    NavigableMap<String, Bytes> entries) {

  static final int VERSION = 1;
  static final int MAX_ENTRIES = 256;
  static final int SALT_BYTES = 16;

  private static final String KDF_NAME = "argon2id";
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._:-]{0,63}");

  /// Bytes that are public: ciphertext, nonces, salt. Compared by nobody.
  static final class Bytes {
    private final byte[] value;

    Bytes(byte[] value) {
      this.value = value.clone();
    }

    byte[] array() {
      return value.clone();
    }
  }

  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  static KeystoreFile parse(byte[] json) throws JsonFormatException, UnknownVersionException {
    ObjectNode file = StrictJson.parseObject(json);
    int version = StrictJson.integer(file, "v");
    if (version != VERSION) {
      throw new UnknownVersionException(version);
    }
    StrictJson.requireFields(file, Set.of("v", "kdf", "root", "manifest", "entries"), Set.of());
    ObjectNode kdf = StrictJson.child(file, "kdf");
    StrictJson.requireFields(
        kdf, Set.of("name", "memoryKiB", "iterations", "parallelism", "salt"), Set.of());
    if (!StrictJson.text(kdf, "name").equals(KDF_NAME)) {
      throw new JsonFormatException("kdf.name must be " + KDF_NAME);
    }
    byte[] salt = base64(kdf, "salt");
    if (salt.length != SALT_BYTES) {
      throw new JsonFormatException("kdf.salt must be " + SALT_BYTES + " bytes");
    }
    return new KeystoreFile(
        parameters(kdf),
        new Bytes(salt),
        box(StrictJson.child(file, "root")),
        box(StrictJson.child(file, "manifest")),
        entries(StrictJson.child(file, "entries")));
  }

  private static KdfParameters parameters(ObjectNode kdf) throws JsonFormatException {
    try {
      return new KdfParameters(
          StrictJson.integer(kdf, "memoryKiB"),
          StrictJson.integer(kdf, "iterations"),
          StrictJson.integer(kdf, "parallelism"));
    } catch (IllegalArgumentException e) {
      throw new JsonFormatException("kdf: " + e.getMessage());
    }
  }

  private static NavigableMap<String, Bytes> entries(ObjectNode object) throws JsonFormatException {
    if (object.size() > MAX_ENTRIES) {
      throw new JsonFormatException("more than " + MAX_ENTRIES + " entries");
    }
    NavigableMap<String, Bytes> entries = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (!isName(field.getKey())) {
        throw new JsonFormatException("an entry's name is malformed");
      }
      entries.put(field.getKey(), box(StrictJson.child(object, field.getKey())));
    }
    return entries;
  }

  private static Bytes box(ObjectNode object) throws JsonFormatException {
    StrictJson.requireFields(object, Set.of("nonce", "ciphertext"), Set.of());
    byte[] nonce = base64(object, "nonce");
    byte[] ciphertext = base64(object, "ciphertext");
    if (nonce.length != Aead.NONCE_BYTES) {
      throw new JsonFormatException("a nonce must be " + Aead.NONCE_BYTES + " bytes");
    }
    return new Bytes(
        ByteBuffer.allocate(nonce.length + ciphertext.length).put(nonce).put(ciphertext).array());
  }

  private static byte[] base64(ObjectNode object, String field) throws JsonFormatException {
    try {
      return Base64.getDecoder().decode(StrictJson.text(object, field));
    } catch (IllegalArgumentException e) {
      throw new JsonFormatException("field \"" + field + "\" is not base64");
    }
  }

  byte[] toJson() {
    ObjectNode file = StrictJson.object();
    file.put("v", VERSION);
    ObjectNode parameters = file.putObject("kdf");
    parameters.put("name", KDF_NAME);
    parameters.put("memoryKiB", kdf.memoryKiB());
    parameters.put("iterations", kdf.iterations());
    parameters.put("parallelism", kdf.parallelism());
    parameters.put("salt", Base64.getEncoder().encodeToString(salt.array()));
    putBox(file.putObject("root"), root);
    putBox(file.putObject("manifest"), manifest);
    ObjectNode byName = file.putObject("entries");
    entries.forEach((name, box) -> putBox(byName.putObject(name), box));
    return StrictJson.write(file);
  }

  private static void putBox(ObjectNode object, Bytes box) {
    byte[] bytes = box.array();
    Base64.Encoder encoder = Base64.getEncoder();
    object.put("nonce", encoder.encodeToString(Arrays.copyOf(bytes, Aead.NONCE_BYTES)));
    object.put(
        "ciphertext",
        encoder.encodeToString(Arrays.copyOfRange(bytes, Aead.NONCE_BYTES, bytes.length)));
  }

  /// SHA-256 over every entry's name and box, each with its length before it.
  static byte[] entriesHash(NavigableMap<String, Bytes> entries) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      entries.forEach((name, box) -> {
        add(digest, name.getBytes(StandardCharsets.US_ASCII));
        add(digest, box.array());
      });
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static void add(MessageDigest digest, byte[] bytes) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
    digest.update(bytes);
  }

  /// A version from the future, or a damaged one.
  static final class UnknownVersionException extends Exception {
    private static final long serialVersionUID = 1L;

    UnknownVersionException(int version) {
      super("version " + version + " of a keystore is not known here");
    }
  }
}
