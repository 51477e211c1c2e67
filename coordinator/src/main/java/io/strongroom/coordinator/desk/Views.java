package io.strongroom.coordinator.desk;

import com.google.protobuf.ByteString;
import io.strongroom.chain.ethereum.SignedTransfer;
import io.strongroom.coordinator.flow.KeyFlow;
import io.strongroom.coordinator.flow.SignedTransfers;
import io.strongroom.coordinator.flow.SigningReports;
import io.strongroom.coordinator.sequence.Sequencer;
import io.strongroom.custody.policy.Decision;
import io.strongroom.custody.policy.GivenApproval;
import io.strongroom.custody.policy.RuleResult;
import io.strongroom.custody.state.ChangeProposal;
import io.strongroom.custody.state.Consent;
import io.strongroom.custody.state.State;
import io.strongroom.custody.state.StatusChange;
import io.strongroom.custody.state.Vault;
import io.strongroom.custody.state.Withdrawal;
import io.strongroom.custody.state.WithdrawalStatus;
import io.strongroom.custody.statement.CanonicalJson;
import io.strongroom.custody.statement.Change;
import io.strongroom.custody.statement.InvalidStatementException;
import io.strongroom.custody.statement.Statements;
import io.strongroom.proto.v1.ApprovalView;
import io.strongroom.proto.v1.Proposal;
import io.strongroom.proto.v1.SigningReport;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// What the rules of custody know, as messages of the wire. Reads only.
@Singleton
final class Views {

  private final Sequencer sequencer;
  private final SigningReports reports;
  private final KeyFlow keys;

  Views(Sequencer sequencer, SigningReports reports, KeyFlow keys) {
    this.sequencer = sequencer;
    this.reports = reports;
    this.keys = keys;
  }

  io.strongroom.proto.v1.Withdrawal withdrawal(Withdrawal withdrawal) {
    io.strongroom.proto.v1.Withdrawal.Builder view =
        io.strongroom.proto.v1.Withdrawal.newBuilder()
            .setRequestId(withdrawal.request().header().id())
            .setInitiator(withdrawal.initiator())
            .setLeafHash(withdrawal.leafHash().hex())
            .setSeq(withdrawal.seq())
            .setState(withdrawal.status().name())
            .setVault(withdrawal.request().vault())
            .setAsset(withdrawal.request().asset())
            .setAmount(withdrawal.request().amount().toString())
            .setDestination(withdrawal.request().destination())
            .setAddress(withdrawal.address().orElse(""))
            .setFeeCap(withdrawal.request().feeCap().toString())
            .setSubmittedTs(withdrawal.ts())
            .setExpiresTs(withdrawal.request().header().expires())
            .setReadyAtTs(withdrawal.consent().readyAt().orElse(0))
            .setDecision(decision(withdrawal.decision()))
            .addAllApprovals(approvals(withdrawal.consent(), withdrawal.decision()))
            .setRequirementsHash(withdrawal.consent().requirement().hash().hex())
            .setReason(reason(withdrawal));
    for (StatusChange change : withdrawal.history()) {
      view.putHistory(change.status().name(), change.at());
    }
    withdrawal.authorization().ifPresent(a -> authorized(view, a.seq()));
    withdrawal
        .signed()
        .ifPresent(signed -> {
          SignedTransfer transfer = SignedTransfers.of(withdrawal);
          view.setTxid(signed.txid())
              .setRawTransaction("0x" + HexFormat.of().formatHex(transfer.raw()));
        });
    withdrawal
        .chainReport()
        .ifPresent(report ->
            view.setChainState(report.status()).setConfirmations((int) report.confirmations()));
    return view.build();
  }

  private void authorized(io.strongroom.proto.v1.Withdrawal.Builder view, long authorizeSeq) {
    view.setAuthorizeSeq(authorizeSeq);
    reports
        .of(authorizeSeq)
        .ifPresent(report ->
            view.setSigning(
                SigningReport.newBuilder()
                    .addAllSigners(report.signers())
                    .setRounds(report.rounds())
                    .setDurationUs(report.durationMicros())
                    .setAttempts(report.attempts())
                    .setLastFailure(report.lastFailure())));
  }

  private String reason(Withdrawal withdrawal) {
    if (withdrawal.status() == WithdrawalStatus.READY) {
      return sequencer.unplannable(withdrawal.leafHash()).orElse(withdrawal.reason());
    }
    return withdrawal.reason();
  }

