package io.strongroom.custody.policy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What one rule says about one candidate: the auditor's unit of explanation.
///
/// @param kind of rule, such as `limit`
/// @param id of the rule in the policy; the kind where a policy has only one of it
/// @param matched whether the rule is about this candidate
/// @param inputs what it looked at
/// @param threshold what it compares with; empty if it compares nothing
/// @param headroom how much is left to the threshold, this candidate included; negative if
///   exceeded; empty if not a quantity
public record RuleResult(
    String kind,
    String id,
    boolean matched,
    Verdict verdict,
    SortedMap<String, String> inputs,
    String threshold,
    String headroom) {

  /// What a rule says.
  public enum Verdict {
    /// Nothing against it, or (a grant) capacity given.
    PASS,
    /// The rule is not about this candidate.
    NONE,
    /// More approvals or delay are required.
    STEP_UP,
    /// Approvals are missing.
    NEED_APPROVAL,
    /// Not yet.
    WAIT,
    /// No.
    DENY
  }

  public RuleResult {
    inputs = Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
  }

  static RuleResult of(
      String kind,
      String id,
      Verdict verdict,
      Map<String, String> inputs,
      String threshold,
      String headroom) {
    return new RuleResult(kind, id, true, verdict, new TreeMap<>(inputs), threshold, headroom);
  }

  static RuleResult unmatched(String kind, String id, Map<String, String> inputs) {
    return new RuleResult(kind, id, false, Verdict.NONE, new TreeMap<>(inputs), "", "");
  }

  ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("kind", kind).put("rule", id).put("matched", matched).put("result", verdict.name());
    ObjectNode in = node.putObject("inputs");
    inputs.forEach(in::put);
    node.put("threshold", threshold).put("headroom", headroom);
    return node;
  }

  /// One sentence for people.
  public String explanation() {
    String name = kind.equals(id) ? kind : kind + " " + id;
    return switch (verdict) {
      case NONE -> name + " is not about this withdrawal";
      case PASS ->
          name + " is satisfied" + (headroom.isEmpty() ? "" : ", with " + headroom + " left");
      case STEP_UP -> name + " asks for " + inputs.getOrDefault("requires", threshold);
      case NEED_APPROVAL -> "approvals are missing: " + inputs.getOrDefault("missing", "");
      case WAIT -> name + " makes it wait" + (threshold.isEmpty() ? "" : " until " + threshold);
      case DENY ->
          name
              + " denies it"
              + (inputs.containsKey("reason") ? ": " + inputs.get("reason") : "")
              + (threshold.isEmpty() ? "" : " (at most " + threshold + ")");
    };
  }
}
