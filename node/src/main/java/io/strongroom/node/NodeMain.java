package io.strongroom.node;

import io.strongroom.node.start.NodeInit;
import io.strongroom.node.start.RunningNode;
import io.strongroom.platform.config.CommandLine;
import io.strongroom.platform.config.ConfigException;
import io.strongroom.platform.process.ExitCode;
import io.strongroom.platform.process.Mains;
import io.strongroom.platform.process.ProcessDirectory;
import io.strongroom.platform.process.ProcessFailure;
import io.strongroom.platform.process.ProcessLog;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.List;

/// The node's program. Prints `ready host:port` when it serves; its exit codes are those of
/// [ExitCode].
public final class NodeMain {

  private static final String MAIN = "node";

  private NodeMain() {}

  /// Runs it.
  public static void main(String[] arguments) {
    int code = Mains.run(MAIN, System.err, () -> run(List.of(arguments), System.out));
    System.out.flush();
    Runtime.getRuntime().halt(code);
  }

  private static void run(List<String> arguments, PrintStream out) throws Exception {
    switch (parse(arguments)) {
      case CommandLine.Help help -> out.print(CommandLine.usage(MAIN, true));
      case CommandLine.Init init -> out.println(NodeInit.describe(init, NodeInit.run(init)));
      case CommandLine.Run run -> {
        logTo(new ProcessDirectory(run.directory()));
        try (RunningNode node = RunningNode.start(run)) {
          out.println("ready " + node.address());
          out.flush();
          node.awaitShutdown();
        }
      }
    }
  }

  /// A directory that is not there is not made: it was mistyped.
  private static void logTo(ProcessDirectory directory) throws ProcessFailure {
    if (Files.isDirectory(directory.root())) {
      ProcessLog.toFile(directory.create(), MAIN);
    }
  }

  private static CommandLine parse(List<String> arguments) throws ProcessFailure {
    try {
      return CommandLine.parse(arguments, true);
    } catch (ConfigException e) {
      throw new ProcessFailure(
          ExitCode.USAGE, e.getMessage() + "; --help explains the arguments", e);
    }
  }
}
