package io.strongroom.cli.process;

import io.strongroom.cli.terminal.CliException;
import io.strongroom.cli.terminal.Exit;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Where this distribution, or this checkout, is: it holds the applications of the other processes.
///
/// @param root what `-Dstrongroom.home` says
public record Home(Path root) {

  /// The system property that the launcher sets.
  public static final String PROPERTY = "strongroom.home";

  /// The programs that are started from here.
  public enum App {
    /// The signer node.
    NODE("node", "io.strongroom.node.NodeMain"),
    /// The coordinator.
    COORDINATOR("coordinator", "io.strongroom.coordinator.CoordinatorMain");

    private final String folder;
    private final String main;

    App(String folder, String main) {
      this.folder = folder;
      this.main = main;
    }

    /// `node`, `coordinator`.
    public String folder() {
      return folder;
    }
  }

  /// Finds it.
  ///
  /// @throws CliException when the launcher did not say
  public static Home find() {
    String home = System.getProperty(PROPERTY, "");
    if (home.isBlank()) {
      throw new CliException(
          Exit.FAILURE,
          "NO_HOME",
          "",
          "started without -D" + PROPERTY + ": use the strongroom script");
    }
    return new Home(Path.of(home).toAbsolutePath().normalize());
  }

  /// What a program does with the archive of loaded classes that halves its start.
  public enum ClassArchive {
    /// Nothing: for real clusters.
    IGNORED,
    /// Uses it if it is there and fits.
    USED,
    /// Uses it, and writes it at its end if it was not there or did not fit.
    KEPT
  }

  /// The command that starts a program.
  ///
  /// @throws CliException when the program is not built
  public List<String> command(App app, ClassArchive archive, List<String> arguments) {
    Path folder = root.resolve(app.folder).resolve("target").resolve("app");
    if (!Files.isDirectory(folder.resolve("lib"))) {
      throw new CliException(
          Exit.FAILURE, "NOT_BUILT", "", "there is no " + folder + ": build Strongroom first");
    }
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(archiveOptions(app, archive));
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx512m",
            "-cp",
            folder + "/*" + File.pathSeparator + folder + "/lib/*",
            app.main));
    command.addAll(arguments);
    return command;
  }

  private List<String> archiveOptions(App app, ClassArchive archive) {
    Path folder = root.resolve("target").resolve("cds");
    Path file = folder.resolve(app.folder + ".jsa");
    return switch (archive) {
      case IGNORED -> List.of();
      case USED ->
          Files.exists(file)
              ? List.of("-Xlog:disable", "-XX:SharedArchiveFile=" + file)
              : List.of();
      case KEPT ->
          isWritable(folder)
              ? List.of(
                  "-Xlog:disable", "-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + file)
              : List.of();
    };
  }

  private static boolean isWritable(Path folder) {
    try {
      return Files.isWritable(Files.createDirectories(folder));
    } catch (IOException e) {
      return false;
    }
  }

  /// The Java program that runs this one.
  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
