package io.strongroom.cli.command;

import io.strongroom.cli.ceremony.Drafting;
import io.strongroom.cli.client.Session;
import io.strongroom.cli.terminal.Exit;
import io.strongroom.cli.terminal.Output;
import io.strongroom.custody.statement.Change;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The allowlist.
@Command(
    name = "destination",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = "The allowlist of destinations: propose to add or remove one.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {DestinationCommand.Add.class, DestinationCommand.Remove.class})
final class DestinationCommand {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  /// Proposes an addition.
  @Command(
      name = "add",
      description = "Propose a destination. It can be paid after quorum, delay and cooling-off.",
      footer =
          "  strongroom destination add exchange-2 --group exchange --chain eip155:1 --address 0x52908400098527886E0F7030069857D2E4169EE7")
  static final class Add extends MemberCommand {

    @Parameters(paramLabel = "ID", description = "Its name in requests.")
    String id;

    @Option(
        names = "--group",
        paramLabel = "NAME",
        description = "The destination group that grants and limits name.")
    Optional<String> group = Optional.empty();

    @Option(
        names = "--chain",
        required = true,
        paramLabel = "ID",
        description = "CAIP-2, such as eip155:1.")
    String chain;

    @Option(names = "--address", required = true, paramLabel = "ADDRESS", description = "Where.")
    String address;

    @Mixin ProposeOptions proposing;

    @Override
    Exit run(Output output, Session session) throws Exception {
      var destination = Drafting.destination("--address", id, group, chain, address);
      return proposing.propose(
          session, new Change.AddDestination(destination), new byte[0], output);
    }
  }

  /// Proposes a removal.
  @Command(
      name = "remove",
      description = "Propose to remove a destination. It takes effect once change.tighten is met.",
      footer = "  strongroom destination remove exchange-2")
  static final class Remove extends MemberCommand {

    @Parameters(paramLabel = "ID", description = "Its name.")
    String id;

    @Mixin ProposeOptions proposing;

    @Override
    Exit run(Output output, Session session) throws Exception {
      return proposing.propose(session, new Change.RemoveDestination(id), new byte[0], output);
    }
  }
}
