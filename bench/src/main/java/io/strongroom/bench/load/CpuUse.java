package io.strongroom.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// CPU time of the cluster's processes, of this one, and of the whole machine, at one moment. What
/// latency means on a shared machine depends on what the others take.
///
/// @param processMs by name
/// @param busyMs of all processes on all processors
/// @param elapsedMs of all processors together
public record CpuUse(SortedMap<String, Double> processMs, double busyMs, double elapsedMs) {

  private static final Path MACHINE = Path.of("/proc/stat");
  private static final double MS_PER_TICK = 10;
  private static final int IDLE = 3;
  private static final int IO_WAIT = 4;
  private static final int FIELDS = 8;

  /// Reads it. Without `/proc/stat` the machine's part is zero.
  ///
  /// @param pids of the cluster's processes, by name
  public static CpuUse now(Map<String, Long> pids) throws IOException {
    SortedMap<String, Double> processes = new TreeMap<>();
    pids.forEach((name, pid) -> processes.put(name, millis(ProcessHandle.of(pid).orElseThrow())));
    processes.put("load generator", millis(ProcessHandle.current()));
    double busy = 0;
    double all = 0;
    if (Files.isReadable(MACHINE)) {
      List<String> lines = Files.readAllLines(MACHINE, StandardCharsets.US_ASCII);
      String[] fields = lines.getFirst().trim().split("\\s+", -1);
      for (int i = 0; i < FIELDS; i++) {
        double ms = MS_PER_TICK * Long.parseLong(fields[i + 1]);
        all += ms;
        busy += i == IDLE || i == IO_WAIT ? 0 : ms;
      }
    }
    return new CpuUse(processes, busy, all);
  }

  private static double millis(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e6;
  }

  /// The use since an earlier moment.
  public CpuUse since(CpuUse earlier) {
    SortedMap<String, Double> spent = new TreeMap<>();
    processMs.forEach(
        (name, ms) -> spent.put(name, ms - earlier.processMs.getOrDefault(name, 0.0)));
    return new CpuUse(spent, busyMs - earlier.busyMs, elapsedMs - earlier.elapsedMs);
  }

  /// Share of the machine that processes outside this measurement took, 0 to 1.
  public double othersShare() {
    double own = processMs.values().stream().mapToDouble(Double::doubleValue).sum();
    return elapsedMs == 0 ? 0 : Math.max(0, busyMs - own) / elapsedMs;
  }
}