  private static List<ApprovalView> approvals(Consent consent, Decision decision) {
    List<ApprovalView> views = approvals(consent);
    List<ApprovalView> counted = new ArrayList<>();
    for (int i = 0; i < views.size(); i++) {
      boolean counts =
          i < consent.approvals().size()
              && decision.approvals().contains(consent.approvals().get(i).leafHash());
      counted.add(views.get(i).toBuilder().setCounts(counts).build());
    }
    return counted;
  }

  /// Approvals first, in the order of the consent, then rejections.
  private static List<ApprovalView> approvals(Consent consent) {
    List<ApprovalView> views = new ArrayList<>();
    for (GivenApproval approval : consent.approvals()) {
      views.add(
          ApprovalView.newBuilder()
              .setMember(approval.person())
              .setVerdict("APPROVE")
              .setCounts(true)
              .build());
    }
    for (String person : consent.rejections()) {
      views.add(ApprovalView.newBuilder().setMember(person).setVerdict("REJECT").build());
    }
    return views;
  }

  io.strongroom.proto.v1.Decision decision(Decision decision) {
    io.strongroom.proto.v1.Decision.Builder view =
        io.strongroom.proto.v1.Decision.newBuilder()
            .setOutcome(decision.outcome().name())
            .setPolicyHash(decision.policyHash().hex())
            .setBasis(decision.basis())
            .setNow(decision.now())
            .setRequirementsHash(decision.requirementsHash().hex())
            .addAllMissing(decision.missing())
            .setReadyAt(decision.readyAt().orElse(0))
            .setCanonical(ByteString.copyFrom(decision.canonical().toArray()))
            .setSummary(decision.summary());
    for (RuleResult rule : decision.rules()) {
      view.addRules(
          io.strongroom.proto.v1.RuleResult.newBuilder()
              .setRule(rule.id())
              .setKind(rule.kind())
              .setMatched(rule.matched())
              .setResult(rule.verdict().name())
              .putAllInputs(rule.inputs())
              .setThreshold(rule.threshold())
              .setHeadroom(rule.headroom())
              .setExplanation(rule.explanation()));
    }
    return view.build();
  }

  Proposal proposal(ChangeProposal proposal) {
    return Proposal.newBuilder()
        .setLeafHash(proposal.leafHash().hex())
        .setSeq(proposal.seq())
        .setProposer(proposal.proposer())
        .setId(proposal.statement().header().id())
        .setType(type(proposal.change()))
        .setState(proposal.status().name())
        .setRequirementsHash(proposal.consent().requirement().hash().hex())
        .setEffectiveAtTs(proposal.effectiveAt().orElse(proposal.consent().readyAt().orElse(0)))
        .setExpiresTs(proposal.statement().header().expires())
        .addAllApprovals(approvals(proposal.consent()))
        .addAllMissing(proposal.missing())
        .setChange(change(proposal))
        .build();
  }

  private static ByteString change(ChangeProposal proposal) {
    try {
      byte[] payload = Statements.encode(proposal.statement());
      return ByteString.copyFrom(
          CanonicalJson.write(CanonicalJson.parseStrict(payload).path("change")));
    } catch (InvalidStatementException e) {
      throw new IllegalStateException("a logged proposal does not parse", e);
    }
  }

  private static String type(Change change) {
    return switch (change) {
      case Change.NewPolicy _ -> "POLICY";
      case Change.AddDestination _, Change.RemoveDestination _ -> "DESTINATION";
      case Change.Unfreeze _ -> "UNFREEZE";
      case Change.NewVault _ -> "VAULT";
    };
  }

  io.strongroom.proto.v1.Vault vault(State state, Vault vault) {
    io.strongroom.proto.v1.Vault.Builder view =
        io.strongroom.proto.v1.Vault.newBuilder()
            .setName(vault.name())
            .setKeyId(vault.keyId())
            .setState(vault.status().name())
            .setThreshold(vault.threshold())
            .addAllParties(vault.parties())
            .setNextNonce(vault.nextNonce())
            .setFrozen(state.frozen(vault.name()))
            .setFailure(
                vault.failure().isEmpty()
                    ? keys.failure(vault.name()).orElse("")
                    : vault.failure());
    vault
        .key()
        .ifPresent(key ->
            view.setPublicKey(ByteString.copyFrom(key.publicKey().toArray()))
                .setKeyEpoch((int) key.keyEpoch())
                .putAllAddresses(key.addresses()));
    return view.build();
  }
}
