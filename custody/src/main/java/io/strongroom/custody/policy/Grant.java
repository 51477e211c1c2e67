package io.strongroom.custody.policy;

import io.strongroom.custody.policy.RuleResult.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Capacity: members of a group may move assets from a vault to some destinations. Without a grant
/// everything is denied.
///
/// @param who a group
/// @param from a vault
/// @param to destinations' groups or ids, or `vault:` and a vault's name
public record Grant(String id, String who, String from, List<String> to) implements Rule {
  public Grant {
    to = List.copyOf(to);
  }

  static Grant read(PolicyNode node, PolicyNames names) throws InvalidPolicyException {
    node.closed("id", "who", "from", "to");
    PolicyNode targets = node.get("to");
    targets.identifiers();
    for (PolicyNode target : targets.list()) {
      names.target(target);
    }
    return new Grant(
        node.get("id").identifier(),
        names.group(node.get("who")),
        names.vault(node.get("from")),
        targets.identifiers());
  }

  @Override
  public String kind() {
    return "grant";
  }

  @Override
  public Assessment assess(Case c) {
    Transfer transfer = c.transfer();
    Optional<String> target = to.stream().filter(t -> Scope.reaches(t, transfer)).findFirst();
    boolean covers =
        target.isPresent()
            && c.policy().isMember(transfer.member(), who)
            && from.equals(transfer.vault());
    Map<String, String> inputs =
        Map.of("who", who, "from", from, "to", target.orElse("none of " + to.size()));
    return Assessment.of(
        covers
            ? RuleResult.of(kind(), id, Verdict.PASS, inputs, "", "")
            : RuleResult.unmatched(kind(), id, inputs));
  }
}
