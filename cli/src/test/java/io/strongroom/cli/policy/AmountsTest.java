package io.strongroom.cli.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.strongroom.cli.terminal.CliException;
import java.math.BigInteger;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Amounts as people write them, exactly.
final class AmountsTest {

  private final Amounts amounts =
      new Amounts(PolicyYaml.parse(PolicyYamlTest.VALID).policy(), Optional.empty());

  @ParameterizedTest
  @CsvSource({
    "1 ETH,1000000000000000000",
    "1.5 ETH,1500000000000000000",
    "1.5ETH,1500000000000000000",
    "0.000000000000000001 ETH,1",
    "'  10   ETH ',10000000000000000000",
    "1.50 ETH,1500000000000000000",
    "115792089237316195423570985008687907853269984665640564039457.584007913129639935 ETH,"
        + "115792089237316195423570985008687907853269984665640564039457584007913129639935"
  })
  void amount_isExact(String text, String base) {
    assertEquals(new BigInteger(base), amounts.parse("--amount", text).base());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "ETH",
        "-1 ETH",
        "1,5 ETH",
        "1e18 ETH",
        "0x1 ETH",
        ".5 ETH",
        "1. ETH",
        "01 ETH",
        "1 BTC",
        "1 eth",
        "1.0000000000000000001 ETH",
        "1 ETH ETH",
        "",
        "115792089237316195423570985008687907853269984665640564039457.584007913129639936 ETH"
      })
  void anythingElse_isRefusedNamingTheOption(String text) {
    var refusal = assertThrows(CliException.class, () -> amounts.parse("--amount", text));

    assertEquals("--amount", refusal.field());
  }

  @Test
  void feeCap_mayLeaveTheAssetOut() {
    var asset = amounts.asset("ETH").orElseThrow();

    assertEquals(
        amounts.parse("--fee-cap", "0.01 ETH", asset), amounts.parse("--fee-cap", "0.01", asset));
    assertThrows(CliException.class, () -> amounts.parse("--fee-cap", "0.01 BTC", asset));
  }

  @Test
  void baseUnits_areWrittenInUnits() {
    assertEquals("1.5 ETH", amounts.text("1500000000000000000", "ETH"));
    assertEquals("7 base units of DOGE", amounts.text("7", "DOGE"));
  }

  @Test
  void pinnedDecimals_winOverWhatTheCoordinatorShows() {
    String lie = PolicyYamlTest.VALID.replace("decimals: 18", "decimals: 17");
    Amounts lied =
        new Amounts(
            PolicyYaml.parse(PolicyYamlTest.VALID).policy(),
            Optional.of(PolicyYaml.parse(lie).policy()));

    assertEquals(BigInteger.TEN.pow(18), lied.parse("--amount", "1 ETH").base());
  }
}
