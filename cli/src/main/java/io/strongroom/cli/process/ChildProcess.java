package io.strongroom.cli.process;

import io.strongroom.cli.terminal.CliException;
import io.strongroom.cli.terminal.Exit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A process that serves until it is stopped. Thread-safe.
public final class ChildProcess {

  private static final int MAX_TAIL = 1_000;

  private final String name;
  private final Process process;
  private final Path errors;
  private final CompletableFuture<String> ready = new CompletableFuture<>();

  private ChildProcess(String name, Process process, Path errors) {
    this.name = name;
    this.process = process;
    this.errors = errors;
  }

  /// Starts a command.
  ///
  /// @param readyLine its first group, in a line of standard output, says that and where it serves
  /// @param errors file for its standard error
  public static ChildProcess start(
      String name, List<String> command, Pattern readyLine, Path errors, Reaper reaper)
      throws IOException {
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    process.getOutputStream().close();
    reaper.watch(process.pid());
    ChildProcess child = new ChildProcess(name, process, errors);
    Thread.ofVirtual().name(name + "-output").start(() -> child.read(readyLine));
    return child;
  }

  /// Reads on after it is ready, so that the process never blocks on its output.
  private void read(Pattern readyLine) {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        Matcher matcher = readyLine.matcher(line);
        if (!ready.isDone() && matcher.find()) {
          ready.complete(matcher.group(1));
        }
      }
      ready.completeExceptionally(new IOException("it ended before it served"));
    } catch (IOException | UncheckedIOException e) {
      ready.completeExceptionally(e);
    }
  }

  /// Waits until it serves.
  ///
  /// @return what the ready line says
  /// @throws CliException when it ends or takes too long, with the last it had to say
  public String awaitReady(Duration most) throws InterruptedException {
    try {
      return ready.get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      process.waitFor(5, TimeUnit.SECONDS);
      throw failed("did not start: " + tail());
    } catch (TimeoutException e) {
      throw failed("did not start within " + most.toSeconds() + " s: " + tail());
    }
  }

  private CliException failed(String why) {
    return new CliException(Exit.FAILURE, "PROCESS_FAILED", "", name + " " + why);
  }

  private String tail() {
    try {
      String text = Files.readString(errors, StandardCharsets.UTF_8).strip();
      return text.length() <= MAX_TAIL ? text : "..." + text.substring(text.length() - MAX_TAIL);
    } catch (IOException e) {
      return "it left nothing to read";
    }
  }

  /// Asks it to end.
  public void stop() {
    process.destroy();
  }

  /// Waits for its end, and kills it when that takes too long.
  public void awaitEnd(Duration most) {
    try {
      if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  public String name() {
    return name;
  }

  public long pid() {
    return process.pid();
  }

  /// Runs a command to its end.
  ///
  /// @throws CliException when it fails or takes too long, with what it had to say
  public static void run(String name, List<String> command, Duration most)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    CompletableFuture<String> said = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            said.complete(
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .strip());
          } catch (IOException e) {
            said.complete("");
          }
        });
    if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
      throw new CliException(
          Exit.FAILURE,
          "PROCESS_FAILED",
          "",
          name + " took longer than " + most.toSeconds() + " s");
    }
    if (process.exitValue() != 0) {
      throw new CliException(
          Exit.FAILURE,
          "PROCESS_FAILED",
          "",
          name + " ended with " + process.exitValue() + ": " + said.join());
    }
  }
}
