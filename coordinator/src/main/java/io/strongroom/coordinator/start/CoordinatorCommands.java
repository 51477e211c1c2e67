package io.strongroom.coordinator.start;

import io.strongroom.coordinator.config.CoordinatorConfig;
import io.strongroom.coordinator.sequence.Sequencer;
import io.strongroom.platform.config.CommandLine;
import io.strongroom.platform.config.ConfigException;
import io.strongroom.platform.process.ExitCode;
import io.strongroom.platform.process.ProcessDirectory;
import io.strongroom.platform.process.ProcessFailure;
import io.strongroom.platform.process.ProcessLog;
import io.strongroom.platform.seal.SealException;
import io.strongroom.platform.server.ClusterProcess;
import io.strongroom.platform.tls.PinException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// What the coordinator's main class can be asked to do.
public final class CoordinatorCommands {

  private CoordinatorCommands() {}

  /// Carries the arguments out. Running prints `ready host:port` once it serves and returns when
  /// the process is asked to end.
  public static void execute(List<String> arguments, PrintStream out)
      throws ProcessFailure, SealException, PinException, InterruptedException {
    try {
      switch (CommandLine.parse(arguments, false)) {
        case CommandLine.Help _ -> out.print(CommandLine.usage("CoordinatorMain", false));
        case CommandLine.Init init -> out.println(CoordinatorInit.run(init));
        case CommandLine.Run run -> serve(run, out);
      }
    } catch (ConfigException e) {
      throw new ProcessFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  private static void serve(CommandLine.Run run, PrintStream out)
      throws ProcessFailure, SealException, PinException, ConfigException, InterruptedException {
    ProcessDirectory directory = new ProcessDirectory(run.directory());
    if (Files.isDirectory(directory.root())) {
      ProcessLog.toFile(directory, "coordinator");
    }
    ClusterProcess process = CoordinatorStart.run(run);
    String host = process.context().getBean(CoordinatorConfig.class).listen().host();
    CompletableFuture<RuntimeException> failure =
        process.context().getBean(Sequencer.class).failure();
    var _ = failure.thenRunAsync(process::close);
    out.println("ready " + host + ":" + process.port());
    out.flush();
    process.awaitShutdown();
    if (failure.isDone()) {
      throw ProcessFailure.of(failure.join());
    }
  }
}
