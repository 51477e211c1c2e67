package io.strongroom.chain.ethereum;

import io.strongroom.chain.InvalidChainInputException;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The typed reading of a plan's members: every accessor refuses a wrong type or form with the
/// field's name.
record PlanFields(Map<String, ? extends @Nullable Object> fields) {

  private static final Set<String> NAMES =
      Set.of(
          "type",
          "chainId",
          "nonce",
          "to",
          "value",
          "gasLimit",
          "maxFeePerGas",
          "maxPriorityFeePerGas",
          "data",
          "accessList");
  private static final Pattern AMOUNT = Pattern.compile("0|[1-9][0-9]{0,77}");
  private static final Pattern PRINTABLE_NAME = Pattern.compile("[a-zA-Z0-9_]{1,64}");

  /// Refuses unknown and missing fields.
  void requireExactly() {
    Set<String> unknown = new TreeSet<>(fields.keySet());
    unknown.removeAll(NAMES);
    for (String name : unknown) {
      String shown = PRINTABLE_NAME.matcher(name).matches() ? name : "(unprintable name)";
      throw new InvalidChainInputException(shown, "is not a field of a plan");
    }
    for (String name : new TreeSet<>(NAMES)) {
      if (fields.get(name) == null) {
        throw new InvalidChainInputException(name, "is missing");
      }
    }
  }

  String text(String name) {
    if (fields.get(name) instanceof String text) {
      return text;
    }
    throw new InvalidChainInputException(name, "must be a string");
  }

  void requireText(String name, String expected) {
    if (!text(name).equals(expected)) {
      throw new InvalidChainInputException(name, "must be \"" + expected + "\"");
    }
  }

  /// An integer of the range of a `long`.
  long integer(String name) {
    Object value = fields.get(name);
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) Objects.requireNonNull(value)).longValue();
    }
    if (value instanceof BigInteger big && big.bitLength() < Long.SIZE) {
      return big.longValueExact();
    }
    throw new InvalidChainInputException(name, "must be an integer in range");
  }

  /// A canonical decimal string of at most 78 digits; its upper bound is the plan's to check.
  BigInteger amount(String name) {
    String text = text(name);
    if (!AMOUNT.matcher(text).matches()) {
      throw new InvalidChainInputException(
          name, "must be a decimal string without sign or leading zeros");
    }
    return new BigInteger(text);
  }

  EthereumAddress address(String name) {
    try {
      return new EthereumAddress(text(name));
    } catch (InvalidChainInputException e) {
      throw new InvalidChainInputException(
          name,
          "must be a canonical address (0x, 40 lower-case digits) outside the reserved range 0 to 0xffff");
    }
  }

  void requireEmptyList(String name) {
    if (!(fields.get(name) instanceof List<?> list && list.isEmpty())) {
      throw new InvalidChainInputException(name, "must be an empty list");
    }
  }
}
