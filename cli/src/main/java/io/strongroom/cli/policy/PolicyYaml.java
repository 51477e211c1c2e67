package io.strongroom.cli.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strongroom.cli.terminal.CliException;
import io.strongroom.custody.policy.InvalidPolicyException;
import io.strongroom.custody.policy.Policy;
import io.strongroom.custody.policy.PolicyParser;
import io.strongroom.platform.files.DurableFiles;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/// Turns a policy that people write (YAML, or JSON, which is YAML) into the JSON document that is
/// hashed and signed. Nothing is guessed: what YAML reads as a fraction, a date or an alias is
/// refused with its path, because amounts are text.
public final class PolicyYaml {

  private static final int MAX_BYTES = 256 * 1024;
  private static final int MAX_DEPTH = 16;

  private PolicyYaml() {}

  /// A policy and the document that it was read from.
  ///
  /// @param document to be hashed, sent beside a proposal, and kept in genesis.json
  public record Written(Policy policy, JsonNode document) {}

  /// Reads a file.
  ///
  /// @throws CliException USAGE naming the field at fault
  /// @throws IOException when the file cannot be read
  public static Written read(Path file) throws IOException {
    return parse(new String(DurableFiles.read(file, MAX_BYTES), StandardCharsets.UTF_8));
  }

  /// Parses a text.
  ///
  /// @throws CliException USAGE naming the field at fault
  public static Written parse(String yaml) {
    JsonNode document = toJson(yaml);
    try {
      return new Written(PolicyParser.parse(document), document);
    } catch (InvalidPolicyException e) {
      String message = String.valueOf(e.getMessage());
      String prefix = e.path() + ": ";
      String bare = message.startsWith(prefix) ? message.substring(prefix.length()) : message;
      String hint = bare.equals("must be a string") ? ": put it in quotes" : "";
      throw CliException.usage(e.path().isEmpty() ? "policy" : e.path(), bare + hint);
    }
  }

  /// The document alone, not checked against the schema.
  ///
  /// @throws CliException USAGE naming the field at fault
  public static JsonNode toJson(String yaml) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setMaxAliasesForCollections(0);
    options.setNestingDepthLimit(MAX_DEPTH);
    Object root;
    try {
      root = new Yaml(new SafeConstructor(options)).load(yaml);
    } catch (YAMLException e) {
      throw CliException.usage("policy", "not valid YAML: " + e.getMessage());
    }
    if (!(root instanceof Map<?, ?>)) {
      throw CliException.usage("policy", "must be a mapping");
    }
    return convert("", root);
  }

  private static JsonNode convert(String path, @Nullable Object value) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return switch (value) {
      case Map<?, ?> map -> object(path, map);
      case List<?> list -> array(path, list);
      case String text -> json.textNode(text);
      case Boolean flag -> json.booleanNode(flag);
      case Integer number -> json.numberNode(number.longValue());
      case Long number -> json.numberNode(number);
      case BigInteger _ -> throw refuse(path, "is too large a number: put amounts in quotes");
      case Double _ -> throw refuse(path, "put amounts in quotes: fractions are not exact");
      case null -> throw refuse(path, "has no value");
      default -> throw refuse(path, "is neither text, number, yes or no: put it in quotes");
    };
  }

  private static ObjectNode object(String path, Map<?, ?> map) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String key =
          switch (entry.getKey()) {
            case String text -> text;
            case Integer number -> number.toString();
            case Boolean _ ->
                throw refuse(path, "has a key that YAML reads as yes or no: put it in quotes");
            case null, default ->
                throw refuse(path, "has a key that is not text: put it in quotes");
          };
      if (node.has(key)) {
        throw refuse(path, "has the key " + key + " twice");
      }
      node.set(key, convert(path.isEmpty() ? key : path + "." + key, entry.getValue()));
    }
    return node;
  }

  private static ArrayNode array(String path, List<?> list) {
    ArrayNode node = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < list.size(); i++) {
      node.add(convert(path + "[" + i + "]", list.get(i)));
    }
    return node;
  }

  private static CliException refuse(String path, String message) {
    return CliException.usage(path.isEmpty() ? "policy" : path, message);
  }
}
