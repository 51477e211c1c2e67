package io.strongroom.custody.state;

import static io.strongroom.custody.state.Step.require;

import com.fasterxml.jackson.databind.JsonNode;
import io.strongroom.custody.policy.InvalidPolicyException;
import io.strongroom.custody.policy.Policy;
import io.strongroom.custody.policy.PolicyParser;
import io.strongroom.custody.policy.Requirement;
import io.strongroom.custody.policy.Target;
import io.strongroom.custody.spi.InvalidPlanException;
import io.strongroom.custody.statement.Change;
import io.strongroom.custody.statement.Credential;
import io.strongroom.custody.statement.Credential.HolderKind;
import io.strongroom.custody.statement.Destination;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.custody.statement.Proposal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// PROPOSAL: a change of policy, destinations, freezes or vaults begins.
final class ProposalEntry {
  private ProposalEntry() {}

  static void apply(Step step, Proposal proposal) throws InadmissibleException {
    Credential credential = step.member();
    require(
        credential.kind() == HolderKind.PERSON,
        RefusalCode.PROPOSER_NOT_ALLOWED,
        "",
        "a service may not propose changes");
    Authority.requireScope(credential, proposal.change());
    int cap = step.policy().pendingPerMember();
    require(
        step.tables().openOf(credential.person()) < cap,
        RefusalCode.PENDING_LIMIT,
        "",
        credential.person() + " has " + cap + " open requests and proposals already");
    Requirement requirement = ProposalLifecycle.requirement(proposal.change(), step.policy());
    require(
        proposal.expires() > step.now() + requirement.delayMs(),
        RefusalCode.EXPIRES_TOO_SOON,
        "expires",
        "would expire before the required delay ends");
    check(step, proposal.change());
    step.proposals()
        .reassess(
            new ChangeProposal(
                step.leaf().hash(),
                step.leaf().seq(),
                step.leaf().ts(),
                credential.id(),
                credential.person(),
                proposal,
                ProposalStatus.PENDING,
                Consent.NONE,
                List.of(),
                OptionalLong.empty(),
                "proposed",
                OptionalLong.empty()));
  }

  private static void check(Step step, Change change) throws InadmissibleException {
    switch (change) {
      case Change.NewPolicy policy -> checkPolicy(step, policy);
      case Change.AddDestination(Destination destination) -> checkDestination(step, destination);
      case Change.RemoveDestination(String id) -> {
        AllowlistEntry entry = step.tables().destinations.get(id);
        require(
            entry != null && !entry.removed(),
            RefusalCode.DESTINATION_UNKNOWN,
            "change.id",
            "is not on the allowlist");
      }
      case Change.Unfreeze(var scope) -> {
        FreezeState freeze = step.tables().freezes.get(scope.text());
        require(
            freeze != null && freeze.active(),
            RefusalCode.NOT_FROZEN,
            "change.scope",
            "is not frozen");
      }
      case Change.NewVault order -> checkVault(step, order);
    }
  }

  private static void checkPolicy(Step step, Change.NewPolicy change) throws InadmissibleException {
    JsonNode document =
        step.attachment()
            .orElseThrow(() ->
                new InadmissibleException(
                    RefusalCode.ATTACHMENT_MISSING,
                    "change.policy",
                    "the policy's document is missing"));
    Policy policy = parse(document);
    require(
        policy.hash().equals(change.policy()),
        RefusalCode.ATTACHMENT_MISMATCH,
        "change.policy",
        "is not the hash of the document");
    requireSatisfiable(policy, step.tables().genesis, step.now());
    step.tables().documents = step.tables().documents.plus(policy.hash(), policy);
  }

  static Policy parse(JsonNode document) throws InadmissibleException {
    try {
      return PolicyParser.parse(document);
    } catch (InvalidPolicyException e) {
      throw new InadmissibleException(
          RefusalCode.POLICY_INVALID, "policy." + e.path(), String.valueOf(e.getMessage()));
    }
  }

