package io.strongroom.cli.command;

import io.strongroom.cli.client.Desk;
import io.strongroom.cli.client.Sentences;
import io.strongroom.cli.client.Session;
import io.strongroom.cli.client.Subject;
import io.strongroom.cli.client.Views;
import io.strongroom.cli.terminal.Exit;
import io.strongroom.cli.terminal.Output;
import io.strongroom.custody.statement.Rejection;
import io.strongroom.proto.v1.SubmitResponse;
import java.time.Clock;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Rejects a request or a proposal.
@Command(
    name = "reject",
    description = {
      "Reject a request or a proposal.",
      "It takes your own approval back, whichever came first; it ends the whole only when the others can no",
      "longer reach the quorum."
    },
    footer = "  strongroom reject inv-4711")
final class RejectCommand extends MemberCommand {

  private static final Duration LIFE = Duration.ofDays(30);

  @Parameters(
      paramLabel = "ID",
      description = "Id of the request or proposal, or the beginning of its leaf hash.")
  String name;

  @Override
  Exit run(Output output, Session session) throws Exception {
    Subject subject = Subject.find(session, name);
    long expires = Clock.systemUTC().millis() + LIFE.toMillis();
    Rejection statement =
        new Rejection(
            session.header(Session.freshId("reject"), expires),
            subject.prove(session).leaf().hash());
    SubmitResponse answer = new Desk(session).submit(session.sign(statement));
    output.line("rejection of " + subject.name() + " " + Sentences.acknowledged(answer));
    output.json(Views.json(answer).put("subject", subject.leafHash().hex()));
    return Exit.OK;
  }
}
