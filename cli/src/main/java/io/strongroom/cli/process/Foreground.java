package io.strongroom.cli.process;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A process that takes this one's place at the terminal: same input and output, same end.
public final class Foreground {

  private static final long STOP_SECONDS = 15;

  private Foreground() {}

  /// Runs a command until it ends. When this process is asked to end, so is that one.
  ///
  /// @param input a file descriptor of this process that becomes the command's standard input; else
  ///   it shares this process's
  /// @return its exit code
  public static int run(List<String> command, Optional<Integer> input)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    input.ifPresent(number -> builder.redirectInput(new File("/dev/fd/" + number)));
    Process process = builder.start();
    Thread stop =
        new Thread(
            () -> {
              process.destroy();
              try {
                if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                  process.destroyForcibly();
                }
              } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
              }
            },
            "stop-foreground");
    Runtime.getRuntime().addShutdownHook(stop);
    return process.waitFor();
  }
}