  /// Refuses a policy that could not be changed any more: persons with valid credentials must be
  /// able to meet its own quorums for changes and for lifting a freeze.
  static void requireSatisfiable(Policy policy, Genesis genesis, long now)
      throws InadmissibleException {
    Set<String> holders =
        genesis.credentials().stream()
            .filter(credential -> now < credential.expires())
            .map(Credential::person)
            .collect(Collectors.toSet());
    for (Requirement requirement :
        List.of(policy.change().loosen(), policy.change().tighten(), policy.freeze().lift())) {
      SortedSet<String> able = new TreeSet<>();
      requirement
          .approvals()
          .keySet()
          .forEach(group -> able.addAll(policy.groups().getOrDefault(group, Set.of())));
      able.retainAll(holders);
      require(
          policy.quorum(requirement, able).met(),
          RefusalCode.POLICY_UNSATISFIABLE,
          "policy",
          "nobody could give " + requirement.text());
    }
  }

  private static void checkDestination(Step step, Destination destination)
      throws InadmissibleException {
    require(
        !destination.id().startsWith(Target.VAULT_PREFIX)
            && !destination.group().orElse("").startsWith(Target.VAULT_PREFIX),
        RefusalCode.DESTINATION_INVALID,
        "change.destination.id",
        "names that begin with vault: are the vaults' own");
    AllowlistEntry entry = step.tables().destinations.get(destination.id());
    require(
        entry == null || entry.removed(),
        RefusalCode.DESTINATION_EXISTS,
        "change.destination.id",
        "is on the allowlist already");
    requireAddress(step, destination);
  }

  private static void requireAddress(Step step, Destination destination)
      throws InadmissibleException {
    require(
        step.chains().supports(destination.chain()),
        RefusalCode.CHAIN_UNSUPPORTED,
        "change.destination.chain",
        "is not supported");
    try {
      String canonical = step.chains().normalizeAddress(destination.chain(), destination.address());
      require(
          canonical.equals(destination.address()),
          RefusalCode.DESTINATION_INVALID,
          "change.destination.address",
          "must be written " + canonical);
    } catch (InvalidPlanException e) {
      throw new InadmissibleException(
          RefusalCode.DESTINATION_INVALID,
          "change.destination.address",
          String.valueOf(e.getMessage()));
    }
  }

  private static void checkVault(Step step, Change.NewVault order) throws InadmissibleException {
    require(
        step.policy().vaults().containsKey(order.vault()),
        RefusalCode.VAULT_UNKNOWN,
        "change.vault",
        "the policy has no such vault");
    Optional<Vault> old = step.tables().vault(order.vault());
    require(
        old.isEmpty() || old.get().status() != Vault.Status.ACTIVE,
        RefusalCode.VAULT_EXISTS,
        "change.vault",
        "has a key already");
    require(
        !step.tables().keyIds.containsKey(order.keyId()),
        RefusalCode.KEY_ID_USED,
        "change.keyId",
        "is used already");
    Set<Integer> signers =
        step.tables().genesis.nodes().stream()
            .filter(Genesis.Node::signer)
            .map(Genesis.Node::index)
            .collect(Collectors.toSet());
    SortedSet<Integer> distinct = new TreeSet<>(order.parties());
    require(
        List.copyOf(distinct).equals(order.parties()) && signers.containsAll(distinct),
        RefusalCode.PARTIES_INVALID,
        "change.parties",
        "must be indices of signer nodes, ascending");
    require(
        order.threshold() >= 2 && order.threshold() <= order.parties().size(),
        RefusalCode.THRESHOLD_INVALID,
        "change.threshold",
        "must be from 2 to the number of parties");
    require(
        step.chains().supports(order.chain()),
        RefusalCode.CHAIN_UNSUPPORTED,
        "change.chain",
        "is not supported");
  }
}
