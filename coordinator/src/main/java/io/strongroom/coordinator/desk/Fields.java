package io.strongroom.coordinator.desk;

import io.strongroom.custody.state.WithdrawalStatus;
import io.strongroom.custody.statement.CanonicalJson;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.platform.grpc.StrongroomException;
import io.strongroom.proto.v1.SubmitRequest;
import java.math.BigInteger;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Limits of the fields of requests. Every refusal names its field.
final class Fields {

  private static final Pattern AMOUNT = Pattern.compile("0|[1-9][0-9]{0,77}");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._:-]{0,69}");
  private static final int MAX_BITS = 256;

  private Fields() {}

  static void size(String field, int size, int least, int most) {
    if (size < least) {
      throw StrongroomException.invalid("FIELD_MISSING", field, field + " is missing");
    }
    if (size > most) {
      throw StrongroomException.invalid(
          "FIELD_TOO_LONG", field, field + " has " + size + " bytes, at most " + most);
    }
  }

  static int waitMs(SubmitRequest request, int usual, int most) {
    int wait = request.getWaitMs();
    if (wait < 0 || wait > most) {
      throw StrongroomException.invalid("FIELD_OUT_OF_RANGE", "wait_ms", "wait_ms is 0 to " + most);
    }
    return wait == 0 ? usual : wait;
  }

  static Hash32 hash(String field, String hex) {
    try {
      return Hash32.fromHex(hex);
    } catch (IllegalArgumentException e) {
      throw new StrongroomException(
          io.strongroom.platform.grpc.ErrorCode.invalid("FIELD_INVALID"),
          field,
          field + " is 64 lower-case hexadecimal digits",
          false,
          e);
    }
  }

  static String name(String field, String text) {
    size(field, text.length(), 1, 70);
    if (!NAME.matcher(text).matches()) {
      throw StrongroomException.invalid(
          "FIELD_INVALID", field, field + " must match " + NAME.pattern());
    }
    return text;
  }

  static BigInteger amount(String field, String text) {
    if (AMOUNT.matcher(text).matches()) {
      BigInteger amount = new BigInteger(text);
      if (amount.bitLength() <= MAX_BITS) {
        return amount;
      }
    }
    throw StrongroomException.invalid(
        "AMOUNT_INVALID", field, field + " is a decimal number of base units below 2^256");
  }

  static long time(String field, long ms) {
    if (ms <= 0 || ms > CanonicalJson.MAX_INTEGER) {
      throw StrongroomException.invalid(
          "FIELD_OUT_OF_RANGE", field, field + " is milliseconds since 1970");
    }
    return ms;
  }

  static Set<WithdrawalStatus> states(List<String> names) {
    if (names.isEmpty()) {
      return EnumSet.allOf(WithdrawalStatus.class);
    }
    Set<WithdrawalStatus> states = EnumSet.noneOf(WithdrawalStatus.class);
    for (String name : names) {
      states.add(
          java.util.Arrays.stream(WithdrawalStatus.values())
              .filter(status -> status.name().equals(name))
              .findFirst()
              .orElseThrow(() ->
                  StrongroomException.invalid(
                      "FIELD_INVALID", "states", "there is no state " + name)));
    }
    return states;
  }

  static int page(int size, int usual, int most) {
    if (size < 0 || size > most) {
      throw StrongroomException.invalid(
          "FIELD_OUT_OF_RANGE", "page_size", "page_size is 1 to " + most);
    }
    return size == 0 ? usual : size;
  }

  static long pageToken(String token) {
    if (token.isEmpty()) {
      return Long.MAX_VALUE;
    }
    if (!token.matches("[0-9]{1,15}")) {
      throw StrongroomException.invalid(
          "FIELD_INVALID", "page_token", "page_token is not one that this service gave");
    }
    return Long.parseLong(token);
  }
}
