package io.strongroom.custody.state;

import static java.util.Objects.requireNonNull;

import io.strongroom.custody.policy.Candidate;
import io.strongroom.custody.policy.Decision;
import io.strongroom.custody.policy.Policies;
import io.strongroom.custody.policy.Target;
import io.strongroom.custody.policy.TimeToLive;
import io.strongroom.custody.policy.Transfer;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.Request;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// How withdrawals move on: by decision and by time. Works on a step's tables.
final class Lifecycle {
  private final Tables tables;

  Lifecycle(Tables tables) {
    this.tables = tables;
  }

  /// Lets log time reach `to`: due timers fire in the order of due time and log position, each at
  /// its own time.
  void advance(long to) {
    ProposalLifecycle changes = new ProposalLifecycle(tables, this);
    while (!tables.timers.isEmpty() && tables.timers.firstKey().at() <= to) {
      Map.Entry<Tables.Due, Hash32> timer = tables.timers.firstEntry();
      tables.now = Math.max(tables.now, timer.getKey().at());
      Optional<Withdrawal> withdrawal = tables.withdrawal(timer.getValue());
      if (withdrawal.isPresent()) {
        reassess(withdrawal.get());
      } else {
        changes.reassess(requireNonNull(tables.proposals.get(timer.getValue())));
      }
      if (timer.getKey().equals(tables.timers.isEmpty() ? null : tables.timers.firstKey())) {
        throw new IllegalStateException("a timer did not move on: " + timer.getKey());
      }
    }
    tables.now = Math.max(tables.now, to);
  }

  /// Decides every open request again, in log order.
  void reassessAll() {
    List.copyOf(tables.openWithdrawals.values())
        .forEach(hash -> reassess(requireNonNull(tables.withdrawals.get(hash))));
  }

  /// Decides every open request again under a new policy. Where that alters the requirement,
  /// approvals are void.
  void reassessAllUnderNewPolicy() {
    for (Hash32 hash : List.copyOf(tables.openWithdrawals.values())) {
      Withdrawal withdrawal = requireNonNull(tables.withdrawals.get(hash));
      if (!withdrawal.status().isOpen()) {
        continue;
      }
      Candidate fresh = withdrawal.candidate(withdrawal.consent().withoutFloor());
      Decision decision = Policies.evaluate(tables.rules(), tables, fresh, tables.now);
      if (!decision.requirement().equals(withdrawal.consent().requirement())) {
        WithdrawalEdit edit = new WithdrawalEdit(withdrawal);
        edit.consent = withdrawal.consent().voided();
        withdrawal = edit.done();
      }
      reassess(withdrawal);
    }
  }

  /// Decides an open request again, now.
  void reassess(Withdrawal withdrawal) {
    if (!withdrawal.status().isOpen()) {
      return;
    }
    long now = tables.now;
    Optional<String> late = expiry(withdrawal, now);
    if (late.isPresent()) {
      end(new WithdrawalEdit(withdrawal), WithdrawalStatus.EXPIRED, late.get());
      return;
    }
    decided(withdrawal, Policies.evaluate(tables.rules(), tables, withdrawal.candidate(), now));
  }

  /// Moves an open request to where a decision of this moment puts it.
  void decided(Withdrawal withdrawal, Decision decision) {
    long now = tables.now;
    WithdrawalEdit edit = new WithdrawalEdit(withdrawal);
    edit.decision = decision;
    edit.consent = withdrawal.consent().after(decision, tables.size);
    switch (decision.outcome()) {
      case DENY -> {
        boolean rejected = decision.rejectedOnly() && !withdrawal.consent().rejections().isEmpty();
        end(
            edit,
            rejected ? WithdrawalStatus.REJECTED : WithdrawalStatus.DENIED,
            decision.summary());
      }
      case NEED_APPROVAL -> go(edit, withdrawal, WithdrawalStatus.PENDING);
      case WAIT -> {
        boolean delayed = decision.readyAt().orElse(now) > now;
        boolean ready = withdrawal.status() == WithdrawalStatus.READY && !delayed;
        go(edit, withdrawal, ready ? WithdrawalStatus.READY : WithdrawalStatus.TIMELOCKED);
      }
      case ALLOW -> go(edit, withdrawal, WithdrawalStatus.READY);
    }
  }

  /// Ends a request that is not authorised, for good, and gives back what was reserved for it.
  void end(WithdrawalEdit edit, WithdrawalStatus status, String reason) {
    edit.order.ifPresent(tables::unreserve);
    edit.order = OptionalLong.empty();
    edit.reach(status, tables.now, tables.size, reason);
    edit.due = OptionalLong.empty();
    tables.put(edit.done());
  }

  private void go(WithdrawalEdit edit, Withdrawal withdrawal, WithdrawalStatus status) {
    if (status == WithdrawalStatus.READY && edit.order.isEmpty()) {
      edit.order = OptionalLong.of(tables.reserve(transfer(withdrawal)));
    } else if (status != WithdrawalStatus.READY && edit.order.isPresent()) {
      tables.unreserve(edit.order.getAsLong());
      edit.order = OptionalLong.empty();
    }
    edit.reach(status, tables.now, tables.size, edit.decision.summary());
    edit.due = OptionalLong.of(due(edit, withdrawal.request()));
    tables.put(edit.done());
  }

  private static Transfer transfer(Withdrawal withdrawal) {
    Request request = withdrawal.request();
    Target target =
        withdrawal
            .target()
            .orElseThrow(() -> new IllegalStateException("allowed without a destination"));
    return new Transfer(
        withdrawal.initiator(),
        request.vault(),
        request.asset(),
        request.destination(),
        target.group(),
        target.address(),
        request.amount().add(request.feeCap()));
  }

  private Optional<String> expiry(Withdrawal withdrawal, long now) {
    TimeToLive ttl = tables.rules().timeToLive();
    if (now >= withdrawal.request().expires()) {
      return Optional.of("the request expired");
    }
    return switch (withdrawal.status()) {
      case PENDING ->
          now >= withdrawal.since() + ttl.approveWithinMs()
              ? Optional.of("it was not approved in time")
              : Optional.empty();
      case READY ->
          now >= withdrawal.since() + ttl.signWithinMs()
              ? Optional.of("it was not authorised in time")
              : Optional.empty();
      case SUBMITTED, TIMELOCKED, AUTHORIZED, SIGNED, DENIED, REJECTED, CANCELLED, EXPIRED ->
          Optional.empty();
    };
  }

  private long due(WithdrawalEdit edit, Request request) {
    TimeToLive ttl = tables.rules().timeToLive();
    long due = Math.min(request.expires(), edit.consent.nextExpiry(tables.now));
    return switch (edit.status) {
      case PENDING -> Math.min(due, edit.since + ttl.approveWithinMs());
      case READY -> Math.min(due, edit.since + ttl.signWithinMs());
      case TIMELOCKED -> {
        long readyAt = edit.consent.readyAt().orElse(Long.MAX_VALUE);
        yield readyAt > tables.now ? Math.min(due, readyAt) : due;
      }
      case SUBMITTED, AUTHORIZED, SIGNED, DENIED, REJECTED, CANCELLED, EXPIRED ->
          throw new IllegalStateException("no timer in " + edit.status);
    };
  }
}
