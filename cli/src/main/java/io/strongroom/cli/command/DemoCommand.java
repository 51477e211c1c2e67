package io.strongroom.cli.command;

import io.strongroom.cli.demo.Demonstration;
import io.strongroom.cli.terminal.Exit;
import io.strongroom.cli.terminal.Output;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Shows a whole cluster at work.
@Command(
    name = "demo",
    description = {
      "See a whole cluster at work on this machine.",
      "Starts a coordinator and three nodes with fresh keys, generates a vault's key, adopts a policy, makes five",
      "withdrawals, and then plays a stolen coordinator. Weak keys, short delays: for looking only."
    },
    footer = {
      "  strongroom demo                      then try it from another terminal",
      "  strongroom demo --exit --json        one JSON object, the story on standard error",
      "  strongroom demo --dir ./demo         keep everything that it made"
    })
final class DemoCommand extends BaseCommand {

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description =
          "An empty directory to use and keep. Default: a temporary one, removed at the end.")
  Optional<Path> directory = Optional.empty();

  @Option(names = "--exit", description = "End at the end instead of leaving the cluster running.")
  boolean exit;

  @Option(names = "--no-chain", description = "Do not look for an Ethereum test node.")
  boolean noChain;

  @Override
  Exit run(Output output) throws Exception {
    return new Demonstration(directory, exit, !noChain).run(output);
  }
}
