package io.strongroom.cli.command;

import io.strongroom.cli.terminal.Times;
import java.time.Duration;
import picocli.CommandLine.Option;

/// Whether and how long to wait for the end.
final class WaitOptions {

  @Option(names = "--wait", description = "Wait until it is final, and tell what happens.")
  boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "10m",
      description = "How long to wait at most. Default: ${DEFAULT-VALUE}")
  String timeout;

  Duration most() {
    return Duration.ofMillis(Times.durationMs("--timeout", timeout));
  }
}
