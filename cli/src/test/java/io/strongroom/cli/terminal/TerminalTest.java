package io.strongroom.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.strongroom.platform.grpc.ErrorCode;
import io.strongroom.platform.grpc.StrongroomException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tables, times, streams, and what failures mean.
final class TerminalTest {

  @Test
  void columnsLineUp() {
    Table table = new Table("ID", "STATE").row("long-name", "X").row("a", "PENDING");

    assertEquals(List.of("ID         STATE", "long-name  X", "a          PENDING"), table.lines());
    assertThrows(IllegalArgumentException.class, () -> table.row("one"));
  }

  @Test
  void times_areReadable() {
    assertEquals("2026-01-02 03:04:05Z", Times.text(1_767_323_045_000L));
    assertEquals("-", Times.text(0));
    assertEquals("180 ms", Times.elapsed(Duration.ofMillis(180)));
    assertEquals("3.2 s", Times.elapsed(Duration.ofMillis(3_200)));
    assertEquals(
        "it waits until 2026-01-02 03:04:05Z", Times.inSentence("it waits until 1767323045000"));
    assertEquals("txid 0x1767323045000ab", Times.inSentence("txid 0x1767323045000ab"));
  }

  @Test
  void malformedDuration_namesTheOption() {
    assertEquals(
        "--expires",
        assertThrows(CliException.class, () -> Times.durationMs("--expires", "soon")).field());
  }

  @Test
  void withJson_standardOutputHasNothingElse() {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Output output = new Output(new PrintWriter(out), new PrintWriter(err), true);

    output.line("for people");
    output.tell("the story");
    output.json(Output.object().put("a", 1));

    assertEquals("{\"a\":1}\n", out.toString());
    assertEquals("the story\n", err.toString());
  }

  @Test
  void withoutATerminal_aQuestionNamesTheOptionThatAnswersIt() {
    Output output =
        new Output(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), false);

    assertEquals(
        "--yes", assertThrows(CliException.class, () -> output.confirm("Sure?", "--yes")).field());
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_FOUND,NOT_FOUND",
    "UNAVAILABLE,UNREACHABLE",
    "DEADLINE_EXCEEDED,UNREACHABLE",
    "INVALID_ARGUMENT,USAGE",
    "FAILED_PRECONDITION,REFUSED",
    "PERMISSION_DENIED,REFUSED",
    "ALREADY_EXISTS,REFUSED",
    "INTERNAL,FAILURE"
  })
  void callsThatFail_haveTheirExitCode(Status.Code status, Exit exit) {
    var failure =
        Failures.of(
            new StrongroomException(
                new ErrorCode("SOME_REASON", status), "intent.amount", "No.", false));

    assertEquals(exit, failure.exit());
    assertEquals("SOME_REASON", failure.code());
    assertEquals("intent.amount", failure.field());
    assertEquals("No.", failure.sentence());
  }

  @Test
  void surprises_areOneSentence() {
    var failure = Failures.of(new IllegalStateException("odd"));

    assertEquals(Exit.FAILURE, failure.exit());
    assertTrue(failure.sentence().contains("odd"));
    assertFalse(failure.sentence().contains("\n"));
  }
}
