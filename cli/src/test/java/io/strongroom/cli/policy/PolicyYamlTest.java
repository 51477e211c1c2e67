package io.strongroom.cli.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.cli.terminal.CliException;
import io.strongroom.cli.terminal.Exit;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// YAML becomes exactly the document that is signed, or is refused with its path.
final class PolicyYamlTest {

  /// A small policy that is valid.
  public static final String VALID =
      """
      schema: strongroom.policy/v1
      default: DENY
      assets: {ETH: {chain: "eip155:31337", decimals: 18}}
      groups: {desk: {members: [trader]}, board: {members: [alice, bob]}}
      vaults: {hot: {assets: [ETH]}}
      destinations: {coolingOff: 1h, removal: immediate}
      invariants: {fee: {maxAbs: {ETH: "0.01"}}, ttl: {approveWithin: 1h, signWithin: 10m}, pendingPerMember: 20}
      grants: [{id: g, who: desk, from: hot, to: [exchange]}]
      limits: [{id: l, scope: {from: hot}, per: [vault], window: 24h, max: {asset: "20"}, onExceed: DENY}]
      tiers: {auto: {approvals: [], delay: 0s}, dual: {approvals: [{group: board, n: 2}], delay: 0s}}
      ladders: [{id: d, scope: {from: hot, asset: ETH}, basis: [tx], steps: {"0": auto, "5": dual}}]
      separationOfDuties: {initiatorMayApprove: false, onePersonOneGroup: true}
      freeze: {by: [board], lift: [{group: board, n: 2}], liftDelay: 1s}
      change: {tighten: {approvals: [{group: board, n: 1}], delay: 0s}, loosen: {approvals: [{group: board, n: 2}], delay: 0s}}
      """;

  @Test
  void validPolicy_isReadAndHashed() {
    var written = PolicyYaml.parse(VALID);

    assertEquals(BigInteger.TEN.pow(16), written.policy().fee().maxAbs().get("ETH"));
    assertEquals(written.policy().hash(), PolicyYaml.parse(VALID).policy().hash());
  }

  @Test
  void orderAndComments_doNotChangeTheHash() {
    String other = "# a comment\n" + VALID.replace("default: DENY\n", "") + "default: DENY\n";

    assertEquals(PolicyYaml.parse(VALID).policy().hash(), PolicyYaml.parse(other).policy().hash());
  }

  @Test
  void integerKeys_becomeText() {
    String bare = VALID.replace("{\"0\": auto, \"5\": dual}", "{0: auto, 5: dual}");

    assertEquals(PolicyYaml.parse(VALID).policy().hash(), PolicyYaml.parse(bare).policy().hash());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ETH: \"0.01\"}|{ETH: 0.01}|invariants.fee.maxAbs.ETH|in quotes",
        "max: {asset: \"20\"}|max: {asset: 20}|limits[0].max.asset|in quotes",
        "window: 24h|window: 2026-01-01|limits[0].window|in quotes",
        "default: DENY|default: ALLOW|default|DENY",
        "onExceed: DENY|onExceed: MAYBE|limits[0].onExceed|must be DENY",
        "who: desk|who: nobody|grants[0].who|",
        "id: g,|id: g, extra: 1,|grants[0].extra|unknown field",
        "per: [vault]|per:|limits[0].per|no value"
      })
  void malformedField_isNamed(String from, String to, String path, String message) {
    var refusal = assertThrows(CliException.class, () -> PolicyYaml.parse(VALID.replace(from, to)));

    assertEquals(Exit.USAGE, refusal.exit());
    assertEquals(path, refusal.field());
    assertTrue(message == null || refusal.sentence().contains(message), refusal.sentence());
  }

  @Test
  void repeatedKeys_areRefused() {
    assertThrows(CliException.class, () -> PolicyYaml.parse(VALID + "default: DENY\n"));
  }

  @Test
  void aliases_areRefused() {
    assertThrows(CliException.class, () -> PolicyYaml.parse("a: &x [1]\nb: *x\n"));
  }

  @Test
  void aListOrNothing_isRefused() {
    assertThrows(CliException.class, () -> PolicyYaml.parse("- a\n"));
    assertThrows(CliException.class, () -> PolicyYaml.parse(""));
  }
}
