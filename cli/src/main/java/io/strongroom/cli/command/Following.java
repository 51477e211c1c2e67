package io.strongroom.cli.command;

import io.strongroom.cli.client.Desk;
import io.strongroom.cli.client.Sentences;
import io.strongroom.cli.client.Session;
import io.strongroom.cli.client.Views;
import io.strongroom.cli.policy.Amounts;
import io.strongroom.cli.terminal.Exit;
import io.strongroom.cli.terminal.Output;
import io.strongroom.proto.v1.Withdrawal;
import java.time.Duration;
import java.util.function.Predicate;

/// Following a withdrawal, and what its end means for the exit code.
final class Following {

  private Following() {}

  /// Follows it until it is enough, telling every state, then prints it.
  static Exit follow(
      Session session,
      String leafHash,
      Duration most,
      Predicate<Withdrawal> enough,
      Amounts amounts,
      Output output) {
    Withdrawal last =
        new Desk(session)
            .follow(
                leafHash,
                most,
                enough,
                view ->
                    output.line(
                        view.getState()
                            + (view.getReason().isEmpty() ? "" : ": " + view.getReason())
                            + (view.getChainState().isEmpty()
                                ? ""
                                : " [" + view.getChainState() + "]")));
    print(last, amounts, output);
    return exitOf(last);
  }

  static void print(Withdrawal view, Amounts amounts, Output output) {
    Sentences.print(view, amounts, output);
    output.json(Views.json(view));
  }

  /// Refused when it ended without a signature.
  static Exit exitOf(Withdrawal view) {
    return switch (view.getState()) {
      case "DENIED", "REJECTED", "CANCELLED", "EXPIRED" -> Exit.REFUSED;
      default -> Exit.OK;
    };
  }
}
