package io.strongroom.cli.command;

import io.strongroom.cli.process.Foreground;
import io.strongroom.cli.process.Home;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Makes the keys of a signer node and runs it: starts the process in the foreground and ends with
/// its exit code.
@Command(
    name = "node",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = "A signer node: make its keys, run it.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {NodeCommand.Init.class, NodeCommand.Run.class})
final class NodeCommand {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  /// What both have.
  @Command(
      sortOptions = false,
      usageHelpAutoWidth = true,
      footerHeading = "%nExamples:%n",
      optionListHeading = "%nOptions:%n")
  abstract static class Started implements Callable<Integer> {
    @Option(
        names = "--dir",
        required = true,
        paramLabel = "DIR",
        description = "The process's directory.")
    Path directory;

    @Mixin PassphraseOptions passphrase;

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help.")
    boolean help;

    /// Arguments before the common ones.
    abstract List<String> arguments();

    @Override
    public Integer call() throws Exception {
      List<String> arguments = new ArrayList<>(arguments());
      arguments.addAll(List.of("--dir", directory.toString()));
      arguments.addAll(passphrase.arguments());
      return Foreground.run(
          Home.find().command(Home.App.NODE, Home.ClassArchive.IGNORED, arguments),
          passphrase.descriptor);
    }
  }

  /// Makes keys.
  @Command(
      name = "init",
      description = "Create the keys of a node and its public identity.json, for the ceremony.",
      footer = "  strongroom node init --dir n1 --id node-1 --index 1")
  static final class Init extends Started {
    @Option(names = "--id", required = true, paramLabel = "ID", description = "Such as node-1.")
    String id;

    @Option(names = "--index", paramLabel = "N", description = "The index to ask the ceremony for.")
    Optional<Integer> index = Optional.empty();

    @Override
    List<String> arguments() {
      List<String> arguments = new ArrayList<>(List.of("init", "--id", id));
      index.ifPresent(number -> arguments.addAll(List.of("--index", number.toString())));
      return arguments;
    }
  }

  /// Runs it.
  @Command(
      name = "run",
      description = {
        "Run it in the foreground. Prints 'ready HOST:PORT' when it serves; ends gracefully on SIGTERM.",
        "Ends with the process's own exit code: 3 wrong passphrase, 4 corrupt data, 5 port in use, 6 disk, 7 clock, 8 identity."
      },
      footer = "  strongroom node run --dir n1 --passphrase-file passphrase")
  static final class Run extends Started {
    @Override
    List<String> arguments() {
      return List.of();
    }
  }
}
