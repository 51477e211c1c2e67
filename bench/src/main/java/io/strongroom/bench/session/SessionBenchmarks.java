package io.strongroom.bench.session;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Whole sessions under JMH, all parties one after the other in one thread: divide by their number.
/// Run with `-prof gc` for allocations.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class SessionBenchmarks {

  /// t of n.
  @Param({"2,2", "2,3", "3,5"})
  public String shape = "2,2";

  private @Nullable Workload workload;

  /// Generates the key.
  @Setup
  public void prepare() {
    int comma = shape.indexOf(',');
    Workload made =
        new Workload(
            new Shape(
                Integer.parseInt(shape, 0, comma, 10),
                Integer.parseInt(shape, comma + 1, shape.length(), 10)));
    made.generateKey();
    workload = made;
  }

  /// Key generation of all n parties.
  @Benchmark
  public PartyCost generateKey() {
    return Objects.requireNonNull(workload).generateKey();
  }

  /// Signing of one request by t parties.
  @Benchmark
  public PartyCost signOne() {
    return Objects.requireNonNull(workload).sign(1);
  }

  /// Signing of 32 requests by t parties in one session.
  @Benchmark
  public PartyCost signBatch() {
    return Objects.requireNonNull(workload).sign(32);
  }
}
