package io.strongroom.custody.policy;

import io.strongroom.custody.policy.RuleResult.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Any one member of some groups stops everything, or a vault. Frozen requests wait; lifting takes
/// a quorum and a delay.
///
/// @param by groups of which any one member may freeze
/// @param lift what lifting requires, its delay included
public record FreezeRule(List<String> by, Requirement lift) implements Rule {
  public FreezeRule {
    by = List.copyOf(by);
  }

  static FreezeRule read(PolicyNode node, PolicyNames names) throws InvalidPolicyException {
    node.closed("by", "lift", "liftDelay");
    PolicyNode by = node.get("by");
    for (PolicyNode group : by.list()) {
      names.group(group);
    }
    Requirement lift = Requirements.read(node.get("lift"), node.get("liftDelay"), names);
    if (lift.approvals().isEmpty()) {
      throw node.get("lift").refuse("lifting a freeze must take somebody's approval");
    }
    return new FreezeRule(by.identifiers(), lift);
  }

  /// Whether this person may freeze.
  public boolean allows(String person, Map<String, Set<String>> groups) {
    return by.stream().anyMatch(group -> groups.getOrDefault(group, Set.of()).contains(person));
  }

  @Override
  public String kind() {
    return "freeze";
  }

  @Override
  public String id() {
    return "freeze";
  }

  @Override
  public Assessment assess(Case c) {
    boolean frozen = c.facts().frozen(c.candidate().vault());
    Map<String, String> inputs = Map.of("frozen", Boolean.toString(frozen));
    String threshold = frozen ? "the freeze is lifted" : "";
    return Assessment.of(
        RuleResult.of(kind(), id(), frozen ? Verdict.WAIT : Verdict.PASS, inputs, threshold, ""));
  }
}
