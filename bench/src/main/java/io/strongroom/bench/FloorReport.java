package io.strongroom.bench;

import io.strongroom.bench.session.PartyCost;
import io.strongroom.bench.session.Shape;
import io.strongroom.bench.session.Workload;
import io.strongroom.bench.unit.UnitCost;
import io.strongroom.bench.unit.UnitOperation;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// Measures unit costs and whole sessions in one process, in turn, and compares: how many times the
/// floor does a party really take?
///
/// Every round measures all unit costs and then a few sessions of each kind, so that a machine that
/// slows down for a while slows down both sides of the comparison. The ratio is taken within each
/// round; printed are medians over the rounds. Times are CPU times of the one thread that does all
/// the work, without identity signatures, which have a column of their own.
///
/// Arguments: `[--rounds N] [--warmup SECONDS] [--json FILE]`.
public final class FloorReport {

  private static final int DEFAULT_ROUNDS = 15;
  private static final int DEFAULT_WARMUP_SECONDS = 20;
  private static final List<Shape> SHAPES =
      List.of(new Shape(2, 2), new Shape(2, 3), new Shape(3, 5));

  /// Runs one session of all parties and says what it cost each.
  @FunctionalInterface
  private interface SessionRun {
    PartyCost run();
  }

  /// One kind of session and all that was measured of it.
  private record Line(
      String name,
      Floor floor,
      int repeats,
      SessionRun session,
      Sample protocol,
      Sample identity,
      Sample sent,
      Sample allocated,
      Sample ratio,
      Sample bulkRatio) {

    Line(String name, Floor floor, int repeats, SessionRun session) {
      this(
          name,
          floor,
          repeats,
          session,
          new Sample(),
          new Sample(),
          new Sample(),
          new Sample(),
          new Sample(),
          new Sample());
    }

    void measure(Map<UnitCost, Double> units) {
      Sample round = new Sample();
      for (int i = 0; i < repeats; i++) {
        PartyCost cost = session.run();
        round.add(cost.protocolNanos());
        protocol.add(cost.protocolNanos());
        identity.add(cost.identityNanos());
        sent.add(cost.sentBytes());
        allocated.add(cost.allocatedBytes());
      }
      ratio.add(round.median() / floor.nanos(units));
      bulkRatio.add(round.median() / floor.bulkNanos(units));
    }
  }

  private final Map<UnitCost, UnitOperation> operations = new EnumMap<>(UnitCost.class);
  private final Map<UnitCost, Sample> units = new EnumMap<>(UnitCost.class);
  private final List<Line> lines = new ArrayList<>();

  private FloorReport() {
    for (UnitCost unit : UnitCost.values()) {
      operations.put(unit, unit.operation());
      units.put(unit, new Sample());
    }
    for (Shape shape : SHAPES) {
      Workload workload = new Workload(shape);
      int t = shape.threshold();
      lines.add(new Line("sign " + shape + " B=1", Floor.signing(t, 1), 5, () -> workload.sign(1)));
      lines.add(
          new Line("sign " + shape + " B=32", Floor.signing(t, 32), 1, () -> workload.sign(32)));
      lines.add(
          new Line(
              "dkg " + shape,
              Floor.keyGeneration(t, shape.partyCount()),
              1,
              workload::generateKey));
    }
  }

  /// Runs the report.
  public static void main(String[] args) throws IOException {
    int rounds = DEFAULT_ROUNDS;
    int warmup = DEFAULT_WARMUP_SECONDS;
    Path json = null;
    for (int i = 0; i + 1 < args.length; i += 2) {
      switch (args[i]) {
        case "--rounds" -> rounds = Integer.parseInt(args[i + 1]);
        case "--warmup" -> warmup = Integer.parseInt(args[i + 1]);
        case "--json" -> json = Path.of(args[i + 1]);
        default -> throw new IllegalArgumentException("unknown option " + args[i]);
      }
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    FloorReport report = new FloorReport();
    report.warmUp(warmup);
    for (int round = 0; round < rounds; round++) {
      report.measureRound();
    }
    report.print(out, rounds);
    if (json != null) {
      Files.writeString(json, report.json(rounds));
    }
  }

  private void warmUp(int seconds) {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    do {
      operations.forEach(UnitCost::measure);
      lines.forEach(line -> line.session().run());
    } while (System.nanoTime() < end);
  }

  private void measureRound() {
    Map<UnitCost, Double> now = new EnumMap<>(UnitCost.class);
    operations.forEach((unit, operation) -> {
      Sample sample = new Sample();
      for (int i = 0; i < 5; i++) {
        sample.add(unit.measure(operation));
      }
      now.put(unit, sample.median());
      Objects.requireNonNull(units.get(unit)).add(sample.median());
    });
    lines.forEach(line -> line.measure(now));
  }

  private void print(PrintStream out, int rounds) {
    out.printf(
        "JDK %s, %d processors, %d rounds%n%n",
        System.getProperty("java.vm.version"), Runtime.getRuntime().availableProcessors(), rounds);
    out.printf("%-38s %12s %8s%n", "unit", "ns, median", "noise");
    units.forEach((unit, sample) ->
        out.printf("%-38s %12.1f %7.0f%%%n", unit.label(), sample.median(), 100 * sample.spread()));
    out.printf(
        "%n%-18s %11s %8s %7s %7s %11s %13s %12s%n",
        "per party",
        "CPU ms",
        "noise",
        "x floor",
        "x bulk",
        "identity ms",
        "bytes sent",
        "allocated");
    for (Line line : lines) {
      out.printf(
          "%-18s %11.3f %7.0f%% %7.2f %7.2f %11.3f %13.0f %12.0f%n",
          line.name(),
          line.protocol().median() / 1e6,
          100 * line.protocol().spread(),
          line.ratio().median(),
          line.bulkRatio().median(),
          line.identity().median() / 1e6,
          line.sent().median(),
          line.allocated().median());
    }
  }

  private String json(int rounds) {
    StringBuilder out = new StringBuilder();
    out.append("{\"rounds\":").append(rounds).append(",\"unitNanos\":{");
    String comma = "";
    for (Map.Entry<UnitCost, Sample> unit : units.entrySet()) {
      out.append(comma)
          .append(
              String.format(
                  Locale.ROOT,
                  "\"%s\":%.1f",
                  unit.getKey().name().toLowerCase(Locale.ROOT),
                  unit.getValue().median()));
      comma = ",";
    }
    out.append("},\"sessions\":[");
    comma = "";
    for (Line line : lines) {
      out.append(comma)
          .append(
              String.format(
                  Locale.ROOT,
                  "{\"name\":\"%s\",\"cpuNanos\":%.0f,\"spread\":%.3f,\"ratio\":%.3f,"
                      + "\"ratioBulk\":%.3f,\"identityNanos\":%.0f,\"sentBytes\":%.0f,"
                      + "\"allocatedBytes\":%.0f}",
                  line.name(),
                  line.protocol().median(),
                  line.protocol().spread(),
                  line.ratio().median(),
                  line.bulkRatio().median(),
                  line.identity().median(),
                  line.sent().median(),
                  line.allocated().median()));
      comma = ",";
    }
    return out.append("]}\n").toString();
  }
}
