package io.strongroom.custody.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strongroom.custody.policy.RuleResult.Verdict;
import io.strongroom.custody.statement.Bytes;
import io.strongroom.custody.statement.CanonicalJson;
import io.strongroom.custody.statement.Hash32;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// What policy says about a candidate at one position of the log, and why: every rule, matched or
/// not.
///
/// @param basis log position
/// @param now log time, milliseconds since the Unix epoch
/// @param requirement all rules' requirements merged with the candidate's floor
/// @param missing for people, `2 of board`; empty when the quorum is met
/// @param approvals leaf hashes of the approvals that count, ascending
/// @param readyAt earliest time to be ready; empty until the quorum is met
/// @param rules ordered by kind and id
public record Decision(
    Outcome outcome,
    Hash32 policyHash,
    long basis,
    long now,
    Requirement requirement,
    List<String> missing,
    List<Hash32> approvals,
    OptionalLong readyAt,
    List<RuleResult> rules) {

  /// From worst to best; a decision is the worst that any rule says.
  public enum Outcome {
    DENY,
    NEED_APPROVAL,
    WAIT,
    ALLOW
  }

  public Decision {
    missing = List.copyOf(missing);
    approvals = List.copyOf(approvals);
    rules = List.copyOf(rules);
  }

  public Hash32 requirementsHash() {
    return requirement.hash();
  }

  /// Whether the approvals that the requirement asks for are complete.
  public boolean quorumMet() {
    return missing.isEmpty();
  }

  /// The rules that deny.
  public List<RuleResult> denials() {
    return rules.stream().filter(rule -> rule.verdict() == Verdict.DENY).toList();
  }

  /// Whether nothing but the approvers' rejections denies it.
  public boolean rejectedOnly() {
    return !denials().isEmpty()
        && denials().stream().allMatch(rule -> rule.kind().equals(ApprovalRule.NAME));
  }

  /// The decision as JSON; AUTHORIZE carries the hash of its canonical form.
  public ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("outcome", outcome.name())
        .put("policy", policyHash.hex())
        .put("basis", basis)
        .put("now", now);
    node.put("requirements", requirement.hash().hex());
    node.set("requirement", requirement.json());
    ArrayNode missingNode = node.putArray("missing");
    missing.forEach(missingNode::add);
    ArrayNode approvalsNode = node.putArray("approvals");
    approvals.forEach(hash -> approvalsNode.add(hash.hex()));
    readyAt.ifPresent(at -> node.put("readyAt", at));
    ArrayNode rulesNode = node.putArray("rules");
    rules.forEach(rule -> rulesNode.add(rule.json()));
    return node;
  }

  /// RFC 8785 form of [#json()].
  public Bytes canonical() {
    return Bytes.of(CanonicalJson.write(json()));
  }

  /// SHA-256 of [#canonical()].
  public Hash32 hash() {
    return canonical().sha256();
  }

  /// One sentence for people.
  public String summary() {
    return switch (outcome) {
      case DENY ->
          denials().stream().map(RuleResult::explanation).collect(Collectors.joining("; "));
      case NEED_APPROVAL -> "needs " + String.join(", ", missing);
      case WAIT ->
          rules.stream()
              .filter(rule -> rule.verdict() == Verdict.WAIT)
              .map(RuleResult::explanation)
              .collect(Collectors.joining("; "));
      case ALLOW -> "allowed";
    };
  }
}
