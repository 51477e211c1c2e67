package io.strongroom.cli.client;

import io.strongroom.cli.policy.Amounts;
import io.strongroom.cli.terminal.Output;
import io.strongroom.cli.terminal.Table;
import io.strongroom.cli.terminal.Times;
import io.strongroom.proto.v1.ApprovalView;
import io.strongroom.proto.v1.Decision;
import io.strongroom.proto.v1.Proposal;
import io.strongroom.proto.v1.RuleResult;
import io.strongroom.proto.v1.SubmitResponse;
import io.strongroom.proto.v1.Withdrawal;
import java.time.Duration;

/// The wire's messages as people read them.
public final class Sentences {

  private Sentences() {}

  /// `w-1: 1.5 ETH from hot to exchange-1 (0x…)`.
  public static String what(Withdrawal view, Amounts amounts) {
    String address = view.getAddress().isEmpty() ? "" : " (" + view.getAddress() + ")";
    return view.getRequestId()
        + ": "
        + amounts.text(view.getAmount(), view.getAsset())
        + " from "
        + view.getVault()
        + " to "
        + view.getDestination()
        + address;
  }

  /// Where the statement is: in the log, and whether it can still be lost.
  public static String acknowledged(SubmitResponse answer) {
    String where = "entry " + answer.getSeq() + (answer.getDuplicate() ? " (sent before)" : "");
    return switch (answer.getAcknowledgement()) {
      case COMMITTED -> "committed as " + where;
      default -> "accepted as " + where + ", not committed yet: ask again with strongroom status";
    };
  }

  /// Everything about a withdrawal.
  public static void print(Withdrawal view, Amounts amounts, Output out) {
    out.line(what(view, amounts));
    out.line("  state      " + view.getState() + reason(view.getReason()));
    out.line("  initiator  " + view.getInitiator());
    out.line("  fee cap    " + amounts.text(view.getFeeCap(), view.getAsset()));
    out.line("  submitted  " + Times.text(view.getSubmittedTs()) + " as entry " + view.getSeq());
    out.line("  expires    " + Times.text(view.getExpiresTs()));
    if (view.getReadyAtTs() != 0) {
      out.line("  ready at   " + Times.text(view.getReadyAtTs()));
    }
    out.line("  leaf hash  " + view.getLeafHash());
    for (ApprovalView approval : view.getApprovalsList()) {
      out.line("  " + approval(approval));
    }
    if (view.getSigning().getAttempts() > 0) {
      out.line("  signing    " + signing(view));
    }
    if (!view.getTxid().isEmpty()) {
      out.line("  txid       " + view.getTxid());
      out.line("  raw        " + view.getRawTransaction());
    }
    if (!view.getChainState().isEmpty()) {
      out.line("  chain      " + view.getChainState() + ", " + view.getConfirmations() + " deep");
    }
    print(view.getDecision(), out);
  }

  /// `parties 1, 3 in 4 rounds and 38 ms, 1 attempt`.
  public static String signing(Withdrawal view) {
    var report = view.getSigning();
    String failure = report.getLastFailure();
    return "parties "
        + report.getSignersList().toString().replaceAll("[\\[\\]]", "")
        + " in "
        + report.getRounds()
        + " rounds and "
        + Times.elapsed(Duration.ofNanos(report.getDurationUs() * 1000))
        + ", "
        + report.getAttempts()
        + (report.getAttempts() == 1 ? " attempt" : " attempts")
        + (failure.isEmpty() ? "" : "; last failure: " + failure);
  }

  /// A decision with every rule.
  public static void print(Decision decision, Output out) {
    if (decision.getOutcome().isEmpty()) {
      return;
    }
    out.line("  decision   " + decision.getOutcome() + reason(decision.getSummary()));
    Table table = new Table("    rule", "result", "limit", "headroom", "why");
    for (RuleResult rule : decision.getRulesList()) {
      table.row(
          "    " + rule.getKind() + "/" + rule.getRule(),
          rule.getResult(),
          rule.getThreshold(),
          rule.getHeadroom(),
          Times.inSentence(rule.getExplanation()));
    }
    if (!table.isEmpty()) {
      out.table(table);
    }
  }

  /// Everything about a proposal.
  public static void print(Proposal view, Output out) {
    out.line("proposal " + view.getId() + " by " + view.getProposer() + ": " + view.getType());
    out.line("  state      " + view.getState());
    out.line("  change     " + view.getChange().toStringUtf8());
    if (!view.getMissingList().isEmpty()) {
      out.line("  missing    " + String.join(", ", view.getMissingList()));
    }
    if (view.getEffectiveAtTs() != 0) {
      out.line("  effective  " + Times.text(view.getEffectiveAtTs()));
    }
    out.line("  expires    " + Times.text(view.getExpiresTs()));
    out.line("  leaf hash  " + view.getLeafHash());
    for (ApprovalView approval : view.getApprovalsList()) {
      out.line("  " + approval(approval));
    }
  }

  private static String approval(ApprovalView approval) {
    return (approval.getVerdict() + "          ").substring(0, 10)
        + " "
        + approval.getMember()
        + (approval.getGroup().isEmpty() ? "" : " for " + approval.getGroup())
        + (approval.getCounts() ? "" : " (does not count)")
        + (approval.getTs() == 0 ? "" : " at " + Times.text(approval.getTs()));
  }

  private static String reason(String reason) {
    return reason.isEmpty() ? "" : ": " + Times.inSentence(reason);
  }
}
