package io.strongroom.chain.ethereum;

import static io.strongroom.chain.ethereum.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EthereumPlanTest {

  private static final EthereumChain CHAIN = new EthereumChain(31337);
  private static final String TO = "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed";
  private static final BigInteger MAX = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
  private static final BigInteger MAX_CAP = MAX.divide(BigInteger.valueOf(EthereumPlan.GAS_LIMIT));

  private static Map<String, @Nullable Object> fields() {
    Map<String, @Nullable Object> fields = new HashMap<>();
    fields.put("type", "eip1559");
    fields.put("chainId", "31337");
    fields.put("nonce", 7);
    fields.put("to", TO);
    fields.put("value", "1000000000000000000");
    fields.put("gasLimit", 21000);
    fields.put("maxFeePerGas", "30000000000");
    fields.put("maxPriorityFeePerGas", "1000000000");
    fields.put("data", "0x");
    fields.put("accessList", List.of());
    return fields;
  }

  @Test
  void plan_isReadAndWrittenBack() {
    EthereumPlan plan = EthereumPlan.parse(CHAIN, fields());

    assertEquals(7, plan.nonce());
    assertEquals(TO, plan.to().canonical());
    assertEquals(new BigInteger("1000000000000000000"), plan.valueWei());
    assertEquals(new BigInteger("630000000000000"), plan.maxFeeWei());
    assertEquals(plan, EthereumPlan.parse(CHAIN, plan.toFields()));
    assertEquals(fields().keySet(), plan.toFields().keySet());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, EthereumPlan.MAX_NONCE})
  void integers_mayBeIntegerLongOrBigInteger(long nonce) {
    Map<String, @Nullable Object> fields = fields();
    fields.put("nonce", nonce);
    EthereumPlan plan = EthereumPlan.parse(CHAIN, fields);
    fields.put("nonce", BigInteger.valueOf(nonce));
    fields.put("gasLimit", BigInteger.valueOf(21000));
    assertEquals(plan, EthereumPlan.parse(CHAIN, fields));
  }

  @Test
  void everyMissingOrNullField_isRefused() {
    for (String name : fields().keySet()) {
      Map<String, @Nullable Object> without = fields();
      without.remove(name);
      assertRefused(name, () -> EthereumPlan.parse(CHAIN, without));
      Map<String, @Nullable Object> withNull = fields();
      withNull.put(name, null);
      assertRefused(name, () -> EthereumPlan.parse(CHAIN, withNull));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gas",
        "gasPrice",
        "from",
        "Type",
        "blobVersionedHashes",
        "authorizationList",
        "contract"
      })
  void unknownField_isRefused(String name) {
    Map<String, @Nullable Object> fields = fields();
    fields.put(name, null);
    assertRefused(name, () -> EthereumPlan.parse(CHAIN, fields));
  }

  @Test
  void unprintableFieldName_isNotRepeated() {
    Map<String, @Nullable Object> fields = fields();
    fields.put("\u001b[31m", "0");
    assertRefused("(unprintable name)", () -> EthereumPlan.parse(CHAIN, fields));
  }

  static Stream<Arguments> refusedValues() {
    Stream.Builder<Arguments> cases = Stream.builder();
    refuse(cases, "type", "legacy", "EIP1559", "0x2", "", 2);
    refuse(
        cases,
        "chainId",
        "1",
        "0",
        "031337",
        "0x7a69",
        "-31337",
        "",
        "9223372036854775808",
        31337,
        31337L);
    refuse(
        cases,
        "nonce",
        -1,
        1L << 53,
        Long.MIN_VALUE,
        "7",
        7.0,
        new BigDecimal(7),
        true,
        List.of(),
        (short) 7);
    refuse(
        cases,
        "nonce",
        BigInteger.ONE.shiftLeft(64).add(BigInteger.valueOf(7)),
        BigInteger.TWO.negate());
    refuse(
        cases,
        "to",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0x" + "0".repeat(40),
        "",
        "0x",
        5);
    refuse(cases, "to", "0x" + "0".repeat(39) + "1", TO.substring(2), TO + "00");
    refuse(
        cases,
        "gasLimit",
        20999,
        21001,
        0,
        -21000,
        "21000",
        21000.0,
        21000.5f,
        new BigDecimal("21000"));
    refuse(cases, "gasLimit", BigInteger.ONE.shiftLeft(64).add(BigInteger.valueOf(21000)));
    refuse(cases, "data", "", "0x00", "0X", List.of(), new byte[0]);
    refuse(cases, "accessList", List.of("a"), List.of(List.of()), "", "[]", Map.of(), Set.of());
    for (String amount : List.of("value", "maxFeePerGas", "maxPriorityFeePerGas")) {
      refuse(
          cases, amount, "", "-1", "+1", "01", "00", "1.0", "1e18", "0x1", " 1", "1 ", "1_000",
          "١");
      refuse(cases, amount, 1, 1L, BigInteger.ONE, 1.0, new byte[] {1}, List.of());
      refuse(
          cases, amount, MAX.add(BigInteger.ONE).toString(), "9".repeat(78), "1" + "0".repeat(78));
      refuse(cases, amount, "1" + "0".repeat(100_000));
    }
    refuse(cases, "maxFeePerGas", MAX.toString(), MAX_CAP.add(BigInteger.ONE).toString());
    refuse(cases, "value", MAX.toString());
    refuse(cases, "maxPriorityFeePerGas", "30000000001");
    return cases.build();
  }

  private static void refuse(Stream.Builder<Arguments> cases, String field, Object... values) {
    Arrays.stream(values).forEach(value -> cases.add(arguments(field, value)));
  }

  @ParameterizedTest
  @MethodSource("refusedValues")
  void valueOutsideTheSchema_isRefused(String field, Object value) {
    Map<String, @Nullable Object> fields = fields();
    fields.put(field, value);
    assertRefused(field, () -> EthereumPlan.parse(CHAIN, fields));
  }

  @Test
  void planOfAnotherChain_isRefused() {
    assertRefused("chainId", () -> EthereumPlan.parse(new EthereumChain(1), fields()));
  }

  @Test
  void greatestAmounts_areAccepted() {
    Map<String, @Nullable Object> fields = fields();
    fields.put("maxFeePerGas", MAX_CAP.toString());
    fields.put("maxPriorityFeePerGas", MAX_CAP.toString());
    BigInteger rest = MAX.subtract(MAX_CAP.multiply(BigInteger.valueOf(EthereumPlan.GAS_LIMIT)));
    fields.put("value", rest.toString());
    assertEquals(rest, EthereumPlan.parse(CHAIN, fields).valueWei());

    fields.put("value", rest.add(BigInteger.ONE).toString());
    assertRefused("value", () -> EthereumPlan.parse(CHAIN, fields));
  }

  @Test
  void zeroAmounts_areAccepted() {
    Map<String, @Nullable Object> fields = fields();
    fields.put("value", "0");
    fields.put("maxFeePerGas", "0");
    fields.put("maxPriorityFeePerGas", "0");
    assertEquals(BigInteger.ZERO, EthereumPlan.parse(CHAIN, fields).maxFeeWei());
  }

  @Test
  void constructor_refusesNegativeAndOversizedAmounts() {
    EthereumAddress to = new EthereumAddress(TO);
    BigInteger one = BigInteger.ONE;
    BigInteger minus = one.negate();
    BigInteger over = MAX.add(one);
    assertRefused("value", () -> new EthereumPlan(CHAIN, 0, to, minus, one, one));
    assertRefused("value", () -> new EthereumPlan(CHAIN, 0, to, over, one, one));
    assertRefused("maxFeePerGas", () -> new EthereumPlan(CHAIN, 0, to, one, minus, minus));
    assertRefused("maxPriorityFeePerGas", () -> new EthereumPlan(CHAIN, 0, to, one, one, minus));
    assertRefused(
        "maxPriorityFeePerGas", () -> new EthereumPlan(CHAIN, 0, to, one, one, BigInteger.TWO));
    assertRefused("nonce", () -> new EthereumPlan(CHAIN, -1, to, one, one, one));
  }

  @Test
  void anyPlan_survivesItsLoggedForm() {
    Seeded.forEachSeed(
        500,
        seeded -> {
          EthereumPlan plan = seeded.plan();
          EthereumPlan read = EthereumPlan.parse(plan.chain(), plan.toFields());
          assertEquals(plan, read);
          assertArrayEquals(plan.signingDigest(), read.signingDigest());
        });
  }

  @Test
  void digest_dependsOnEveryFreeField() {
    EthereumPlan plan = EthereumPlan.parse(CHAIN, fields());
    EthereumAddress to = new EthereumAddress(TO);
    BigInteger value = plan.valueWei();
    BigInteger cap = plan.maxFeePerGasWei();
    BigInteger tip = plan.maxPriorityFeePerGasWei();
    BigInteger one = BigInteger.ONE;
    List<EthereumPlan> plans =
        List.of(
            plan,
            new EthereumPlan(new EthereumChain(1), 7, to, value, cap, tip),
            new EthereumPlan(CHAIN, 8, to, value, cap, tip),
            new EthereumPlan(CHAIN, 7, new EthereumAddress(TO.replace('5', '6')), value, cap, tip),
            new EthereumPlan(CHAIN, 7, to, value.add(one), cap, tip),
            new EthereumPlan(CHAIN, 7, to, value, cap.add(one), tip),
            new EthereumPlan(CHAIN, 7, to, value, cap, tip.add(one)));
    Set<BigInteger> digests = new HashSet<>();
    for (EthereumPlan each : plans) {
      assertEquals(32, each.signingDigest().length);
      assertFalse(!digests.add(new BigInteger(1, each.signingDigest())), each.toString());
    }
  }
}
