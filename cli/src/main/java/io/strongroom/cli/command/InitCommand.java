package io.strongroom.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The ceremony.
@Command(
    name = "init",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = "The ceremony that begins a cluster: draft, sign, finish, install.",
    subcommands = {
      InitDraftCommand.class,
      InitSignCommand.class,
      InitFinishCommand.class,
      InitInstallCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nSteps:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  strongroom node init --dir n1 --id node-1          on every node's machine",
      "  strongroom coordinator init --dir co               on the coordinator's",
      "  strongroom member init --dir me --id board-1       on every member's",
      "  strongroom init draft --help                       then collect the identity.json files"
    })
final class InitCommand {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;
}
