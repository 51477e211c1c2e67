package io.strongroom.cli;

import io.strongroom.cli.command.Failed;
import io.strongroom.cli.command.Strongroom;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import picocli.CommandLine;

/// The `strongroom` program.
public final class Main {

  private static final int HELP_WIDTH = 120;

  private Main() {}

  /// Runs it. Its exit codes are those of [io.strongroom.cli.terminal.Exit].
  public static void main(String[] arguments) {
    System.setProperty("logback.configurationFile", "strongroom-cli-logback.xml");
    LogManager.getLogManager().reset();
    Logger.getLogger("").setLevel(Level.OFF);
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = run(arguments, out, err);
    out.flush();
    err.flush();
    System.exit(code);
  }

  /// Runs a command line.
  ///
  /// @return the exit code
  static int run(String[] arguments, PrintWriter out, PrintWriter err) {
    return command(out, err).execute(arguments);
  }

  /// The whole command, with all that is below it.
  static CommandLine command(PrintWriter out, PrintWriter err) {
    Failed failed = new Failed();
    CommandLine command = new CommandLine(new Strongroom());
    command.setOut(out).setErr(err);
    command.setExecutionExceptionHandler(failed);
    command.setParameterExceptionHandler(failed);
    command.setAbbreviatedOptionsAllowed(false);
    command.setOverwrittenOptionsAllowed(false);
    command.setUsageHelpWidth(HELP_WIDTH);
    command.setUsageHelpLongOptionsMaxWidth(28);
    return command;
  }
}
