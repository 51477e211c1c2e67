package io.strongroom.custody.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// How far a set of persons meets the approvals of a requirement.
///
/// If one person counts for one group only, a maximum matching of persons to the groups' places
/// decides who counts for which group: no choice of the approvers' order or of the groups' names
/// can lose a quorum that exists. The matching is deterministic.
///
/// @param missing how many persons each group still lacks; empty when the quorum is met
/// @param counted who counts, with the groups that they count for
public record Quorum(
    SortedMap<String, Integer> missing, SortedMap<String, SortedSet<String>> counted) {
  public Quorum {
    missing = Collections.unmodifiableSortedMap(new TreeMap<>(missing));
    counted = Collections.unmodifiableSortedMap(new TreeMap<>(counted));
  }

  public boolean met() {
    return missing.isEmpty();
  }

  /// Counts persons.
  ///
  /// @param groups members by group; a group that is not there has none
  /// @param persons who approves
  public static Quorum count(
      Requirement requirement,
      Map<String, Set<String>> groups,
      SortedSet<String> persons,
      boolean onePersonOneGroup) {
    return onePersonOneGroup
        ? match(requirement, groups, persons)
        : each(requirement, groups, persons);
  }

  private static Quorum each(
      Requirement requirement, Map<String, Set<String>> groups, SortedSet<String> persons) {
    SortedMap<String, Integer> missing = new TreeMap<>();
    SortedMap<String, SortedSet<String>> counted = new TreeMap<>();
    requirement
        .approvals()
        .forEach((group, n) -> {
          Set<String> members = groups.getOrDefault(group, Set.of());
          int found = 0;
          for (String person : persons) {
            if (members.contains(person) && found < n) {
              counted.computeIfAbsent(person, _ -> new TreeSet<>()).add(group);
              found++;
            }
          }
          if (found < n) {
            missing.put(group, n - found);
          }
        });
    return new Quorum(missing, counted);
  }

  private static Quorum match(
      Requirement requirement, Map<String, Set<String>> groups, SortedSet<String> persons) {
    Matching matching = new Matching(requirement, groups);
    for (String person : persons) {
      matching.place(person, new HashSet<>());
    }
    SortedMap<String, Integer> missing = new TreeMap<>();
    SortedMap<String, SortedSet<String>> counted = new TreeMap<>();
    requirement
        .approvals()
        .forEach((group, n) -> {
          List<String> seated = matching.seats.getOrDefault(group, List.of());
          seated.forEach(person -> counted.put(person, new TreeSet<>(Set.of(group))));
          if (seated.size() < n) {
            missing.put(group, n - seated.size());
          }
        });
    return new Quorum(missing, counted);
  }

  /// Augmenting paths; a group has as many seats as it needs persons.
  private static final class Matching {
    private final Requirement requirement;
    private final Map<String, Set<String>> groups;
    private final SortedMap<String, List<String>> seats = new TreeMap<>();

    private Matching(Requirement requirement, Map<String, Set<String>> groups) {
      this.requirement = requirement;
      this.groups = groups;
    }

    private boolean place(String person, Set<String> visited) {
      for (var wanted : requirement.approvals().entrySet()) {
        String group = wanted.getKey();
        if (!groups.getOrDefault(group, Set.of()).contains(person) || !visited.add(group)) {
          continue;
        }
        List<String> seated = seats.computeIfAbsent(group, _ -> new ArrayList<>());
        if (seated.size() < wanted.getValue()) {
          seated.add(person);
          return true;
        }
        for (int i = 0; i < seated.size(); i++) {
          if (place(seated.get(i), visited)) {
            seated.set(i, person);
            return true;
          }
        }
      }
      return false;
    }
  }
}
