package io.strongroom.cli.command;

import io.strongroom.cli.client.Desk;
import io.strongroom.cli.client.ProvedEntry;
import io.strongroom.cli.client.Sentences;
import io.strongroom.cli.client.Session;
import io.strongroom.cli.client.Subject;
import io.strongroom.cli.client.Views;
import io.strongroom.cli.policy.Amounts;
import io.strongroom.cli.terminal.CliException;
import io.strongroom.cli.terminal.Exit;
import io.strongroom.cli.terminal.Output;
import io.strongroom.cli.terminal.Times;
import io.strongroom.custody.statement.Approval;
import io.strongroom.custody.statement.Destination;
import io.strongroom.custody.statement.Intent;
import io.strongroom.custody.statement.Proposal;
import io.strongroom.custody.statement.Request;
import io.strongroom.proto.v1.SubmitResponse;
import java.time.Clock;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Approves a request or a proposal, after proving here what it says.
@Command(
    name = "approve",
    description = {
      "Approve a request or a proposal.",
      "Before anything is shown, this command verifies the requester's signature and that a quorum of the nodes",
      "holds the entry. What you approve is exactly what is printed."
    },
    footer = {
      "  strongroom approve inv-4711",
      "  strongroom approve 3f9a11c2 --yes --passphrase-file passphrase"
    })
final class ApproveCommand extends MemberCommand {

  @Parameters(
      paramLabel = "ID",
      description = "Id of the request or proposal, or the beginning of its leaf hash.")
  String name;

  @Option(
      names = "--expires",
      paramLabel = "DURATION",
      defaultValue = "30d",
      description = "After which your approval says nothing. Default: ${DEFAULT-VALUE}")
  String expires;

  @Option(names = "--yes", description = "Do not ask. For scripts that have checked.")
  boolean yes;

  @Override
  Exit run(Output output, Session session) throws Exception {
    Subject subject = Subject.find(session, name);
    ProvedEntry proved = subject.prove(session);
    Desk desk = new Desk(session);
    long until = Clock.systemUTC().millis() + Times.durationMs("--expires", expires);
    Approval approval = desk.approval(proved, subject, Session.freshId("approval"), until);
    show(session, proved, approval, output);
    if (!yes) {
      output.confirm("Approve " + subject.name() + "?", "--yes");
    }
    SubmitResponse answer = desk.submit(session.sign(approval));
    output.line("approval " + Sentences.acknowledged(answer));
    output.json(Views.json(answer).put("approves", proved.leaf().hash().hex()));
    return Exit.OK;
  }

  private static void show(Session session, ProvedEntry proved, Approval approval, Output output) {
    output.tell(
        "verified: signed by "
            + proved.signer().id()
            + " ("
            + proved.signer().person()
            + "), entry "
            + proved.leaf().seq()
            + ", held by "
            + String.join(", ", proved.checkpoint().timesSeconds().keySet()));
    switch (proved.statement()) {
      case Request request -> {
        Intent intent =
            approval.intent().orElseThrow(() -> CliException.unproved("there is no intent"));
        Amounts amounts = session.amounts();
        output.tell("  pay        " + amounts.text(request.amount().toString(), request.asset()));
        output.tell("             = " + request.amount() + " base units");
        output.tell("  from       " + request.vault());
        output.tell("  to         " + request.destination());
        output.tell(
            "             = " + intent.address() + " (" + basis(session, request, intent) + ")");
        output.tell("  fee cap    " + amounts.text(request.feeCap().toString(), request.asset()));
        output.tell("  expires    " + Times.text(request.expires()));
        request.memo().ifPresent(memo -> output.tell("  memo       " + memo));
      }
      case Proposal proposal -> {
        output.tell("  change     " + Changes.text(proposal.change()));
        output.tell("  expires    " + Times.text(proposal.expires()));
      }
      default -> throw CliException.unproved("the entry is neither request nor proposal");
    }
    output.tell("  leaf hash  " + proved.leaf().hash().hex());
  }

  /// Where the address comes from. One that genesis names is compared here; of any other the nodes
  /// refuse an approval unless it is the allowlist's.
  private static String basis(Session session, Request request, Intent intent) {
    Optional<Destination> pinned =
        session.genesis().destinations().stream()
            .filter(each -> each.id().equals(request.destination()))
            .findFirst();
    if (pinned.isEmpty()) {
      return "not in genesis: nodes refuse your approval unless the allowlist says the same";
    }
    return pinned.get().address().equals(intent.address())
        ? "as in genesis"
        : "NOT the address in genesis, which is " + pinned.get().address();
  }
}
