package io.strongroom.bench.session;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// Reads what the current thread has used so far. Garbage collection and compilation run in other
/// threads and are not in it.
public final class Meter {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Meter() {}

  /// CPU time of the current thread, nanoseconds.
  public static long cpuNanos() {
    return THREADS.getCurrentThreadCpuTime();
  }

  /// Bytes that the current thread has allocated on the heap.
  public static long allocatedBytes() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }
}
