package io.strongroom.custody.state;

import static io.strongroom.custody.state.Step.require;

import io.strongroom.custody.policy.GivenApproval;
import io.strongroom.custody.policy.Requirement;
import io.strongroom.custody.statement.Approval;
import io.strongroom.custody.statement.Cancel;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.Intent;
import io.strongroom.custody.statement.Rejection;
import io.strongroom.custody.statement.Request;
import io.strongroom.custody.statement.Veto;
import java.util.Optional;

/// APPROVAL, REJECTION, VETO and CANCEL. What comes too late is recorded and changes nothing.
final class ConsentEntry {
  private ConsentEntry() {}

  static void apply(Step step, Approval approval) throws InadmissibleException {
    Optional<Withdrawal> withdrawal = step.tables().withdrawal(approval.subject());
    if (withdrawal.isPresent()) {
      approve(step, approval, withdrawal.get());
    } else {
      approve(step, approval, proposal(step, approval.subject()));
    }
  }

  private static void approve(Step step, Approval approval, Withdrawal withdrawal)
      throws InadmissibleException {
    require(
        approval.intent().isPresent(),
        RefusalCode.INTENT_MISSING,
        "intent",
        "an approval repeats the intent");
    requireIntent(approval.intent().get(), withdrawal);
    Authority.requireScope(step.member(), withdrawal.request().vault());
    if (!withdrawal.status().isOpen()) {
      return;
    }
    Consent consent = withdrawal.consent();
    requireApprover(step, approval, consent, withdrawal.initiator());
    WithdrawalEdit edit = new WithdrawalEdit(withdrawal);
    edit.consent = consent.withApproval(given(step, approval));
    step.lifecycle().reassess(edit.done());
  }

  private static void approve(Step step, Approval approval, ChangeProposal proposal)
      throws InadmissibleException {
    require(
        approval.intent().isEmpty(),
        RefusalCode.INTENT_UNEXPECTED,
        "intent",
        "a proposal has no payment intent");
    Authority.requireScope(step.member(), proposal.change());
    if (!proposal.status().isOpen()) {
      return;
    }
    requireApprover(step, approval, proposal.consent(), proposal.proposer());
    step.proposals()
        .reassess(proposal.with(proposal.consent().withApproval(given(step, approval))));
  }

  private static void requireIntent(Intent intent, Withdrawal withdrawal)
      throws InadmissibleException {
    Request request = withdrawal.request();
    requireSame(intent.vault().equals(request.vault()), "vault");
    requireSame(intent.asset().equals(request.asset()), "asset");
    requireSame(intent.amount().equals(request.amount()), "amount");
    requireSame(withdrawal.address().map(intent.address()::equals).orElse(false), "address");
    requireSame(intent.feeCap().equals(request.feeCap()), "feeCap");
    requireSame(intent.expires() == request.expires(), "expires");
  }

  private static void requireSame(boolean same, String field) throws InadmissibleException {
    require(same, RefusalCode.INTENT_MISMATCH, "intent." + field, "is not the request's");
  }

  private static void requireApprover(
      Step step, Approval approval, Consent consent, String initiator)
      throws InadmissibleException {
    String person = step.member().person();
    require(
        consent.known().contains(approval.requirements()),
        RefusalCode.REQUIREMENTS_MISMATCH,
        "requirements",
        "is not what is required: " + consent.requirement().hash());
    require(
        !person.equals(initiator),
        RefusalCode.INITIATOR_MAY_NOT_APPROVE,
        "",
        "an initiator's own approval never counts");
    require(
        step.policy().mayApprove(person, consent.requirement()),
        RefusalCode.NOT_AN_APPROVER,
        "",
        person + " is in none of the required groups");
    require(
        approval.expires() > step.now() + consent.requirement().delayMs(),
        RefusalCode.EXPIRES_TOO_SOON,
        "expires",
        "would expire before the required delay ends");
  }

