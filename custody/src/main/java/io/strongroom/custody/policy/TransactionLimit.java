package io.strongroom.custody.policy;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;

/// The most that one transfer, its highest fee included, may move.
public record TransactionLimit(
    String id, Scope scope, Map<String, BigInteger> max, Optional<Tier> onExceed) implements Limit {
  public TransactionLimit {
    max = Map.copyOf(max);
  }

  @Override
  public Assessment assess(Case c) {
    if (!scope.matches(c.transfer(), c.policy().groups())) {
      return Assessment.of(RuleResult.unmatched(kind(), id, Map.of("per", "transaction")));
    }
    return compare(c, c.charge(), Map.of("per", "transaction"));
  }
}
