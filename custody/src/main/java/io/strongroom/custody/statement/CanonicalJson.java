package io.strongroom.custody.statement;

import static io.strongroom.custody.statement.InvalidStatementException.Code.BAD_NUMBER;
import static io.strongroom.custody.statement.InvalidStatementException.Code.BAD_TEXT;
import static io.strongroom.custody.statement.InvalidStatementException.Code.DUPLICATE_KEY;
import static io.strongroom.custody.statement.InvalidStatementException.Code.NOT_CANONICAL;
import static io.strongroom.custody.statement.InvalidStatementException.Code.NOT_JSON;
import static io.strongroom.custody.statement.InvalidStatementException.Code.TOO_DEEP;
import static io.strongroom.custody.statement.InvalidStatementException.Code.TOO_LARGE;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;

/// Strict canonical JSON: RFC 8785, restricted to printable ASCII text and to integers 0..2^53-1,
/// so that one value has exactly one encoding and every parser reads the same value. Thread-safe.
///
/// Because the whole document is printable ASCII, a look-alike letter, another Unicode encoding, a
/// byte order mark and white space between tokens are all refused before parsing.
public final class CanonicalJson {

  /// The largest integer: 2^53 - 1.
  public static final long MAX_INTEGER = (1L << 53) - 1;

  /// The deepest nesting of objects and arrays.
  public static final int MAX_DEPTH = 16;

  /// The longest document: 1 MiB, as long as an attachment may be.
  public static final int MAX_BYTES = 1 << 20;

  private static final int MAX_NAME_LENGTH = 256;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          // One more than allowed, so that the checks below name the fault.
                          .maxNestingDepth(MAX_DEPTH + 1)
                          .maxDocumentLength(MAX_BYTES)
                          .maxStringLength(MAX_BYTES)
                          .maxNameLength(MAX_NAME_LENGTH)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private CanonicalJson() {}

  /// Parses a document and refuses it unless its bytes are the one canonical encoding of its value.
  /// Numbers come back as integral nodes that fit a long.
  ///
  /// @param bytes an object or an array, at most [#MAX_BYTES] bytes
  /// @throws InvalidStatementException TOO_LARGE, BAD_TEXT, NOT_JSON, DUPLICATE_KEY, TOO_DEEP,
  ///   BAD_NUMBER or NOT_CANONICAL
  public static JsonNode parseStrict(byte[] bytes) throws InvalidStatementException {
    requirePrintableAscii(bytes);
    JsonNode node = parse(bytes);
    Fault fault = faultOf(node, "", 1);
    if (fault != null) {
      throw new InvalidStatementException(fault.code, fault.field, fault.message);
    }
    if (!Arrays.equals(canonicalize(node), bytes)) {
      throw new InvalidStatementException(
          NOT_CANONICAL, "", "not the canonical encoding of its value");
    }
    return node;
  }

  /// The canonical encoding of an object or array.
  ///
  /// @throws IllegalArgumentException if [#parseStrict] would refuse the result: our own bug
  public static byte[] write(JsonNode node) {
    Fault fault = faultOf(node, "", 1);
    if (fault != null) {
      throw new IllegalArgumentException(fault.field + ": " + fault.message);
    }
    byte[] bytes = canonicalize(node);
    if (bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException("longer than " + MAX_BYTES + " bytes");
    }
    return bytes;
  }

  private static void requirePrintableAscii(byte[] bytes) throws InvalidStatementException {
    if (bytes.length > MAX_BYTES) {
      throw new InvalidStatementException(TOO_LARGE, "", "longer than " + MAX_BYTES + " bytes");
    }
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] < ' ' || bytes[i] > '~') {
        throw new InvalidStatementException(BAD_TEXT, "", "byte " + i + " is not printable ASCII");
      }
    }
  }

  private static JsonNode parse(byte[] bytes) throws InvalidStatementException {
    try {
      return MAPPER.readTree(bytes);
    } catch (StreamConstraintsException e) {
      boolean depth = e.getOriginalMessage().contains("nesting depth");
      throw depth
          ? new InvalidStatementException(TOO_DEEP, "", "nested deeper than " + MAX_DEPTH)
          : new InvalidStatementException(TOO_LARGE, "", "a name or number is too long");
    } catch (JsonProcessingException e) {
      boolean duplicate = String.valueOf(e.getOriginalMessage()).startsWith("Duplicate field");
      throw duplicate
          ? new InvalidStatementException(DUPLICATE_KEY, "", "an object names a key twice")
          : new InvalidStatementException(NOT_JSON, "", "not JSON");
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
  }

  private static byte[] canonicalize(JsonNode node) {
    try {
      return new JsonCanonicalizer(MAPPER.writeValueAsBytes(node)).getEncodedUTF8();
    } catch (IOException e) {
      throw new IllegalStateException("a checked JSON tree does not canonicalise", e);
    }
  }

  private record Fault(InvalidStatementException.Code code, String field, String message) {}

  private static @Nullable Fault faultOf(JsonNode node, String field, int depth) {
    if (depth == 1 && !node.isContainerNode()) {
      return new Fault(NOT_JSON, field, "not an object or array");
    }
    if (depth > MAX_DEPTH && node.isContainerNode()) {
      return new Fault(TOO_DEEP, "", "nested deeper than " + MAX_DEPTH);
    }
    return switch (node.getNodeType()) {
      case OBJECT -> objectFault(node, field, depth);
      case ARRAY -> arrayFault(node, field, depth);
      case STRING -> textFault(node.textValue(), field);
      case NUMBER -> numberFault(node, field);
      case BOOLEAN, NULL -> null;
      case BINARY, MISSING, POJO -> new Fault(NOT_JSON, field, "not a JSON value");
    };
  }

  private static @Nullable Fault objectFault(JsonNode node, String field, int depth) {
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      String path = field.isEmpty() ? property.getKey() : field + "." + property.getKey();
      Fault fault = textFault(property.getKey(), field);
      if (fault == null) {
        fault = faultOf(property.getValue(), path, depth + 1);
      }
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }

  private static @Nullable Fault arrayFault(JsonNode node, String field, int depth) {
    for (int i = 0; i < node.size(); i++) {
      Fault fault = faultOf(node.get(i), field + "[" + i + "]", depth + 1);
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }

  private static @Nullable Fault textFault(String text, String field) {
    boolean printable = text.chars().allMatch(c -> c >= ' ' && c <= '~');
    return printable
        ? null
        : new Fault(BAD_TEXT, field, "text holds a character that is not printable ASCII");
  }

  private static @Nullable Fault numberFault(JsonNode node, String field) {
    boolean good =
        node.isIntegralNumber()
            && node.canConvertToLong()
            && node.longValue() >= 0
            && node.longValue() <= MAX_INTEGER;
    return good ? null : new Fault(BAD_NUMBER, field, "not an integer from 0 to 2^53-1");
  }
}
