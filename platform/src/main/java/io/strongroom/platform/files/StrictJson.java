package io.strongroom.platform.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/// JSON of the files that a process keeps for itself (keystore, identity card): objects without
/// duplicate keys, without trailing text, with exactly the fields that are expected.
public final class StrictJson {

  private static final int MAX_DEPTH = 16;
  private static final JsonMapper MAPPER = mapper();

  private StrictJson() {}

  private static JsonMapper mapper() {
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build());
    return mapper;
  }

  /// An empty object to fill.
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /// Parses one JSON object.
  ///
  /// @throws JsonFormatException when it is anything else
  public static ObjectNode parseObject(byte[] json) throws JsonFormatException {
    try {
      JsonNode node = MAPPER.readTree(json);
      if (node instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new JsonFormatException("not valid JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new JsonFormatException("not valid JSON");
    }
    throw new JsonFormatException("not a JSON object");
  }

  /// The bytes to write: UTF-8, indented, with a final line feed.
  public static byte[] write(JsonNode node) {
    try {
      return (MAPPER.writeValueAsString(node) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain JSON values cannot be written", e);
    }
  }

  /// Refuses missing and unknown fields.
  public static void requireFields(JsonNode object, Set<String> required, Set<String> optional)
      throws JsonFormatException {
    Set<String> missing = new TreeSet<>(required);
    for (String name : (Iterable<String>) object::fieldNames) {
      if (!required.contains(name) && !optional.contains(name)) {
        throw new JsonFormatException("unknown field \"" + name + "\"");
      }
      missing.remove(name);
    }
    if (!missing.isEmpty()) {
      throw new JsonFormatException("missing field \"" + missing.iterator().next() + "\"");
    }
  }

  /// A field that must be text.
  public static String text(JsonNode object, String field) throws JsonFormatException {
    JsonNode value = object.get(field);
    if (value == null || !value.isTextual()) {
      throw new JsonFormatException("field \"" + field + "\" must be text");
    }
    return value.textValue();
  }

  /// A field that must be a 32-bit integer.
  public static int integer(JsonNode object, String field) throws JsonFormatException {
    JsonNode value = object.get(field);
    if (value == null || !value.isInt()) {
      throw new JsonFormatException("field \"" + field + "\" must be an integer");
    }
    return value.intValue();
  }

  /// A field that must be an object.
  public static ObjectNode child(JsonNode object, String field) throws JsonFormatException {
    if (object.get(field) instanceof ObjectNode child) {
      return child;
    }
    throw new JsonFormatException("field \"" + field + "\" must be an object");
  }

  /// A file that is not what it should be; the message names the field.
  public static final class JsonFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    /// A refusal.
    ///
    /// @param message one sentence without values from the file
    public JsonFormatException(String message) {
      super(message);
    }
  }
}
