package io.strongroom.cli.terminal;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Says that something goes on while it takes longer than a second: on a terminal a line that
/// counts the seconds, else one line at the beginning and one at the end. Goes to standard error.
public final class Progress implements AutoCloseable {

  private static final long QUIET_MS = 1_000;
  private static final long TICK_MS = 250;

  private final PrintWriter err;
  private final boolean terminal;
  private final String what;
  private final long begun = System.nanoTime();
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread ticker;
  private boolean shown;

  Progress(PrintWriter err, boolean terminal, String what) {
    this.err = err;
    this.terminal = terminal;
    this.what = what;
    this.ticker = Thread.ofVirtual().name("progress").start(this::tick);
  }

  private void tick() {
    try {
      if (done.await(QUIET_MS, TimeUnit.MILLISECONDS)) {
        return;
      }
      do {
        show();
      } while (!done.await(TICK_MS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void show() {
    if (terminal) {
      err.print("\r" + what + " ... " + elapsed().toSeconds() + " s");
      err.flush();
    } else if (!shown) {
      err.println(what + " ...");
      err.flush();
    }
    shown = true;
  }

  /// Time since it began.
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /// Ends it.
  @Override
  public void close() {
    done.countDown();
    try {
      ticker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      if (shown && terminal) {
        err.print("\r" + " ".repeat(what.length() + 16) + "\r");
        err.flush();
      }
    }
  }
}
