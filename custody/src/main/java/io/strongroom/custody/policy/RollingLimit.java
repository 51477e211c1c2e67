package io.strongroom.custody.policy;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The most that all transfers in scope may move within any `(now - window, now]`, separately per
/// vault, member or destination.
///
/// What counts is everything reserved, being signed, or signed within the window: amount plus
/// highest fee. A window never resets.
public record RollingLimit(
    String id, Window window, Map<String, BigInteger> max, Optional<Tier> onExceed)
    implements Limit {
  public RollingLimit {
    max = Map.copyOf(max);
  }

  @Override
  public Scope scope() {
    return window.scope();
  }

  @Override
  public Assessment assess(Case c) {
    String per = window.per().stream().map(Dimension::text).collect(Collectors.joining(","));
    Map<String, String> inputs =
        new TreeMap<>(Map.of("per", per, "window", Durations.text(window.lengthMs())));
    Transfer transfer = c.transfer();
    Optional<Window.Key> key = window.key(transfer, c.policy().groups());
    if (key.isEmpty()) {
      return Assessment.of(RuleResult.unmatched(kind(), id, inputs));
    }
    BigInteger use = c.facts().windowUse(key.get(), c.now(), c.candidate().order());
    inputs.put("used", c.units(use));
    return compare(c, use.add(transfer.charge()), inputs);
  }
}
