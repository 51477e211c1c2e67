package io.strongroom.custody.policy;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The names that a policy document defines, to refuse references to others.
record PolicyNames(
    Map<String, Asset> assets,
    Map<String, Set<String>> groups,
    Set<String> vaults,
    Map<String, Tier> tiers,
    SeparationOfDuties separation) {

  Optional<String> vault(Optional<PolicyNode> node) throws InvalidPolicyException {
    return node.isEmpty() ? Optional.empty() : Optional.of(vault(node.get()));
  }

  String vault(PolicyNode node) throws InvalidPolicyException {
    return known(node, vaults, "vault");
  }

  Optional<String> group(Optional<PolicyNode> node) throws InvalidPolicyException {
    return node.isEmpty() ? Optional.empty() : Optional.of(group(node.get()));
  }

  String group(PolicyNode node) throws InvalidPolicyException {
    return known(node, groups.keySet(), "group");
  }

  Optional<String> asset(Optional<PolicyNode> node) throws InvalidPolicyException {
    return node.isEmpty()
        ? Optional.empty()
        : Optional.of(known(node.get(), assets.keySet(), "asset"));
  }

  Optional<String> target(Optional<PolicyNode> node) throws InvalidPolicyException {
    return node.isEmpty() ? Optional.empty() : Optional.of(target(node.get()));
  }

  /// A destination's group or id, which the log defines, or a vault, which the policy defines.
  String target(PolicyNode node) throws InvalidPolicyException {
    String target = node.identifier();
    if (target.startsWith(Target.VAULT_PREFIX)
        && !vaults.contains(target.substring(Target.VAULT_PREFIX.length()))) {
      throw node.refuse("no such vault");
    }
    return target;
  }

  Tier tier(PolicyNode node, String name) throws InvalidPolicyException {
    Tier tier = tiers.get(name);
    if (tier == null) {
      throw node.refuse("no such tier");
    }
    return tier;
  }

  private static String known(PolicyNode node, Set<String> names, String what)
      throws InvalidPolicyException {
    String name = node.identifier();
    if (!names.contains(name)) {
      throw node.refuse("no such " + what);
    }
    return name;
  }
}
