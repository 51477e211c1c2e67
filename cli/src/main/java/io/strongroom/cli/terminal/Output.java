package io.strongroom.cli.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;

/// Where a command's answer goes. With `--json` standard output gets exactly one JSON object, and
/// what is meant for people is left out or goes to standard error.
public final class Output {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean json;

  public Output(PrintWriter out, PrintWriter err, boolean json) {
    this.out = out;
    this.err = err;
    this.json = json;
  }

  /// An empty object.
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public boolean isJson() {
    return json;
  }

  /// A line for people; nothing with `--json`.
  public void line(String text) {
    if (!json) {
      out.println(text);
      out.flush();
    }
  }

  /// A table for people; nothing with `--json`.
  public void table(Table table) {
    table.lines().forEach(this::line);
  }

  /// What a person should read in any case: warnings, questions, the demonstration's story. On
  /// standard error with `--json`.
  public void tell(String text) {
    PrintWriter to = json ? err : out;
    to.println(text);
    to.flush();
  }

  /// A warning, on standard error.
  public void warn(String text) {
    err.println(text);
    err.flush();
  }

  /// The command's whole answer as an object; nothing without `--json`.
  public void json(JsonNode node) {
    if (json) {
      print(node);
    }
  }

  /// One of many objects of a stream, on a line of its own.
  public void print(JsonNode node) {
    try {
      out.println(MAPPER.writeValueAsString(node));
      out.flush();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain JSON values cannot be written", e);
    }
  }

  /// Begins something that may take more than a second.
  public Progress progress(String what) {
    return new Progress(err, terminal().isPresent(), what);
  }

  private static Optional<Console> terminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal);
  }

  /// Asks at the terminal for a plain yes.
  ///
  /// @param option that answers it in advance, for the message when there is no terminal
  public void confirm(String question, String option) {
    String answer = ask(question + " Type yes to go on: ", option);
    if (!answer.strip().toLowerCase(Locale.ROOT).equals("yes")) {
      throw new CliException(Exit.FAILURE, "NOT_CONFIRMED", "", "not confirmed; nothing was done");
    }
  }

  /// Asks at the terminal.
  ///
  /// @param option that answers it in advance, for the message when there is no terminal
  public String ask(String question, String option) {
    Console console =
        terminal()
            .orElseThrow(
                () -> CliException.usage(option, "needed, because there is no terminal to ask at"));
    String answer = console.readLine("%s", question);
    return answer == null ? "" : answer;
  }
}
