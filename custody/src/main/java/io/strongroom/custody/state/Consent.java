package io.strongroom.custody.state;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strongroom.custody.policy.Decision;
import io.strongroom.custody.policy.GivenApproval;
import io.strongroom.custody.policy.Requirement;
import io.strongroom.custody.statement.Hash32;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/// What is required for a request or proposal, and what approvers have said about it. An immutable
/// value.
///
/// @param requirement as it stands
/// @param known hashes of every requirement that it has had under the policy in force: an approval
///   may name any of them, since accumulation raises a requirement and keeps the approvals given
/// @param approvals the newest of each person, in the order of persons
/// @param rejections persons who have rejected, for good
/// @param quorumAt when the quorum was reached, milliseconds since the Unix epoch; empty while it
///   is not
/// @param quorumSeq log position at which it was reached
/// @param readyAt the latest time to be ready that was ever fixed: it never moves backwards
public record Consent(
    Requirement requirement,
    SortedSet<Hash32> known,
    List<GivenApproval> approvals,
    SortedSet<String> rejections,
    OptionalLong quorumAt,
    OptionalLong quorumSeq,
    OptionalLong readyAt) {
  static final Consent NONE =
      new Consent(
          Requirement.NONE,
          new TreeSet<>(),
          List.of(),
          new TreeSet<>(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty());

  public Consent {
    known = Collections.unmodifiableSortedSet(new TreeSet<>(known));
    approvals = List.copyOf(approvals);
    rejections = Collections.unmodifiableSortedSet(new TreeSet<>(rejections));
  }

  Consent withApproval(GivenApproval approval) {
    List<GivenApproval> next = new ArrayList<>(approvals);
    next.removeIf(old -> old.person().equals(approval.person()));
    next.add(approval);
    next.sort((a, b) -> a.person().compareTo(b.person()));
    return new Consent(requirement, known, next, rejections, quorumAt, quorumSeq, readyAt);
  }

  Consent withRejection(String person) {
    SortedSet<String> next = new TreeSet<>(rejections);
    next.add(person);
    return new Consent(requirement, known, approvals, next, quorumAt, quorumSeq, readyAt);
  }

  Consent requiring(Requirement next) {
    SortedSet<Hash32> hashes = new TreeSet<>(known);
    hashes.add(next.hash());
    return new Consent(next, hashes, approvals, rejections, quorumAt, quorumSeq, readyAt);
  }

  /// Approvals void, and nothing required yet: the requirement has changed under them. Rejections
  /// stay.
  Consent voided() {
    return new Consent(
        Requirement.NONE,
        new TreeSet<>(),
        List.of(),
        rejections,
        OptionalLong.empty(),
        OptionalLong.empty(),
        readyAt);
  }

  /// The same without a requirement of old.
  Consent withoutFloor() {
    return new Consent(
        Requirement.NONE, known, approvals, rejections, quorumAt, quorumSeq, readyAt);
  }

  Consent quorumMet(long now, long seq, long ready) {
    if (quorumAt.isPresent()) {
      return new Consent(
          requirement, known, approvals, rejections, quorumAt, quorumSeq, OptionalLong.of(ready));
    }
    return new Consent(
        requirement,
        known,
        approvals,
        rejections,
        OptionalLong.of(now),
        OptionalLong.of(seq),
        OptionalLong.of(ready));
  }

  Consent quorumLost() {
    return new Consent(
        requirement,
        known,
        approvals,
        rejections,
        OptionalLong.empty(),
        OptionalLong.empty(),
        readyAt);
  }

  /// What a decision found, taken over.
  Consent after(Decision decision, long seq) {
    Consent next = requiring(decision.requirement());
    return decision.readyAt().isPresent()
        ? next.quorumMet(decision.now(), seq, decision.readyAt().getAsLong())
        : next.quorumLost();
  }

  /// The earliest expiry of an approval after `now`; `Long.MAX_VALUE` if none expires.
  long nextExpiry(long now) {
    return approvals.stream()
        .mapToLong(GivenApproval::expires)
        .filter(at -> at > now)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.set("requirement", requirement.json());
    ArrayNode hashes = node.putArray("known");
    known.forEach(hash -> hashes.add(hash.hex()));
    ArrayNode given = node.putArray("approvals");
    for (GivenApproval approval : approvals) {
      given
          .addObject()
          .put("person", approval.person())
          .put("leaf", approval.leafHash().hex())
          .put("seq", approval.seq())
          .put("expires", approval.expires());
    }
    ArrayNode against = node.putArray("rejections");
    rejections.forEach(against::add);
    quorumAt.ifPresent(at -> node.put("quorumAt", at));
    quorumSeq.ifPresent(seq -> node.put("quorumSeq", seq));
    readyAt.ifPresent(at -> node.put("readyAt", at));
    return node;
  }
}
