package io.strongroom.custody.policy;

import io.strongroom.custody.policy.Rule.Assessment;
import io.strongroom.custody.policy.RuleResult.Verdict;
import java.util.List;
import java.util.Map;

/// What no grant covers is denied.
final class DefaultDeny {
  private static final String NAME = "default";

  private DefaultDeny() {}

  static RuleResult assess(Case c, List<Assessment> others) {
    long grants =
        others.stream()
            .filter(a -> a.result().kind().equals("grant") && a.result().matched())
            .count();
    if (grants > 0) {
      return RuleResult.of(
          NAME, NAME, Verdict.PASS, Map.of("grants", Long.toString(grants)), "", "");
    }
    String reason =
        "nothing grants "
            + c.candidate().initiator()
            + " a transfer from "
            + c.candidate().vault()
            + " to "
            + c.candidate().destination();
    return RuleResult.of(NAME, NAME, Verdict.DENY, Map.of("grants", "0", "reason", reason), "", "");
  }
}
