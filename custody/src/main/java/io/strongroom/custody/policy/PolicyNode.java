package io.strongroom.custody.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One node of a policy document with its path, read strictly: an object's unknown fields are
/// refused, every value has one type.
final class PolicyNode {
  /// The most entries of any list or map.
  static final int MAX_ENTRIES = 256;

  private static final Pattern IDENTIFIER = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._:-]{0,63}");

  private final String path;
  private final JsonNode node;

  PolicyNode(String path, JsonNode node) {
    this.path = path;
    this.node = node;
  }

  String path() {
    return path;
  }

  InvalidPolicyException refuse(String message) {
    return new InvalidPolicyException(path, message);
  }

  /// Requires an object that has no field but these.
  PolicyNode closed(String... known) throws InvalidPolicyException {
    requireObject();
    Set<String> names = Set.of(known);
    for (var field : node.properties()) {
      if (!names.contains(field.getKey())) {
        throw new InvalidPolicyException(child(field.getKey()), "unknown field");
      }
    }
    return this;
  }

  boolean has(String field) {
    return node.has(field);
  }

  PolicyNode get(String field) throws InvalidPolicyException {
    @Nullable JsonNode value = node.get(field);
    if (value == null) {
      throw new InvalidPolicyException(child(field), "missing field");
    }
    return new PolicyNode(child(field), value);
  }

  Optional<PolicyNode> find(String field) throws InvalidPolicyException {
    return has(field) ? Optional.of(get(field)) : Optional.empty();
  }

  /// Fields of an object whose names are identifiers, sorted.
  SortedMap<String, PolicyNode> entries() throws InvalidPolicyException {
    requireObject();
    SortedMap<String, PolicyNode> result = new TreeMap<>();
    for (var field : node.properties()) {
      if (!IDENTIFIER.matcher(field.getKey()).matches()) {
        throw new InvalidPolicyException(path, "a name must match " + IDENTIFIER);
      }
      result.put(field.getKey(), new PolicyNode(child(field.getKey()), field.getValue()));
    }
    if (result.size() > MAX_ENTRIES) {
      throw refuse("more than " + MAX_ENTRIES + " entries");
    }
    return result;
  }

  /// Fields of an object, whatever their names.
  SortedMap<String, PolicyNode> fields() throws InvalidPolicyException {
    requireObject();
    SortedMap<String, PolicyNode> result = new TreeMap<>();
    for (var field : node.properties()) {
      result.put(field.getKey(), new PolicyNode(child(field.getKey()), field.getValue()));
    }
    return result;
  }

  List<PolicyNode> list() throws InvalidPolicyException {
    if (!node.isArray()) {
      throw refuse("must be a list");
    }
    if (node.size() > MAX_ENTRIES) {
      throw refuse("more than " + MAX_ENTRIES + " entries");
    }
    List<PolicyNode> result = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      result.add(new PolicyNode(path + "[" + i + "]", node.get(i)));
    }
    return result;
  }

  /// A list of different identifiers, not empty.
  List<String> identifiers() throws InvalidPolicyException {
    List<String> result = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (PolicyNode item : list()) {
      String value = item.identifier();
      if (!seen.add(value)) {
        throw item.refuse("named twice");
      }
      result.add(value);
    }
    if (result.isEmpty()) {
      throw refuse("must not be empty");
    }
    return result;
  }

  String text() throws InvalidPolicyException {
    if (!node.isTextual()) {
      throw refuse("must be a string");
    }
    return node.textValue();
  }

  String identifier() throws InvalidPolicyException {
    String value = text();
    if (!IDENTIFIER.matcher(value).matches()) {
      throw refuse("must match " + IDENTIFIER);
    }
    return value;
  }

  boolean bool() throws InvalidPolicyException {
    if (!node.isBoolean()) {
      throw refuse("must be true or false");
    }
    return node.booleanValue();
  }

  int integer(int min, int max) throws InvalidPolicyException {
    if (!node.isIntegralNumber()
        || !node.canConvertToInt()
        || node.intValue() < min
        || node.intValue() > max) {
      throw refuse("must be an integer from " + min + " to " + max);
    }
    return node.intValue();
  }

  long durationMs() throws InvalidPolicyException {
    try {
      return Durations.parseMs(text());
    } catch (IllegalArgumentException e) {
      throw new InvalidPolicyException(path, String.valueOf(e.getMessage()));
    }
  }

  /// An amount in the asset's units, converted exactly to base units.
  BigInteger amount(Asset asset) throws InvalidPolicyException {
    return amount(text(), asset);
  }

  BigInteger amount(String units, Asset asset) throws InvalidPolicyException {
    try {
      return asset.toBase(units);
    } catch (IllegalArgumentException e) {
      throw new InvalidPolicyException(path, String.valueOf(e.getMessage()));
    }
  }

  private String child(String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  private void requireObject() throws InvalidPolicyException {
    if (!node.isObject()) {
      throw refuse("must be an object");
    }
  }
}
