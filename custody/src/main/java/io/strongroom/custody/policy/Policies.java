package io.strongroom.custody.policy;

import io.strongroom.custody.policy.Decision.Outcome;
import io.strongroom.custody.policy.Rule.Assessment;
import io.strongroom.custody.policy.RuleResult.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/// The decision about a withdrawal: a pure function. It never throws for a candidate: what cannot
/// be decided is denied.
public final class Policies {
  private static final Comparator<RuleResult> BY_KIND_AND_ID =
      Comparator.comparing(RuleResult::kind).thenComparing(RuleResult::id);

  private Policies() {}

  /// Decides.
  ///
  /// @param facts the log's state that is decided at
  /// @param now log time, milliseconds since the Unix epoch: an entry's timestamp or a timer's due
  ///   time, never a clock's
  public static Decision evaluate(Policy policy, Facts facts, Candidate candidate, long now) {
    Case c = Case.of(policy, facts, candidate, now);
    List<Assessment> assessments = policy.rules().stream().map(rule -> assess(rule, c)).toList();
    Requirement requirement =
        assessments.stream().map(Assessment::adds).reduce(candidate.floor(), Requirement::merge);
    List<RuleResult> results = new ArrayList<>();
    assessments.forEach(assessment -> results.add(assessment.result()));
    results.add(DefaultDeny.assess(c, assessments));
    ApprovalRule approvals =
        ApprovalRule.assess(
            policy,
            requirement,
            candidate.initiator(),
            candidate.approvals(),
            candidate.rejections(),
            now);
    results.add(approvals.result());
    OptionalLong readyAt = readyAt(candidate, requirement, approvals.quorum().met(), now);
    results.add(delay(requirement, readyAt, now));
    results.sort(BY_KIND_AND_ID);
    return new Decision(
        outcome(results),
        policy.hash(),
        facts.basis(),
        now,
        requirement,
        ApprovalRule.missing(approvals.quorum()),
        approvals.counting(),
        readyAt,
        results);
  }

  // A rule that fails to decide denies: never skip, never zero.
  private static Assessment assess(Rule rule, Case c) {
    try {
      return rule.assess(c);
    } catch (RuntimeException e) {
      Map<String, String> inputs =
          Map.of("reason", "the rule could not be assessed: " + e.getClass().getSimpleName());
      return Assessment.of(RuleResult.of(rule.kind(), rule.id(), Verdict.DENY, inputs, "", ""));
    }
  }

  /// When the delay ends: counted from the quorum, and never earlier than what was fixed before.
  private static OptionalLong readyAt(
      Candidate candidate, Requirement requirement, boolean met, long now) {
    if (!met) {
      return OptionalLong.empty();
    }
    long fresh = candidate.quorumAt().orElse(now) + requirement.delayMs();
    return OptionalLong.of(Math.max(fresh, candidate.readyAt().orElse(fresh)));
  }

  private static RuleResult delay(Requirement requirement, OptionalLong readyAt, long now) {
    Map<String, String> inputs =
        new TreeMap<>(Map.of("delay", Durations.text(requirement.delayMs())));
    readyAt.ifPresent(at -> inputs.put("readyAt", Long.toString(at)));
    if (readyAt.isEmpty() || now >= readyAt.getAsLong()) {
      return RuleResult.of("delay", "delay", Verdict.PASS, inputs, "", "");
    }
    String left = Durations.text(readyAt.getAsLong() - now);
    return RuleResult.of(
        "delay", "delay", Verdict.WAIT, inputs, Long.toString(readyAt.getAsLong()), "-" + left);
  }

  private static Outcome outcome(List<RuleResult> results) {
    Outcome worst = Outcome.ALLOW;
    for (RuleResult result : results) {
      Outcome says =
          switch (result.verdict()) {
            case DENY -> Outcome.DENY;
            case NEED_APPROVAL -> Outcome.NEED_APPROVAL;
            case WAIT -> Outcome.WAIT;
            case PASS, NONE, STEP_UP -> Outcome.ALLOW;
          };
      worst = says.compareTo(worst) < 0 ? says : worst;
    }
    return worst;
  }
}
