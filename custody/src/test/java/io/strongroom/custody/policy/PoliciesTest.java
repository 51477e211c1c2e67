package io.strongroom.custody.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strongroom.custody.policy.Decision.Outcome;
import io.strongroom.custody.policy.RuleResult.Verdict;
import java.math.BigInteger;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Decisions over facts made for the purpose: what a rule that fails does, and what a decision
/// says.
class PoliciesTest {
  private static final BigInteger ETH = BigInteger.TEN.pow(18);

  /// Everything is active and nothing is spent.
  private static class Calm implements Facts {
    @Override
    public long basis() {
      return 7;
    }

    @Override
    public Optional<Target> target(String destination, String chain) {
      return Optional.of(
          new Target(destination, Optional.of("exchange"), chain, "0xabc", 0, false));
    }

    @Override
    public boolean vaultActive(String vault, String chain) {
      return true;
    }

    @Override
    public boolean frozen(String vault) {
      return false;
    }

    @Override
    public BigInteger windowUse(Window.Key key, long now, long order) {
      return BigInteger.ZERO;
    }
  }

  private static Candidate question(BigInteger amount) {
    return Candidate.question("ann", "hot", "ETH", amount, "kraken", BigInteger.ZERO, 1_000);
  }

  private static Decision decide(Facts facts, Candidate candidate, long now) {
    return Policies.evaluate(SamplePolicy.parsed(), facts, candidate, now);
  }

  @Test
  void anErringRuleDenies() {
    Facts broken =
        new Calm() {
          @Override
          public BigInteger windowUse(Window.Key key, long now, long order) {
            throw new ArithmeticException("lost count");
          }
        };
    Decision decision = decide(broken, question(ETH), 1);
    assertEquals(Outcome.DENY, decision.outcome());
    assertTrue(decision.denials().stream().anyMatch(r -> r.id().equals("l-hot")));
    assertEquals(15, decision.rules().size());
  }

  @Test
  void aFreezeMakesItWaitAndADenialIsStrongerStill() {
    Facts frozen =
        new Calm() {
          @Override
          public boolean frozen(String vault) {
            return true;
          }
        };
    assertEquals(Outcome.WAIT, decide(frozen, question(ETH), 1).outcome());
    assertEquals(
        Outcome.NEED_APPROVAL,
        decide(frozen, question(ETH.multiply(BigInteger.valueOf(12))), 1).outcome());
    assertEquals(
        Outcome.DENY, decide(frozen, question(ETH.multiply(BigInteger.valueOf(60))), 1).outcome());
  }

  @Test
  void anExpiredRequestIsDenied() {
    assertEquals(Outcome.ALLOW, decide(new Calm(), question(ETH), 999).outcome());
    assertEquals(Outcome.DENY, decide(new Calm(), question(ETH), 1_000).outcome());
  }

  @Test
  void thePercentageOfTheAmountCapsTheFee() throws InvalidPolicyException {
    ObjectNode document =
        SamplePolicy.document(
            d -> ((ObjectNode) d.at("/invariants/fee")).put("maxPctOfAmount", "1%"));
    Policy policy = PolicyParser.parse(document);
    BigInteger percent = ETH.divide(BigInteger.valueOf(100));
    Candidate within = Candidate.question("ann", "hot", "ETH", ETH, "kraken", percent, 1_000);
    Candidate above =
        Candidate.question("ann", "hot", "ETH", ETH, "kraken", percent.add(BigInteger.ONE), 1_000);
    assertEquals(Outcome.ALLOW, Policies.evaluate(policy, new Calm(), within, 1).outcome());
    assertEquals(Outcome.DENY, Policies.evaluate(policy, new Calm(), above, 1).outcome());
  }

  @Test
  void aDecisionIsCanonicalAndSaysWhatIsMissing() {
    Decision decision = decide(new Calm(), question(ETH.multiply(BigInteger.valueOf(12))), 1);
    assertEquals("needs 1 of ops", decision.summary());
    assertEquals(7, decision.json().path("basis").longValue());
    assertEquals(decision.canonical().sha256(), decision.hash());
    RuleResult ladder =
        decision.rules().stream().filter(r -> r.id().equals("d-hot")).findFirst().orElseThrow();
    assertEquals(Verdict.STEP_UP, ladder.verdict());
    assertEquals("10 ETH", ladder.threshold());
    assertEquals("18 ETH", ladder.headroom());
    RuleResult other =
        decision.rules().stream().filter(r -> r.id().equals("g-cold")).findFirst().orElseThrow();
    assertEquals(Verdict.NONE, other.verdict());
  }

  @Test
  void aStepBeginsAtItsValue() {
    BigInteger ten = ETH.multiply(BigInteger.TEN);
    assertEquals(
        Outcome.ALLOW, decide(new Calm(), question(ten.subtract(BigInteger.ONE)), 1).outcome());
    assertEquals(Outcome.NEED_APPROVAL, decide(new Calm(), question(ten), 1).outcome());
  }
}