  private static GivenApproval given(Step step, Approval approval) {
    return new GivenApproval(
        step.member().person(), step.leaf().hash(), step.leaf().seq(), approval.expires());
  }

  static void apply(Step step, Rejection rejection) throws InadmissibleException {
    String person = step.member().person();
    Optional<Withdrawal> withdrawal = step.tables().withdrawal(rejection.subject());
    if (withdrawal.isPresent()) {
      Authority.requireApprover(step.policy(), person, withdrawal.get().consent().requirement());
      if (withdrawal.get().status().isOpen()) {
        WithdrawalEdit edit = new WithdrawalEdit(withdrawal.get());
        edit.consent = withdrawal.get().consent().withRejection(person);
        step.lifecycle().reassess(edit.done());
      }
      return;
    }
    ChangeProposal proposal = proposal(step, rejection.subject());
    Authority.requireApprover(step.policy(), person, proposal.consent().requirement());
    if (proposal.status().isOpen()) {
      step.proposals().reassess(proposal.with(proposal.consent().withRejection(person)));
    }
  }

  static void apply(Step step, Veto veto) throws InadmissibleException {
    String person = step.member().person();
    Optional<Withdrawal> withdrawal = step.tables().withdrawal(veto.subject());
    if (withdrawal.isPresent()) {
      requireVeto(step, person, withdrawal.get().consent().requirement());
      require(
          withdrawal.get().status() != WithdrawalStatus.PENDING,
          RefusalCode.NOT_IN_DELAY,
          "subject",
          "it still waits for approvals: reject it instead");
      stop(step, withdrawal.get(), true, "vetoed by " + person);
      return;
    }
    ChangeProposal proposal = proposal(step, veto.subject());
    requireVeto(step, person, proposal.consent().requirement());
    require(
        proposal.status() != ProposalStatus.PENDING,
        RefusalCode.NOT_IN_DELAY,
        "subject",
        "it still waits for approvals: reject it instead");
    if (proposal.status().isOpen()) {
      step.proposals().end(proposal, ProposalStatus.REJECTED, "vetoed by " + person);
    }
  }

  private static void requireVeto(Step step, String person, Requirement requirement)
      throws InadmissibleException {
    require(
        step.policy().mayVeto(person, requirement),
        RefusalCode.MAY_NOT_VETO,
        "",
        person + " is in no required group and not in security");
  }

  static void apply(Step step, Cancel cancel) throws InadmissibleException {
    Optional<Withdrawal> withdrawal = step.tables().withdrawal(cancel.subject());
    require(
        withdrawal.isPresent(),
        RefusalCode.SUBJECT_UNKNOWN,
        "subject",
        "no request has this leaf hash");
    require(
        withdrawal.get().initiator().equals(step.member().person()),
        RefusalCode.NOT_THE_INITIATOR,
        "",
        "only the initiator cancels a request");
    stop(step, withdrawal.get(), false, "cancelled by its initiator");
  }

  /// Ends a request that is not authorised; marks one that is, so that nobody signs it.
  private static void stop(Step step, Withdrawal withdrawal, boolean veto, String reason) {
    if (withdrawal.status().isFinal()) {
      return;
    }
    WithdrawalEdit edit = new WithdrawalEdit(withdrawal);
    edit.vetoed |= veto;
    edit.cancelled |= !veto;
    if (withdrawal.status() == WithdrawalStatus.AUTHORIZED) {
      edit.reason = reason + "; waits to be released by its share holders";
      step.tables().put(edit.done());
    } else {
      step.lifecycle().end(edit, WithdrawalStatus.CANCELLED, reason);
    }
  }

  private static ChangeProposal proposal(Step step, Hash32 subject) throws InadmissibleException {
    Optional<ChangeProposal> proposal = step.tables().proposal(subject);
    require(
        proposal.isPresent(),
        RefusalCode.SUBJECT_UNKNOWN,
        "subject",
        "no request or proposal has this leaf hash");
    return proposal.get();
  }
}
