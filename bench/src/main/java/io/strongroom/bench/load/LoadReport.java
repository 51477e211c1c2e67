package io.strongroom.bench.load;

import io.strongroom.bench.Sample;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// Prints the outcomes of stages as a table, or as JSON.
public final class LoadReport {

  private final List<Stage.Outcome> outcomes;

  /// @param outcomes in the order of the stages
  public LoadReport(List<Stage.Outcome> outcomes) {
    this.outcomes = outcomes;
  }

  /// Prints tables.
  public void print(PrintStream out) {
    out.printf(
        "%11s %6s %9s | %9s %9s %9s | %11s %11s %11s%n",
        "concurrency",
        "count",
        "per s",
        "p50 ms",
        "p95 ms",
        "p99 ms",
        "submit p50",
        "session p50",
        "to SIGNED");
    for (Stage.Outcome outcome : outcomes) {
      Sample total = sample(outcome, Timing::totalMs);
      out.printf(
          "%11d %6d %9.1f | %9.1f %9.1f %9.1f | %11.1f %11.1f %11.1f%n",
          outcome.stage().concurrency(),
          outcome.stage().count(),
          outcome.stage().count() / outcome.seconds(),
          total.median(),
          total.quantile(0.95),
          total.quantile(0.99),
          sample(outcome, Timing::submitMs).median(),
          sample(outcome, Timing::sessionMs).median(),
          sample(outcome, Timing::gapMs).median());
    }
    outcomes.forEach(outcome -> printCpu(out, outcome));
  }

  private static void printCpu(PrintStream out, Stage.Outcome outcome) {
    out.printf("CPU ms per withdrawal at concurrency %d:", outcome.stage().concurrency());
    outcome
        .cpu()
        .processMs()
        .forEach((name, ms) -> out.printf("  %s %.1f", name, ms / outcome.stage().count()));
    out.printf("; others took %.0f%% of the machine%n", 100 * outcome.cpu().othersShare());
  }

  private static String cpuJson(Stage.Outcome outcome) {
    return outcome.cpu().processMs().entrySet().stream()
        .map(process ->
            String.format(
                Locale.ROOT,
                "\"%s\":%.2f",
                process.getKey(),
                process.getValue() / outcome.stage().count()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  /// Writes one JSON object.
  public String json() {
    StringBuilder out = new StringBuilder("{\"stages\":[");
    String comma = "";
    for (Stage.Outcome outcome : outcomes) {
      Sample total = sample(outcome, Timing::totalMs);
      out.append(comma)
          .append(
              String.format(
                  Locale.ROOT,
                  "{\"concurrency\":%d,\"count\":%d,\"perSecond\":%.2f,\"p50Ms\":%.2f,"
                      + "\"p95Ms\":%.2f,\"p99Ms\":%.2f,\"submitP50Ms\":%.2f,"
                      + "\"sessionP50Ms\":%.2f,\"authorizedToSignedP50Ms\":%.2f,"
                      + "\"othersShare\":%.3f,\"cpuMsPerWithdrawal\":%s}",
                  outcome.stage().concurrency(),
                  outcome.stage().count(),
                  outcome.stage().count() / outcome.seconds(),
                  total.median(),
                  total.quantile(0.95),
                  total.quantile(0.99),
                  sample(outcome, Timing::submitMs).median(),
                  sample(outcome, Timing::sessionMs).median(),
                  sample(outcome, Timing::gapMs).median(),
                  outcome.cpu().othersShare(),
                  cpuJson(outcome)));
      comma = ",";
    }
    return out.append("]}\n").toString();
  }

  private static Sample sample(Stage.Outcome outcome, ToDoubleFunction<Timing> part) {
    Sample sample = new Sample();
    outcome.timings().forEach(timing -> sample.add(part.applyAsDouble(timing)));
    return sample;
  }
}
