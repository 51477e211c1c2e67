package io.strongroom.cli.command;

import io.strongroom.cli.client.Session;
import io.strongroom.cli.terminal.Exit;
import io.strongroom.cli.terminal.Output;
import io.strongroom.custody.statement.Change;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Proposes to lift a freeze.
@Command(
    name = "unfreeze",
    description =
        "Propose to lift a freeze. It takes the policy's quorum, and its delay after that.",
    footer = {"  strongroom unfreeze", "  strongroom unfreeze --vault hot --wait"})
final class UnfreezeCommand extends MemberCommand {

  @Option(
      names = "--vault",
      paramLabel = "NAME",
      description = "The freeze of this vault. Default: that of the whole cluster.")
  Optional<String> vault = Optional.empty();

  @Mixin ProposeOptions proposing;

  @Override
  Exit run(Output output, Session session) throws Exception {
    return proposing.propose(
        session, new Change.Unfreeze(FreezeCommand.scope(vault)), new byte[0], output);
  }
}
