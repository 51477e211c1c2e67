package io.strongroom.bench.unit;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The unit costs under JMH.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class UnitBenchmarks {

  private static final int LOOP = 64;

  /// Which operation.
  @Param public UnitCost cost = UnitCost.PREFIX_HASH;

  private @Nullable UnitOperation operation;

  /// Makes the working arrays.
  @Setup
  public void prepare() {
    operation = cost.operation();
  }

  /// The operation.
  @Benchmark
  @OperationsPerInvocation(LOOP)
  public long operation() {
    return Objects.requireNonNull(operation).run(LOOP);
  }
}
