package io.strongroom.cli.command;

import io.strongroom.cli.client.Desk;
import io.strongroom.cli.client.Sentences;
import io.strongroom.cli.client.Session;
import io.strongroom.cli.client.Subject;
import io.strongroom.cli.client.Views;
import io.strongroom.cli.terminal.Exit;
import io.strongroom.cli.terminal.Output;
import io.strongroom.custody.statement.Veto;
import io.strongroom.proto.v1.SubmitResponse;
import java.time.Clock;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Vetoes what waits for its delay.
@Command(
    name = "veto",
    description = {
      "Veto a request or a proposal during its delay.",
      "For members of a required group, and of security."
    },
    footer = "  strongroom veto inv-4711")
final class VetoCommand extends MemberCommand {

  private static final Duration LIFE = Duration.ofDays(30);

  @Parameters(
      paramLabel = "ID",
      description = "Id of the request or proposal, or the beginning of its leaf hash.")
  String name;

  @Override
  Exit run(Output output, Session session) throws Exception {
    Subject subject = Subject.find(session, name);
    long expires = Clock.systemUTC().millis() + LIFE.toMillis();
    Veto statement =
        new Veto(
            session.header(Session.freshId("veto"), expires), subject.prove(session).leaf().hash());
    SubmitResponse answer = new Desk(session).submit(session.sign(statement));
    output.line("veto of " + subject.name() + " " + Sentences.acknowledged(answer));
    output.json(Views.json(answer).put("subject", subject.leafHash().hex()));
    return Exit.OK;
  }
}
