package io.strongroom.node.start;

import io.strongroom.node.NodeMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A node in an operating-system process of its own.
final class NodeProcess implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final Path errors;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final Writer input;

  private NodeProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.input = process.outputWriter(StandardCharsets.UTF_8);
    Thread.ofVirtual().start(this::read);
  }

  /// The node's own program.
  static NodeProcess real(TestCluster cluster, int node) throws Exception {
    NodeProcess started =
        start(
            cluster,
            node,
            NodeMain.class,
            "--dir",
            cluster.dir(node).toString(),
            "--passphrase-file",
            cluster.passphrase.toString(),
            "--insecure-demo-keys");
    started.await("ready");
    return started;
  }

  /// A [KillableNode].
  static NodeProcess killable(TestCluster cluster, int node) throws Exception {
    NodeProcess started =
        start(
            cluster,
            node,
            KillableNode.class,
            cluster.dir(node).toString(),
            cluster.passphrase.toString());
    started.await("ready");
    return started;
  }

  /// Any main class of this class path.
  static NodeProcess start(TestCluster cluster, int node, Class<?> main, String... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    Path errors = cluster.dir(node).resolveSibling("stderr-" + node);
    return new NodeProcess(
        new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
  }

  private void read() {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add("closed: " + e.getMessage());
    }
  }

  /// Waits for a line that begins so.
  String await(String start) throws Exception {
    while (true) {
      String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (line == null) {
        throw new AssertionError("no \"" + start + "\" came; " + errors());
      }
      if (line.startsWith(start)) {
        return line;
      }
    }
  }

  /// Whether it still runs.
  boolean isAlive() {
    return process.isAlive();
  }

  /// What it wrote to standard error.
  String errors() throws IOException {
    return Files.readString(errors);
  }

  /// What is to be said of it when something went wrong.
  @Override
  public String toString() {
    try {
      return process + ": " + errors();
    } catch (IOException e) {
      return process + ": " + e;
    }
  }

  /// Tells a [KillableNode] where to stop.
  void stopAt(String moment) throws Exception {
    input.write(moment + "\n");
    input.flush();
    await("armed");
  }

  /// SIGKILL.
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /// SIGTERM.
  ///
  /// @return the exit code
  int terminate() throws InterruptedException {
    process.destroy();
    return exitCode();
  }

  /// Waits for its end.
  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the process does not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    kill();
  }
}
