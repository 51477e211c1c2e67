package io.strongroom.custody.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Who counts for which group.
class QuorumTest {
  private static Requirement require(Map<String, Integer> approvals) {
    return new Requirement(new TreeMap<>(approvals), 0);
  }

  private static boolean met(
      Requirement requirement, Map<String, Set<String>> groups, String... persons) {
    return Quorum.count(requirement, groups, new TreeSet<>(Set.of(persons)), true).met();
  }

  @Test
  void thePersonInBothGroupsFillsTheOneThatNeedsIt() {
    Map<String, Set<String>> groups = Map.of("a", Set.of("x", "y"), "b", Set.of("x"));
    Requirement both = require(Map.of("a", 1, "b", 1));
    assertTrue(met(both, groups, "x", "y"));
    assertFalse(met(both, groups, "x"));
    assertFalse(met(both, groups, "y"));
    assertTrue(Quorum.count(both, groups, new TreeSet<>(Set.of("x")), false).met());
  }

  @Test
  void nothingRequiredIsMet() {
    assertTrue(met(Requirement.NONE, Map.of()));
  }

  @Test
  void mergingTakesTheGreatestOfEach() {
    Requirement one = new Requirement(new TreeMap<>(Map.of("a", 1, "b", 3)), 10);
    Requirement two = new Requirement(new TreeMap<>(Map.of("a", 2)), 5);
    assertEquals(new Requirement(new TreeMap<>(Map.of("a", 2, "b", 3)), 10), one.merge(two));
    assertEquals(one.merge(two).hash(), two.merge(one).hash());
  }

  /// Against trying every assignment.
  @Test
  void theMatchingIsMaximal() {
    for (long seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      List<String> people = List.of("p1", "p2", "p3", "p4", "p5");
      Map<String, Set<String>> groups = new TreeMap<>();
      Map<String, Integer> approvals = new TreeMap<>();
      for (String group : List.of("a", "b", "c")) {
        Set<String> members = new HashSet<>();
        people.stream().filter(_ -> random.nextBoolean()).forEach(members::add);
        groups.put(group, members);
        approvals.put(group, 1 + random.nextInt(2));
      }
      Requirement requirement = require(approvals);
      boolean possible = assignable(people, 0, groups, new TreeMap<>(approvals));
      boolean found = Quorum.count(requirement, groups, new TreeSet<>(people), true).met();
      assertEquals(possible, found, "seed " + seed);
    }
  }

  private static boolean assignable(
      List<String> people, int next, Map<String, Set<String>> groups, Map<String, Integer> open) {
    if (open.values().stream().allMatch(n -> n == 0)) {
      return true;
    }
    if (next == people.size()) {
      return false;
    }
    for (String group : open.keySet()) {
      if (open.get(group) > 0 && groups.getOrDefault(group, Set.of()).contains(people.get(next))) {
        Map<String, Integer> less = new TreeMap<>(open);
        less.merge(group, -1, Integer::sum);
        if (assignable(people, next + 1, groups, less)) {
          return true;
        }
      }
    }
    return assignable(people, next + 1, groups, open);
  }
}
