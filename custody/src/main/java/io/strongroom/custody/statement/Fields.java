package io.strongroom.custody.statement;

import static io.strongroom.custody.statement.InvalidStatementException.Code.BAD_BASE64;
import static io.strongroom.custody.statement.InvalidStatementException.Code.BAD_FIELD;
import static io.strongroom.custody.statement.InvalidStatementException.Code.BAD_TYPE;
import static io.strongroom.custody.statement.InvalidStatementException.Code.MISSING_FIELD;
import static io.strongroom.custody.statement.InvalidStatementException.Code.TOO_LARGE;
import static io.strongroom.custody.statement.InvalidStatementException.Code.UNKNOWN_FIELD;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads one JSON object under a closed schema: each field once by its name, then [#end()], which
/// refuses what is left. Every refusal names the field by its path. For one thread.
public final class Fields {

  /// Identifiers: printable ASCII without look-alikes, 1 to 64 characters.
  public static final Pattern IDENTIFIER = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._:-]{0,63}");

  /// Chains: CAIP-2, namespace and reference.
  public static final Pattern CHAIN = Pattern.compile("[a-z0-9-]{3,8}:[a-zA-Z0-9_-]{1,32}");

  /// Amounts: decimal strings without leading zeros.
  public static final Pattern AMOUNT = Pattern.compile("0|[1-9][0-9]{0,77}");

  /// The longest text that a pattern is matched against.
  private static final int MAX_TEXT = 256;

  /// Amounts have at most 256 bits.
  public static final int AMOUNT_BITS = 256;

  private final JsonNode object;
  private final String path;
  private final Set<String> read = new HashSet<>();

  private Fields(JsonNode object, String path) {
    this.object = object;
    this.path = path;
  }

  /// Begins to read an object.
  ///
  /// @param path of the object in its document; empty for the document itself
  /// @throws InvalidStatementException BAD_FIELD if the node is no object
  public static Fields of(JsonNode node, String path) throws InvalidStatementException {
    if (!node.isObject()) {
      throw new InvalidStatementException(BAD_FIELD, path, "must be an object");
    }
    return new Fields(node, path);
  }

  /// Reads a nested object.
  @FunctionalInterface
  public interface Reader<T> {
    T read(Fields fields) throws InvalidStatementException;
  }

  /// The full path of a field of this object.
  public String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /// Whether the field is present.
  public boolean has(String name) {
    return object.has(name);
  }

  /// Refuses every field that was not read.
  ///
  /// @throws InvalidStatementException UNKNOWN_FIELD
  public void end() throws InvalidStatementException {
    for (Map.Entry<String, JsonNode> property : object.properties()) {
      if (!read.contains(property.getKey())) {
        throw new InvalidStatementException(
            UNKNOWN_FIELD, path(property.getKey()), "unknown field");
      }
    }
  }

  /// The field's node, whatever it is.
  ///
  /// @throws InvalidStatementException MISSING_FIELD
  public JsonNode node(String name) throws InvalidStatementException {
    read.add(name);
    JsonNode node = object.get(name);
    if (node == null) {
      throw new InvalidStatementException(MISSING_FIELD, path(name), "required field is missing");
    }
    return node;
  }

  /// A string of at most `maxLength` characters.
  public String text(String name, int maxLength) throws InvalidStatementException {
    JsonNode node = node(name);
    if (!node.isTextual()) {
      throw bad(name, "must be a string");
    }
    if (node.textValue().length() > maxLength) {
      throw new InvalidStatementException(
          TOO_LARGE, path(name), "at most " + maxLength + " characters");
    }
    return node.textValue();
  }

  /// A string that matches a pattern as a whole; `what` says what it should have been.
  public String matching(String name, Pattern pattern, String what)
      throws InvalidStatementException {
    String text = text(name, MAX_TEXT);
    if (!pattern.matcher(text).matches()) {
      throw bad(name, "must be " + what);
    }
    return text;
  }

  public String identifier(String name) throws InvalidStatementException {
    return matching(
        name,
        IDENTIFIER,
        "an identifier (letters, digits and ._:-, at most 64, first a letter or digit)");
  }

  public String chain(String name) throws InvalidStatementException {
    return matching(name, CHAIN, "a chain id such as eip155:1");
  }

  /// A decimal string of 0 to 2^256-1.
  public BigInteger amount(String name) throws InvalidStatementException {
    var amount = new BigInteger(matching(name, AMOUNT, "a decimal string in base units"));
    if (amount.bitLength() > AMOUNT_BITS) {
      throw bad(name, "must be less than 2^256");
    }
    return amount;
  }

  /// An integer of a range within 0..2^53-1.
  public long integer(String name, long min, long max) throws InvalidStatementException {
    JsonNode node = node(name);
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw bad(name, "must be an integer");
    }
    if (node.longValue() < min || node.longValue() > max) {
      throw bad(name, "must be an integer from " + min + " to " + max);
    }
    return node.longValue();
  }

  /// An integer of 0..2^53-1: a log position, or milliseconds since the Unix epoch.
  public long position(String name) throws InvalidStatementException {
    return integer(name, 0, CanonicalJson.MAX_INTEGER);
  }

  public boolean flag(String name) throws InvalidStatementException {
    JsonNode node = node(name);
    if (!node.isBoolean()) {
      throw bad(name, "must be true or false");
    }
    return node.booleanValue();
  }

  /// 64 lower-case hex digits.
  public Hash32 hash(String name) throws InvalidStatementException {
    try {
      return Hash32.fromHex(text(name, MAX_TEXT));
    } catch (IllegalArgumentException e) {
      throw bad(name, "must be 64 lower-case hex digits");
    }
  }

  /// Standard base64 of `min` to `max` bytes.
  public Bytes base64(String name, int min, int max) throws InvalidStatementException {
    Bytes bytes;
    try {
      bytes = Bytes.fromBase64(text(name, (max + 2) / 3 * 4));
    } catch (IllegalArgumentException e) {
      throw new InvalidStatementException(
          BAD_BASE64, path(name), "must be standard base64 with padding");
    }
    if (bytes.length() < min || bytes.length() > max) {
      throw bad(
          name,
          min == max
              ? "must have " + min + " bytes"
              : "must have " + min + " to " + max + " bytes");
    }
    return bytes;
  }

  /// An Ed25519 public key in base64.
  public Ed25519PublicKey publicKey(String name) throws InvalidStatementException {
    Bytes raw = base64(name, Ed25519PublicKey.LENGTH, Ed25519PublicKey.LENGTH);
    try {
      return Ed25519PublicKey.of(raw.toArray());
    } catch (IllegalArgumentException e) {
      throw bad(name, "must be a canonical Ed25519 public key of prime order");
    }
  }

  /// A nested object, whose reader must call its own [#end()].
  public Fields object(String name) throws InvalidStatementException {
    return of(node(name), path(name));
  }

  /// The node of a list, with a number of entries within bounds.
  public JsonNode array(String name, int min, int max) throws InvalidStatementException {
    JsonNode node = node(name);
    if (!node.isArray()) {
      throw bad(name, "must be a list");
    }
    if (node.size() > max) {
      throw new InvalidStatementException(TOO_LARGE, path(name), "at most " + max + " entries");
    }
    if (node.size() < min) {
      throw bad(name, "at least " + min + " entries");
    }
    return node;
  }

  /// A list of objects.
  public <T> List<T> list(String name, int min, int max, Reader<T> reader)
      throws InvalidStatementException {
    JsonNode array = array(name, min, max);
    List<T> values = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      values.add(reader.read(of(array.get(i), path(name) + "[" + i + "]")));
    }
    return List.copyOf(values);
  }

  /// A field that may be absent, read by `reader` from this object when it is there.
  public <T> Optional<T> optional(String name, Reader<T> reader) throws InvalidStatementException {
    return has(name) ? Optional.of(reader.read(this)) : Optional.empty();
  }

  /// A refusal of this field.
  public InvalidStatementException bad(String name, String message) {
    return new InvalidStatementException(BAD_FIELD, path(name), message);
  }

  /// A statement's kind, looked up from the field's text.
  ///
  /// @throws InvalidStatementException BAD_TYPE if there is no such kind
  public StatementKind kind(String name, Function<String, Optional<StatementKind>> lookup)
      throws InvalidStatementException {
    return lookup
        .apply(text(name, MAX_TEXT))
        .orElseThrow(
            () -> new InvalidStatementException(BAD_TYPE, path(name), "no such kind of statement"));
  }
}
