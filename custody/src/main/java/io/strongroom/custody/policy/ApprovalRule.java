package io.strongroom.custody.policy;

import io.strongroom.custody.policy.RuleResult.Verdict;
import io.strongroom.custody.statement.Hash32;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Counts what was approved against the merged requirement of all rules.
///
/// An approval counts while it has not expired, if its person is in a required group, is not the
/// initiator, and has not rejected. If those who are left can no longer meet the requirement, the
/// answer is no.
///
/// @param result for the decision
/// @param quorum how far the requirement is met
/// @param counting leaf hashes of the approvals that count, ascending
public record ApprovalRule(RuleResult result, Quorum quorum, List<Hash32> counting) {
  /// The rule's kind and id.
  public static final String NAME = "approvals";

  public ApprovalRule {
    counting = List.copyOf(counting);
  }

  /// Counts.
  ///
  /// @param initiator whose own approval never counts
  /// @param now log time, milliseconds since the Unix epoch
  public static ApprovalRule assess(
      Policy policy,
      Requirement requirement,
      String initiator,
      List<GivenApproval> approvals,
      Set<String> rejections,
      long now) {
    SortedSet<String> persons = new TreeSet<>();
    List<Hash32> counting = new ArrayList<>();
    for (GivenApproval approval : approvals) {
      String person = approval.person();
      boolean counts =
          now < approval.expires()
              && !person.equals(initiator)
              && !rejections.contains(person)
              && policy.mayApprove(person, requirement);
      if (counts && persons.add(person)) {
        counting.add(approval.leafHash());
      }
    }
    counting.sort(null);
    Quorum quorum = policy.quorum(requirement, persons);
    boolean possible =
        quorum.met()
            || policy
                .quorum(requirement, everybody(policy, requirement, initiator, rejections))
                .met();
    return new ApprovalRule(
        result(requirement, persons, rejections, quorum, possible), quorum, counting);
  }

  private static SortedSet<String> everybody(
      Policy policy, Requirement requirement, String initiator, Set<String> rejections) {
    SortedSet<String> everybody = new TreeSet<>();
    requirement
        .approvals()
        .keySet()
        .forEach(g -> everybody.addAll(policy.groups().getOrDefault(g, Set.of())));
    everybody.remove(initiator);
    everybody.removeAll(rejections);
    return everybody;
  }

  private static RuleResult result(
      Requirement requirement,
      SortedSet<String> persons,
      Set<String> rejections,
      Quorum quorum,
      boolean possible) {
    SortedMap<String, String> inputs = new TreeMap<>();
    inputs.put("approvedBy", String.join(",", persons));
    inputs.put("rejectedBy", String.join(",", new TreeSet<>(rejections)));
    inputs.put("missing", String.join(", ", missing(quorum)));
    if (!possible) {
      inputs.put("reason", "those who have not rejected it cannot meet the requirement");
    }
    Verdict verdict = quorum.met() ? Verdict.PASS : possible ? Verdict.NEED_APPROVAL : Verdict.DENY;
    return RuleResult.of(NAME, NAME, verdict, inputs, requirement.text(), "");
  }

  /// For people: `2 of board`.
  static List<String> missing(Quorum quorum) {
    List<String> missing = new ArrayList<>();
    for (Map.Entry<String, Integer> entry : quorum.missing().entrySet()) {
      missing.add(entry.getValue() + " of " + entry.getKey());
    }
    return missing;
  }
}
