package io.strongroom.custody.policy;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which transfers a rule is about. An absent part matches everything; all present parts must
/// match.
///
/// @param from the vault
/// @param fromNot any vault but this
/// @param who a group that the initiator is in
/// @param asset symbol
/// @param to a destination's group or id, or `vault:` and a vault's name
public record Scope(
    Optional<String> from,
    Optional<String> fromNot,
    Optional<String> who,
    Optional<String> asset,
    Optional<String> to) {

  /// All transfers of one asset.
  static Scope ofAsset(Optional<String> asset) {
    return new Scope(Optional.empty(), Optional.empty(), Optional.empty(), asset, Optional.empty());
  }

  static Scope read(PolicyNode node, PolicyNames names) throws InvalidPolicyException {
    node.closed("from", "fromNot", "who", "asset", "to");
    Optional<String> from = names.vault(node.find("from"));
    Optional<String> fromNot = names.vault(node.find("fromNot"));
    Optional<String> who = names.group(node.find("who"));
    Optional<String> asset = names.asset(node.find("asset"));
    Optional<String> to = names.target(node.find("to"));
    return new Scope(from, fromNot, who, asset, to);
  }

  /// Whether the transfer is within.
  public boolean matches(Transfer transfer, Map<String, Set<String>> groups) {
    return from.map(transfer.vault()::equals).orElse(true)
        && !fromNot.map(transfer.vault()::equals).orElse(false)
        && who.map(group -> groups.getOrDefault(group, Set.of()).contains(transfer.member()))
            .orElse(true)
        && asset.map(transfer.asset()::equals).orElse(true)
        && to.map(target -> reaches(target, transfer)).orElse(true);
  }

  /// Whether `target`, a destination's group or id or `vault:` and a name, is where the transfer
  /// goes.
  static boolean reaches(String target, Transfer transfer) {
    return target.equals(transfer.destination())
        || transfer.destinationGroup().map(target::equals).orElse(false);
  }
}
