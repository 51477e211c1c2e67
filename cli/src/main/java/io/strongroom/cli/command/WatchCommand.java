package io.strongroom.cli.command;

import io.strongroom.cli.client.Sentences;
import io.strongroom.cli.client.Session;
import io.strongroom.cli.client.Subject;
import io.strongroom.cli.client.Views;
import io.strongroom.cli.policy.Amounts;
import io.strongroom.cli.terminal.Exit;
import io.strongroom.cli.terminal.Output;
import io.strongroom.cli.terminal.Times;
import io.strongroom.proto.v1.WatchAllRequest;
import io.strongroom.proto.v1.Withdrawal;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Follows withdrawals.
@Command(
    name = "watch",
    description = {
      "Follow one withdrawal until it is final, or every withdrawal until Ctrl-C.",
      "With --json, all withdrawals come as one object a line."
    },
    footer = {"  strongroom watch inv-4711", "  strongroom watch --json"})
final class WatchCommand extends MemberCommand {

  @Parameters(
      paramLabel = "ID",
      arity = "0..1",
      description = "Id of a withdrawal, or the beginning of its leaf hash.")
  Optional<String> name = Optional.empty();

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "7d",
      description = "How long to follow one withdrawal at most. Default: ${DEFAULT-VALUE}")
  String timeout;

  @Override
  Exit run(Output output, Session session) {
    Amounts amounts = session.amounts();
    if (name.isPresent()) {
      String leafHash = Subject.findWithdrawal(session, name.get()).leafHash().hex();
      Duration most = Duration.ofMillis(Times.durationMs("--timeout", timeout));
      return Following.follow(session, leafHash, most, view -> false, amounts, output);
    }
    output.tell("following every withdrawal; Ctrl-C ends it");
    Iterator<Withdrawal> stream = session.desk().watchAll(WatchAllRequest.getDefaultInstance());
    while (session.ask(stream::hasNext)) {
      Withdrawal view = stream.next();
      if (output.isJson()) {
        output.print(Views.json(view));
      } else {
        output.line(
            Times.text(Clock.systemUTC().millis())
                + "  "
                + view.getState()
                + "  "
                + Sentences.what(view, amounts)
                + (view.getReason().isEmpty() ? "" : "  " + view.getReason()));
      }
    }
    return Exit.OK;
  }
}
