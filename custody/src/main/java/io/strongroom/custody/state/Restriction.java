package io.strongroom.custody.state;

import static io.strongroom.custody.state.Step.require;

import io.strongroom.custody.policy.Requirement;
import io.strongroom.custody.statement.BoundStatement;
import io.strongroom.custody.statement.Cancel;
import io.strongroom.custody.statement.Credential;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.Freeze;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.Rejection;
import io.strongroom.custody.statement.Veto;
import java.util.Optional;

/// A FREEZE, VETO, CANCEL or REJECTION that somebody entitled to it signed, whether the log has it
/// or not. Public data, immutable; made only by [#verify] and [#restore].
public final class Restriction {
  private final Envelope envelope;
  private final BoundStatement statement;
  private final Credential credential;

  private Restriction(Envelope envelope, BoundStatement statement, Credential credential) {
    this.envelope = envelope;
    this.statement = statement;
    this.credential = credential;
  }

  /// Verifies a statement that came by another way than the log.
  ///
  /// @param state at the own head
  /// @param nowMs own clock, milliseconds since the Unix epoch
  /// @throws InadmissibleException if it is of another kind, not genuine, expired, about nothing
  ///   that it could restrict, or of somebody who may not say it
  public static Restriction verify(State state, Envelope envelope, long nowMs)
      throws InadmissibleException {
    Restriction restriction = restore(state, envelope);
    require(
        restriction.statement.expires() > nowMs,
        RefusalCode.STATEMENT_EXPIRED,
        "expires",
        "the statement has expired");
    Speakers.requireValid(restriction.credential, nowMs);
    Tables tables = state.tables();
    String person = restriction.credential.person();
    switch (restriction.statement) {
      case Freeze freeze -> FreezeEntry.requireAllowed(tables, person, freeze);
      case Veto veto -> {
        Requirement requirement = requirement(tables, veto.subject());
        require(
            tables.rules().mayVeto(person, requirement),
            RefusalCode.MAY_NOT_VETO,
            "",
            person + " may not veto it");
      }
      case Rejection rejection ->
          Authority.requireApprover(
              tables.rules(), person, requirement(tables, rejection.subject()));
      case Cancel cancel -> requireInitiator(tables, person, cancel.subject());
      default -> throw new IllegalStateException("restored another kind");
    }
    return restriction;
  }

  /// Takes up again a statement that was verified before and kept since: its signature is checked,
  /// not its time.
  ///
  /// @throws InadmissibleException if it is of another kind or not genuine
  public static Restriction restore(State state, Envelope envelope) throws InadmissibleException {
    boolean restricts =
        switch (envelope.kind()) {
          case FREEZE, VETO, CANCEL, REJECTION -> true;
          case GENESIS,
              REQUEST,
              APPROVAL,
              PROPOSAL,
              AUTHORIZE,
              SIGNED,
              RELEASE,
              KEY,
              BROADCAST,
              CONFIRMED,
              HEARTBEAT ->
              false;
        };
    require(restricts, RefusalCode.NOT_PERMITTED, "kind", envelope.kind() + " restricts nothing");
    Step.Signer signer = Speakers.verified(state.genesis(), envelope);
    BoundStatement statement = Ledger.decode(envelope);
    Ledger.requireSameLog(state, statement);
    if (signer instanceof Step.Signer.Member(Credential credential)) {
      return new Restriction(envelope, statement, credential);
    }
    throw new IllegalStateException("no member signed a restriction");
  }

  private static Requirement requirement(Tables tables, Hash32 subject)
      throws InadmissibleException {
    Optional<Withdrawal> withdrawal = tables.withdrawal(subject);
    if (withdrawal.isPresent()) {
      requireUnfinished(!withdrawal.get().status().isFinal());
      return withdrawal.get().consent().requirement();
    }
    Optional<ChangeProposal> proposal = tables.proposal(subject);
    require(
        proposal.isPresent(),
        RefusalCode.SUBJECT_UNKNOWN,
        "subject",
        "no request or proposal has this leaf hash");
    requireUnfinished(proposal.get().status().isOpen());
    return proposal.get().consent().requirement();
  }

  private static void requireInitiator(Tables tables, String person, Hash32 subject)
      throws InadmissibleException {
    Optional<Withdrawal> withdrawal = tables.withdrawal(subject);
    require(
        withdrawal.isPresent(),
        RefusalCode.SUBJECT_UNKNOWN,
        "subject",
        "no request has this leaf hash");
    require(
        withdrawal.get().initiator().equals(person),
        RefusalCode.NOT_THE_INITIATOR,
        "",
        "only the initiator cancels a request");
    requireUnfinished(!withdrawal.get().status().isFinal());
  }

  private static void requireUnfinished(boolean unfinished) throws InadmissibleException {
    require(unfinished, RefusalCode.SUBJECT_FINAL, "subject", "has ended already");
  }

  /// Whether the log has the statement: from then on the state says what it does.
  public boolean isLogged(State state) {
    return state
        .statement(envelope.keyId(), statement.id())
        .filter(ref -> ref.payloadHash().equals(envelope.payloadHash()))
        .isPresent();
  }

  /// Whether it stands against signing this withdrawal, though the log does not have it.
  ///
  /// A freeze binds until it expires; a veto or a cancel binds for good. Rejections bind together,
  /// see [#rejects].
  ///
  /// @param nowMs own clock, milliseconds since the Unix epoch
  public boolean bearsOn(Withdrawal withdrawal, long nowMs) {
    return switch (statement) {
      case Freeze freeze ->
          nowMs < freeze.expires() && freeze.scope().covers(withdrawal.request().vault());
      case Veto veto -> veto.subject().equals(withdrawal.leafHash());
      case Cancel cancel -> cancel.subject().equals(withdrawal.leafHash());
      case Rejection _ -> false;
      default -> throw new IllegalStateException("restored another kind");
    };
  }

  /// Whether it is a rejection of this withdrawal: it takes its person's approval back.
  public boolean rejects(Withdrawal withdrawal) {
    return statement instanceof Rejection rejection
        && rejection.subject().equals(withdrawal.leafHash());
  }

  public Envelope envelope() {
    return envelope;
  }

  public BoundStatement statement() {
    return statement;
  }

  /// Who said it.
  public String person() {
    return credential.person();
  }

  @Override
  public String toString() {
    return "Restriction["
        + statement.kind()
        + " "
        + statement.id()
        + " by "
        + envelope.keyId()
        + "]";
  }
}
