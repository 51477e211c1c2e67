package io.strongroom.coordinator.chain;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.regex.Pattern;

/// Ethereum's hexadecimal encodings in JSON: quantities (`0x0`, `0x1a`) and 32-byte hashes.
final class Quantities {

  private static final Pattern QUANTITY = Pattern.compile("0x(0|[1-9a-fA-F][0-9a-fA-F]{0,63})");
  private static final Pattern HASH = Pattern.compile("0x[0-9a-f]{64}");

  private Quantities() {}

  /// A number below 2^256.
  static BigInteger number(JsonNode value, String what) throws GatewayException.BadResponse {
    if (!value.isTextual() || !QUANTITY.matcher(value.textValue()).matches()) {
      throw new GatewayException.BadResponse(what + " is not a hexadecimal quantity");
    }
    return new BigInteger(value.textValue().substring(2), 16);
  }

  /// A number from 0 to 2^63 − 1.
  static long small(JsonNode value, String what) throws GatewayException.BadResponse {
    BigInteger number = number(value, what);
    if (number.bitLength() >= Long.SIZE) {
      throw new GatewayException.BadResponse(what + " is too large");
    }
    return number.longValueExact();
  }

  static String hash(JsonNode value, String what) throws GatewayException.BadResponse {
    if (!value.isTextual() || !isHash(value.textValue())) {
      throw new GatewayException.BadResponse(what + " is not a 32-byte hash");
    }
    return value.textValue();
  }

  static boolean isHash(String text) {
    return HASH.matcher(text).matches();
  }

  static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }
}
