package io.strongroom.custody.state;

import static java.util.Objects.requireNonNull;

import io.strongroom.custody.policy.ApprovalRule;
import io.strongroom.custody.policy.ChangeRule;
import io.strongroom.custody.policy.Policy;
import io.strongroom.custody.policy.Requirement;
import io.strongroom.custody.policy.RuleResult.Verdict;
import io.strongroom.custody.statement.Change;
import io.strongroom.custody.statement.Destination;
import io.strongroom.custody.statement.Hash32;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// How proposals move on, and what they do when they take effect. Works on a step's tables.
final class ProposalLifecycle {
  private final Tables tables;
  private final Lifecycle lifecycle;

  ProposalLifecycle(Tables tables, Lifecycle lifecycle) {
    this.tables = tables;
    this.lifecycle = lifecycle;
  }

  /// What a change requires under a policy. Everything that is not provably tighter loosens.
  static Requirement requirement(Change change, Policy policy) {
    ChangeRule rule = policy.change();
    return switch (change) {
      case Change.NewPolicy _, Change.AddDestination _, Change.NewVault _ -> rule.loosen();
      case Change.RemoveDestination _ -> new Requirement(rule.tighten().approvals(), 0);
      case Change.Unfreeze _ -> policy.freeze().lift();
    };
  }

  /// Counts an open proposal's approvals again, and lets it take effect if it is due.
  void reassess(ChangeProposal proposal) {
    if (!proposal.status().isOpen()) {
      return;
    }
    long now = tables.now;
    if (now >= proposal.statement().expires()) {
      end(proposal, ProposalStatus.EXPIRED, "it did not take effect in time");
      return;
    }
    Policy policy = tables.rules();
    Requirement requirement = requirement(proposal.change(), policy);
    Consent consent = proposal.consent();
    if (!requirement.equals(consent.requirement())) {
      consent = consent.voided().requiring(requirement);
    }
    ApprovalRule counted =
        ApprovalRule.assess(
            policy,
            requirement,
            proposal.proposer(),
            consent.approvals(),
            consent.rejections(),
            now);
    if (counted.result().verdict() == Verdict.DENY) {
      end(proposal.with(consent), ProposalStatus.REJECTED, "too many have rejected it");
    } else if (!counted.quorum().met()) {
      pend(proposal.with(consent.quorumLost()).with(missing(counted)));
    } else {
      long fresh = consent.quorumAt().orElse(now) + requirement.delayMs();
      long readyAt = Math.max(fresh, consent.readyAt().orElse(fresh));
      approved(
          proposal.with(consent.quorumMet(now, tables.size, readyAt)).with(List.of()), readyAt);
    }
  }

  /// Counts every open proposal again: the policy has changed.
  void reassessAll() {
    for (Hash32 hash : List.copyOf(tables.openProposals.values())) {
      reassess(requireNonNull(tables.proposals.get(hash)));
    }
  }

  void end(ChangeProposal proposal, ProposalStatus status, String reason) {
    tables.put(proposal.with(status, OptionalLong.empty(), reason, OptionalLong.empty()));
  }

  private static List<String> missing(ApprovalRule counted) {
    return counted.quorum().missing().entrySet().stream()
        .map(e -> e.getValue() + " of " + e.getKey())
        .toList();
  }

  private void pend(ChangeProposal proposal) {
    long due = Math.min(proposal.statement().expires(), proposal.consent().nextExpiry(tables.now));
    String reason = "needs " + String.join(", ", proposal.missing());
    tables.put(
        proposal.with(ProposalStatus.PENDING, OptionalLong.empty(), reason, OptionalLong.of(due)));
  }

  private void approved(ChangeProposal proposal, long readyAt) {
    if (readyAt > tables.now) {
      long expiry =
          Math.min(proposal.statement().expires(), proposal.consent().nextExpiry(tables.now));
      String reason = "approved; its delay is running";
      OptionalLong due = OptionalLong.of(Math.min(readyAt, expiry));
      tables.put(proposal.with(ProposalStatus.TIMELOCKED, OptionalLong.empty(), reason, due));
      return;
    }
    Optional<String> obstacle = obstacle(proposal);
    if (obstacle.isPresent()) {
      end(proposal, ProposalStatus.REFUSED, obstacle.get());
      return;
    }
    OptionalLong effectiveAt = OptionalLong.of(tables.now);
    tables.put(
        proposal.with(ProposalStatus.EFFECTIVE, effectiveAt, "in effect", OptionalLong.empty()));
    takeEffect(proposal);
  }

  /// Why a change is no longer possible: others may have taken effect since it was proposed.
  private Optional<String> obstacle(ChangeProposal proposal) {
    return switch (proposal.change()) {
      case Change.NewPolicy _ -> Optional.empty();
      case Change.AddDestination(Destination d) ->
          tables.destinations.containsKey(d.id()) && !tables.destinations.get(d.id()).removed()
              ? Optional.of("the destination is on the allowlist already")
              : Optional.empty();
      case Change.RemoveDestination(String id) ->
          !tables.destinations.containsKey(id) || tables.destinations.get(id).removed()
              ? Optional.of("the destination is not on the allowlist")
              : Optional.empty();
      case Change.Unfreeze(var scope) -> {
        FreezeState freeze = tables.freezes.get(scope.text());
        if (freeze == null || !freeze.active()) {
          yield Optional.of("it is not frozen");
        }
        yield freeze.seq() > proposal.seq()
            ? Optional.of("it was frozen again since")
            : Optional.empty();
      }
      case Change.NewVault order -> vaultObstacle(order);
    };
  }

  private Optional<String> vaultObstacle(Change.NewVault order) {
    if (!tables.rules().vaults().containsKey(order.vault())) {
      return Optional.of("the policy no longer has this vault");
    }
    if (tables.vault(order.vault()).filter(v -> v.status() == Vault.Status.ACTIVE).isPresent()) {
      return Optional.of("the vault has a key already");
    }
    return tables.keyIds.containsKey(order.keyId())
        ? Optional.of("the key id is used already")
        : Optional.empty();
  }

  private void takeEffect(ChangeProposal proposal) {
    long quorumSeq = proposal.consent().quorumSeq().orElse(tables.size);
    long delay = proposal.consent().requirement().delayMs();
    switch (proposal.change()) {
      case Change.NewPolicy(Hash32 hash) -> {
        tables.put(
            new PolicyInForce(
                requireNonNull(tables.documents.get(hash)),
                tables.size,
                tables.now,
                quorumSeq,
                delay));
        lifecycle.reassessAllUnderNewPolicy();
        reassessAll();
      }
      case Change.AddDestination(Destination destination) -> {
        long cooling = tables.rules().coolingOffMs();
        tables.put(
            new AllowlistEntry(
                destination, tables.now + cooling, quorumSeq, delay + cooling, false));
      }
      case Change.RemoveDestination(String id) -> {
        tables.put(requireNonNull(tables.destinations.get(id)).asRemoved());
        lifecycle.reassessAll();
      }
      case Change.Unfreeze(var scope) -> {
        tables.put(requireNonNull(tables.freezes.get(scope.text())).lifted(quorumSeq, delay));
        lifecycle.reassessAll();
      }
      case Change.NewVault order -> tables.put(Vault.ordered(order, proposal.seq()));
    }
  }
}
