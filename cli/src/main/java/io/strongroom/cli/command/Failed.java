package io.strongroom.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strongroom.cli.terminal.CliException;
import io.strongroom.cli.terminal.Exit;
import io.strongroom.cli.terminal.Failures;
import io.strongroom.cli.terminal.Output;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Prints failures: one sentence for people, or an object with `--json`; never a stack trace.
public final class Failed implements IExecutionExceptionHandler, IParameterExceptionHandler {

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    return report(Failures.of(failure), command, asJson(command.getParseResult()));
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    boolean json = List.of(arguments).contains("--json");
    CliException usage =
        new CliException(Exit.USAGE, "USAGE", "", String.valueOf(failure.getMessage()));
    int exit = report(usage, command, json);
    if (!json) {
      UnmatchedArgumentException.printSuggestions(failure, command.getErr());
      command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
      command.getErr().flush();
    }
    return exit;
  }

  private static boolean asJson(ParseResult parsed) {
    return parsed != null && parsed.hasMatchedOption("--json");
  }

  /// Prints a failure.
  static int report(CliException failure, CommandLine command, boolean json) {
    if (json) {
      ObjectNode node = Output.object();
      node.putObject("error")
          .put("code", failure.code())
          .put("field", failure.field())
          .put("message", failure.sentence());
      new Output(command.getOut(), command.getErr(), true).print(node);
    } else {
      String code = failure.code().equals("USAGE") ? "" : " (" + failure.code() + ")";
      command.getErr().println("strongroom: " + failure.getMessage() + code);
      command.getErr().flush();
    }
    return failure.exit().number();
  }
}
