package io.strongroom.cli.command;

import io.strongroom.cli.client.Desk;
import io.strongroom.cli.client.Proposals;
import io.strongroom.cli.client.Sentences;
import io.strongroom.cli.client.Session;
import io.strongroom.cli.client.Views;
import io.strongroom.cli.terminal.Exit;
import io.strongroom.cli.terminal.Output;
import io.strongroom.cli.terminal.Progress;
import io.strongroom.cli.terminal.Times;
import io.strongroom.custody.statement.Change;
import io.strongroom.proto.v1.Proposal;
import io.strongroom.proto.v1.SubmitResponse;
import java.time.Clock;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What every proposal has: an id, an expiry, and perhaps waiting for it to take effect.
final class ProposeOptions {

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Your id for the proposal, used once. Default: a random one.")
  Optional<String> id = Optional.empty();

  @Option(
      names = "--expires",
      paramLabel = "DURATION",
      defaultValue = "14d",
      description = "By when it must have taken effect. Default: ${DEFAULT-VALUE}")
  String expires;

  @Mixin WaitOptions waiting;

  /// Proposes a change and tells what became of it.
  ///
  /// @param attachment the document that the change names by hash, else empty
  Exit propose(Session session, Change change, byte[] attachment, Output output)
      throws InterruptedException {
    long until = Clock.systemUTC().millis() + Times.durationMs("--expires", expires);
    String name = id.orElseGet(() -> Session.freshId("p"));
    SubmitResponse answer = new Desk(session).propose(name, until, change, attachment);
    String leafHash = Views.hex(answer.getLeafHash());
    output.line("proposed: " + Changes.text(change));
    output.line("proposal " + name + " " + Sentences.acknowledged(answer));
    Proposal view = Proposals.find(session, leafHash);
    if (waiting.wait) {
      try (Progress _ = output.progress("waiting for approvals and delay of proposal " + name)) {
        view = Proposals.await(session, leafHash, waiting.most());
      }
    }
    Sentences.print(view, output);
    var node = Views.json(answer);
    node.set("proposal", Views.json(view));
    output.json(node);
    return switch (view.getState()) {
      case "REJECTED", "EXPIRED", "REFUSED" -> Exit.REFUSED;
      default -> Exit.OK;
    };
  }
}
