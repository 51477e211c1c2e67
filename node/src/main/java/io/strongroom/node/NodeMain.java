package io.strongroom.node;

import io.strongroom.node.config.CommandLine;
import io.strongroom.node.config.ConfigException;
import io.strongroom.node.start.NodeInit;
import io.strongroom.node.start.RunningNode;
import io.strongroom.platform.process.ExitCode;
import io.strongroom.platform.process.Mains;
import io.strongroom.platform.process.ProcessFailure;
import java.io.PrintStream;
import java.util.List;

/// The node's program. Prints `ready host:port` when it serves; its exit codes are those of
/// [ExitCode].
public final class NodeMain {

  private NodeMain() {}

  /// Runs it.
  public static void main(String[] arguments) {
    int code = Mains.run("node", System.err, () -> run(List.of(arguments), System.out));
    System.out.flush();
    Runtime.getRuntime().halt(code);
  }

  private static void run(List<String> arguments, PrintStream out) throws Exception {
    switch (parse(arguments)) {
      case CommandLine.Help help -> out.print(CommandLine.USAGE);
      case CommandLine.Init init -> out.println(NodeInit.describe(init, NodeInit.run(init)));
      case CommandLine.Run run -> {
        try (RunningNode node = RunningNode.start(run)) {
          out.println("ready " + node.address());
          out.flush();
          node.awaitShutdown();
        }
      }
    }
  }

  private static CommandLine parse(List<String> arguments) throws ProcessFailure {
    try {
      return CommandLine.parse(arguments);
    } catch (ConfigException e) {
      throw new ProcessFailure(ExitCode.USAGE, e.getMessage() + "\n" + CommandLine.USAGE, e);
    }
  }
}
