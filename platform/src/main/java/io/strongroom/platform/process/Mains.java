package io.strongroom.platform.process;

import java.io.PrintStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The frame around a `main` method: whatever happens inside becomes an exit code and one sentence
/// on standard error. Where it came from goes to the process's log file; to the terminal only when
/// there is no such file yet and nobody foresaw the failure.
public final class Mains {

  private static final Logger LOG = LoggerFactory.getLogger(Mains.class);

  private Mains() {}

  /// What a main method does.
  @FunctionalInterface
  public interface Body {
    /// Runs until the process has nothing more to do.
    ///
    /// @throws Exception to end with the exit code and sentence of [ProcessFailure#of]
    void run() throws Exception;
  }

  /// Runs `body`.
  ///
  /// @param name what to call this program in messages
  /// @param err where the sentence goes
  /// @return to be given to `System.exit`
  public static int run(String name, PrintStream err, Body body) {
    try {
      body.run();
      return ExitCode.OK.number();
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      return report(name, err, e);
    } catch (OutOfMemoryError e) {
      err.println(
          name
              + ": out of memory: give the process a larger heap (-Xmx); opening a keystore alone needs 300 MiB");
      return ExitCode.FAILURE.number();
    }
  }

  private static int report(String name, PrintStream err, Exception failure) {
    ProcessFailure known = ProcessFailure.of(failure);
    if (ProcessLog.isFile() || known.exitCode() == ExitCode.FAILURE) {
      LOG.error("{} ends with exit code {}", name, known.exitCode().number(), failure);
    }
    err.println(name + ": " + known.sentence());
    return known.exitCode().number();
  }
}
