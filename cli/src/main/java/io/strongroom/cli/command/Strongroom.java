package io.strongroom.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command itself; everything is in its subcommands.
@Command(
    name = "strongroom",
    sortOptions = false,
    usageHelpAutoWidth = true,
    versionProvider = Version.class,
    description = {
      "A custody cluster whose key never exists in one place: the coordinator proposes, every node decides.",
      "Unaudited software: use it with test networks and throw-away keys."
    },
    subcommands = {
      DemoCommand.class,
      InitCommand.class,
      NodeCommand.class,
      CoordinatorCommand.class,
      MemberInitCommand.Group.class,
      VaultCommand.class,
      RequestCommand.class,
      ApproveCommand.class,
      RejectCommand.class,
      CancelCommand.class,
      VetoCommand.class,
      FreezeCommand.class,
      UnfreezeCommand.class,
      ProposalsCommand.class,
      PolicyCommand.class,
      DestinationCommand.class,
      StatusCommand.class,
      WatchCommand.class,
      LogCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  strongroom demo                 see a whole cluster at work on this machine",
      "  strongroom request --help       every command explains itself, with examples",
      "  strongroom status --json        every command can answer in JSON",
      "",
      "Exit codes: 0 done, 2 wrong usage, 3 refused, 4 not found, 5 unreachable, 6 wrong passphrase, 1 anything else."
    })
public final class Strongroom {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  boolean version;
}
