package io.strongroom.bench.load;

import io.strongroom.bench.Sample;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// Prints the outcomes of stages as a table, or as JSON.
public final class LoadReport {

  private final List<Stage.Outcome> outcomes;

  public LoadReport(List<Stage.Outcome> outcomes) {
    this.outcomes = outcomes;
  }

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
  }

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
                      + "\"sessionP50Ms\":%.2f,\"authorizedToSignedP50Ms\":%.2f}",
                  outcome.stage().concurrency(),
                  outcome.stage().count(),
                  outcome.stage().count() / outcome.seconds(),
                  total.median(),
                  total.quantile(0.95),
                  total.quantile(0.99),
                  sample(outcome, Timing::submitMs).median(),
                  sample(outcome, Timing::sessionMs).median(),
                  sample(outcome, Timing::gapMs).median()));
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
