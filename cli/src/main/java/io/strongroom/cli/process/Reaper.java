package io.strongroom.cli.process;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;

/// Ends this process's children when it is gone, however it went: a small shell that waits on a
/// pipe which the operating system closes when this process dies. Thread-safe.
public final class Reaper implements AutoCloseable {

  /// Reads process ids, one a line. On `done` it leaves; at the pipe's end it ends them, gently and
  /// then not.
  private static final String SCRIPT =
      """
      trap '' INT TERM HUP
      pids=
      while read -r line; do
        [ "$line" = done ] && exit 0
        pids="$pids $line"
      done
      for pid in $pids; do kill "$pid" 2>/dev/null; done
      left=50
      while [ $left -gt 0 ]; do
        alive=
        for pid in $pids; do kill -0 "$pid" 2>/dev/null && alive=1; done
        [ -z "$alive" ] && exit 0
        sleep 0.2
        left=$((left - 1))
      done
      for pid in $pids; do kill -9 "$pid" 2>/dev/null; done
      """;

  private final PrintWriter pipe;

  private Reaper(PrintWriter pipe) {
    this.pipe = pipe;
  }

  /// Starts it.
  public static Reaper start() throws IOException {
    Process process =
        new ProcessBuilder("sh", "-c", SCRIPT)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start();
    return new Reaper(new PrintWriter(process.getOutputStream(), true, StandardCharsets.US_ASCII));
  }

  /// Watches over a process.
  public synchronized void watch(long pid) {
    pipe.println(pid);
  }

  /// Tells it that all have ended.
  @Override
  public synchronized void close() {
    pipe.println("done");
    pipe.close();
  }
}
