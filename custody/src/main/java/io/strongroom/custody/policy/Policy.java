package io.strongroom.custody.policy;

import io.strongroom.custody.statement.Bytes;
import io.strongroom.custody.statement.Hash32;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/// A policy, parsed and checked: an immutable value. Read it from its document with [PolicyParser].
///
/// @param hash SHA-256 of the canonical JSON
/// @param canonical the canonical JSON
/// @param groups members (persons) by group
/// @param vaults the assets that each vault may hold
/// @param coolingOffMs how long an added destination waits before it may be paid
/// @param pendingPerMember the most requests and proposals together that one person may have open
public record Policy(
    Hash32 hash,
    Bytes canonical,
    SortedMap<String, Asset> assets,
    SortedMap<String, Set<String>> groups,
    SortedMap<String, Set<String>> vaults,
    long coolingOffMs,
    FeeCap fee,
    TimeToLive timeToLive,
    int pendingPerMember,
    List<Grant> grants,
    List<Limit> limits,
    SortedMap<String, Tier> tiers,
    List<Ladder> ladders,
    SeparationOfDuties separation,
    FreezeRule freeze,
    ChangeRule change) {
  /// The group whose members may veto anything during its delay, if the policy has it.
  public static final String SECURITY = "security";

  public Policy {
    assets = Collections.unmodifiableSortedMap(new TreeMap<>(assets));
    groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
    vaults = Collections.unmodifiableSortedMap(new TreeMap<>(vaults));
    tiers = Collections.unmodifiableSortedMap(new TreeMap<>(tiers));
    grants = List.copyOf(grants);
    limits = List.copyOf(limits);
    ladders = List.copyOf(ladders);
  }

  /// Every rolling window that some rule looks at.
  public List<Window> windows() {
    List<Window> windows = new ArrayList<>();
    for (Limit limit : limits) {
      if (limit instanceof RollingLimit rolling) {
        windows.add(rolling.window());
      }
    }
    ladders.forEach(ladder -> windows.addAll(ladder.windows()));
    return windows;
  }

  /// Whether the person is a member of the group; of a group that does not exist nobody is.
  public boolean isMember(String person, String group) {
    return groups.getOrDefault(group, Set.of()).contains(person);
  }

  /// Whether the person is a member of any group that the requirement names.
  public boolean mayApprove(String person, Requirement requirement) {
    return requirement.approvals().keySet().stream().anyMatch(group -> isMember(person, group));
  }

  /// Whether the person may stop something during its delay: a member of a required group, or of
  /// security.
  public boolean mayVeto(String person, Requirement requirement) {
    return mayApprove(person, requirement) || isMember(person, SECURITY);
  }

  /// How far these persons meet the requirement.
  public Quorum quorum(Requirement requirement, SortedSet<String> persons) {
    return Quorum.count(requirement, groups, persons, separation.onePersonOneGroup());
  }

  /// For logs; the whole document is [#canonical()].
  @Override
  public String toString() {
    return "Policy[" + hash + "]";
  }

  /// The rules that are assessed for every candidate, in a fixed order that does not matter.
  List<Rule> rules() {
    List<Rule> rules =
        new ArrayList<>(List.of(new VaultRule(), new DestinationRule(), timeToLive, fee, freeze));
    rules.addAll(grants);
    rules.addAll(limits);
    rules.addAll(ladders);
    return rules;
  }
}
