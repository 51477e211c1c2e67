package io.strongroom.cli.command;

import io.strongroom.cli.client.Desk;
import io.strongroom.cli.client.Sentences;
import io.strongroom.cli.client.Session;
import io.strongroom.cli.client.Subject;
import io.strongroom.cli.client.Views;
import io.strongroom.cli.terminal.Exit;
import io.strongroom.cli.terminal.Output;
import io.strongroom.custody.statement.Cancel;
import io.strongroom.proto.v1.SubmitResponse;
import java.time.Clock;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Cancels an own request.
@Command(
    name = "cancel",
    description = {
      "Cancel your own request.",
      "One that is authorised already is not signed any more, and ends when its holders release it."
    },
    footer = "  strongroom cancel inv-4711")
final class CancelCommand extends MemberCommand {

  private static final Duration LIFE = Duration.ofDays(30);

  @Parameters(
      paramLabel = "ID",
      description = "Id of the request, or the beginning of its leaf hash.")
  String name;

  @Override
  Exit run(Output output, Session session) throws Exception {
    Subject subject = Subject.findWithdrawal(session, name);
    long expires = Clock.systemUTC().millis() + LIFE.toMillis();
    Cancel statement =
        new Cancel(
            session.header(Session.freshId("cancel"), expires),
            subject.prove(session).leaf().hash());
    SubmitResponse answer = new Desk(session).submit(session.sign(statement));
    output.line("cancellation of " + subject.name() + " " + Sentences.acknowledged(answer));
    output.json(Views.json(answer).put("subject", subject.leafHash().hex()));
    return Exit.OK;
  }
}
