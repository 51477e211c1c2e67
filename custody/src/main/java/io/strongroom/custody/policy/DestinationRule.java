package io.strongroom.custody.policy;

import io.strongroom.custody.policy.RuleResult.Verdict;
import java.util.Map;
import java.util.TreeMap;

/// The allowlist: the destination must be on it, active, and lead where it led when the request was
/// made.
record DestinationRule() implements Rule {
  @Override
  public String kind() {
    return "destination";
  }

  @Override
  public String id() {
    return "destination";
  }

  @Override
  public Assessment assess(Case c) {
    Map<String, String> inputs = new TreeMap<>(Map.of("destination", c.candidate().destination()));
    c.target().ifPresent(target -> inputs.put("address", target.address()));
    c.target().ifPresent(target -> inputs.put("activeAt", Long.toString(target.activeAt())));
    String fault = fault(c);
    if (!fault.isEmpty()) {
      inputs.put("reason", fault);
    }
    Verdict verdict = fault.isEmpty() ? Verdict.PASS : Verdict.DENY;
    return Assessment.of(RuleResult.of(kind(), id(), verdict, inputs, "", ""));
  }

  private static String fault(Case c) {
    if (c.target().isEmpty()) {
      return "the destination is not on the allowlist for this asset's chain";
    }
    Target target = c.target().get();
    if (target.removed()) {
      return "the destination was removed from the allowlist";
    }
    if (c.now() < target.activeAt()) {
      return "the destination is cooling off";
    }
    if (!c.candidate().address().map(target.address()::equals).orElse(true)) {
      return "the destination no longer leads to the request's address";
    }
    return "";
  }
}
