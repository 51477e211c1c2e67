package io.strongroom.coordinator;

import io.strongroom.coordinator.start.CoordinatorCommands;
import io.strongroom.platform.process.Mains;
import java.util.List;

/// The coordinator's process.
public final class CoordinatorMain {

  private CoordinatorMain() {}

  /// Runs or creates a coordinator; ends with the exit codes of
  /// [io.strongroom.platform.process.ExitCode].
  ///
  /// @param args as `--help` prints
  public static void main(String[] args) {
    System.exit(
        Mains.run(
            "coordinator",
            System.err,
            () -> CoordinatorCommands.execute(List.of(args), System.out)));
  }
}
