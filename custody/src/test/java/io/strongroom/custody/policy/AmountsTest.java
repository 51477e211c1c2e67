package io.strongroom.custody.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Amounts in units and durations, exactly.
class AmountsTest {
  private static final Asset ETH = new Asset("ETH", "eip155:1", 18);
  private static final Asset WEI = new Asset("WEI", "eip155:2", 0);

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1000000000000000000",
    "0.05, 50000000000000000",
    "0.000000000000000001, 1",
    "1.50, 1500000000000000000",
    "9.223372036854775807, 9223372036854775807",
    "9.223372036854775808, 9223372036854775808",
    "18.446744073709551616, 18446744073709551616",
    "10, 10000000000000000000"
  })
  void unitsConvertExactly(String units, String base) {
    assertEquals(new BigInteger(base), ETH.toBase(units));
    assertEquals(ETH.toBase(units), ETH.toBase(ETH.toUnits(ETH.toBase(units))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-1",
        "+1",
        "01",
        "1.",
        ".5",
        "1e3",
        "1,5",
        " 1",
        "0.0000000000000000001",
        "NaN",
        "0x10",
        "１"
      })
  void anythingElseIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> ETH.toBase(text));
  }

  @Test
  void base256BitsAreTheEdge() {
    BigInteger most = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
    assertEquals(most, WEI.toBase(most.toString()));
    assertThrows(
        IllegalArgumentException.class, () -> WEI.toBase(most.add(BigInteger.ONE).toString()));
  }

  @ParameterizedTest
  @CsvSource({
    "0s, 0",
    "5ms, 5",
    "90s, 90000",
    "15m, 900000",
    "24h, 86400000",
    "7d, 604800000",
    "3650d, 315360000000"
  })
  void durationsConvert(String text, long ms) {
    assertEquals(ms, Durations.parseMs(text));
    assertEquals(ms, Durations.parseMs(Durations.text(ms)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "h",
        "-1h",
        "1.5h",
        "01h",
        "1 h",
        "1w",
        "3651d",
        "999999999999999d",
        "9999999999999999ms"
      })
  void otherDurationsAreRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Durations.parseMs(text));
  }
}
