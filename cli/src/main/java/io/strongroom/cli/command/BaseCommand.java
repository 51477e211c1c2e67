package io.strongroom.cli.command;

import io.strongroom.cli.terminal.Exit;
import io.strongroom.cli.terminal.Output;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What every command has: `--json`, `--help`, and an exit code.
@Command(
    mixinStandardHelpOptions = false,
    sortOptions = false,
    usageHelpAutoWidth = true,
    synopsisHeading = "%nUsage: ",
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n")
abstract class BaseCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON object instead of text.")
  boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Override
  public final Integer call() throws Exception {
    Output output = new Output(spec.commandLine().getOut(), spec.commandLine().getErr(), json);
    return run(output).number();
  }

  /// Does the work.
  ///
  /// @throws Exception that [io.strongroom.cli.terminal.Failures] turns into an exit code
  abstract Exit run(Output output) throws Exception;
}
