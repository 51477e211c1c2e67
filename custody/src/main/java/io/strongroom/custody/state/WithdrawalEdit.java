package io.strongroom.custody.state;

import io.strongroom.custody.policy.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A withdrawal being changed within one step. Not shared.
final class WithdrawalEdit {
  private final Withdrawal base;
  WithdrawalStatus status;
  long since;
  Consent consent;
  Decision decision;
  OptionalLong order;
  boolean cancelled;
  boolean vetoed;
  int attempts;
  Optional<Authorization> authorization;
  final List<Long> released;
  Optional<SignedTransaction> signed;
  Optional<ChainReport> chainReport;
  private final List<StatusChange> history;
  String reason;
  OptionalLong due;

  WithdrawalEdit(Withdrawal base) {
    this.base = base;
    status = base.status();
    since = base.since();
    consent = base.consent();
    decision = base.decision();
    order = base.order();
    cancelled = base.cancelled();
    vetoed = base.vetoed();
    attempts = base.attempts();
    authorization = base.authorization();
    released = new ArrayList<>(base.released());
    signed = base.signed();
    chainReport = base.chainReport();
    history = new ArrayList<>(base.history());
    reason = base.reason();
    due = base.due();
  }

  /// Moves to a status, if it is not there yet.
  void reach(WithdrawalStatus next, long at, long seq, String why) {
    reason = why;
    if (next != status) {
      status = next;
      since = at;
      history.add(new StatusChange(next, at, seq));
    }
  }

  Withdrawal done() {
    return new Withdrawal(
        base.leafHash(),
        base.seq(),
        base.ts(),
        base.signer(),
        base.initiator(),
        base.request(),
        base.target(),
        status,
        since,
        consent,
        decision,
        order,
        cancelled,
        vetoed,
        attempts,
        authorization,
        released,
        signed,
        chainReport,
        history,
        reason,
        due);
  }
}
