package io.strongroom.coordinator.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.custody.log.Leaf;
import io.strongroom.custody.replay.LogEntry;
import io.strongroom.platform.config.CommandLine;
import io.strongroom.platform.grpc.StrongroomException;
import io.strongroom.platform.process.ExitCode;
import io.strongroom.platform.process.ProcessFailure;
import io.strongroom.proto.v1.GetHeadRequest;
import io.strongroom.proto.v1.Withdrawal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ends and beginnings of the process.
final class RestartTest {

  @TempDir Path root;
  private TestCluster cluster;

  @BeforeEach
  void make() throws Exception {
    cluster = new TestCluster(root);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void restarted_goesOnWithEverythingWhereItStood() throws Exception {
    cluster.start().withVault();
    cluster.nodes.forEach(
        node -> node.deviation = request -> Optional.of(FakeNode.failure("TIMEOUT", List.of())));
    var _ = cluster.submit("ann", cluster.request("authorised", 1));
    Withdrawal pending = cluster.submit("ann", cluster.request("pending", 11)).getWithdrawal();
    Withdrawal locked = cluster.submit("ann", cluster.request("locked", 21)).getWithdrawal();
    var _ = cluster.submit("olga", cluster.approvalOf(locked));
    var head = cluster.log("ann").getHead(GetHeadRequest.getDefaultInstance());

    cluster.restart();
    var again = cluster.log("ann").getHead(GetHeadRequest.getDefaultInstance());
    assertEquals(head.getStateHash(), again.getStateHash());
    assertEquals("AUTHORIZED", cluster.withdrawal("authorised").getState());
    cluster.nodes.forEach(node -> node.deviation = request -> Optional.empty());
    assertEquals("SIGNED", cluster.await("authorised", "SIGNED").getState());

    cluster.restart();
    String raw = cluster.withdrawal("authorised").getRawTransaction();
    assertTrue(raw.startsWith("0x02"));
    var _ = cluster.submit("olga", cluster.approvalOf(pending));
    assertEquals("SIGNED", cluster.await("pending", "SIGNED").getState());
    cluster.clock.advance(Duration.ofMinutes(61));
    assertEquals("SIGNED", cluster.await("locked", "SIGNED").getState());
  }

  @Test
  void restoredFromAnOlderCopy_fetchesWhatTheNodesKept() throws Exception {
    cluster.start().withVault();
    cluster.stop();
    copy(cluster.dir.resolve("data"), root.resolve("copy"));
    cluster.start();
    var _ = cluster.submit("ann", cluster.request("kept", 1));
    assertEquals("SIGNED", cluster.await("kept", "SIGNED").getState());
    Await.until("a node holds all", () -> cluster.node(1).size() == cluster.state().size());
    var head = cluster.log("ann").getHead(GetHeadRequest.getDefaultInstance());
    cluster.stop();
    copy(root.resolve("copy"), cluster.dir.resolve("data"));

    cluster.start();
    var again = cluster.log("ann").getHead(GetHeadRequest.getDefaultInstance());
    assertEquals(head.getRoot(), again.getRoot());
    assertEquals("SIGNED", cluster.withdrawal("kept").getState());
    var _ = cluster.submit("ann", cluster.request("next", 1));
    assertEquals("SIGNED", cluster.await("next", "SIGNED").getState());
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      files.forEach(file -> {
        Path target = to.resolve(from.relativize(file).toString());
        try {
          if (Files.isDirectory(file)) {
            Files.createDirectories(target);
          } else {
            Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    }
  }

  @Test
  void nodeThatDisagrees_stopsTheCoordinator() throws Exception {
    cluster.start();
    var _ = cluster.submit("ann", cluster.request("one", 1));
    Await.until("node-1 holds all", () -> cluster.node(1).size() == cluster.state().size());
    var state = cluster.state();
    cluster.stop();
    List<LogEntry> forked = new ArrayList<>(cluster.node(1).entries());
    LogEntry last = forked.removeLast();
    Leaf leaf =
        Leaf.of(
            state.origin(),
            state.size() - 1,
            Leaf.parse(last.leaf().toArray()).ts(),
            cluster.envelope("ann", cluster.request("another", 1)));
    forked.add(LogEntry.of(leaf.bytes()));
    cluster.node(1).hold(forked);

    ProcessFailure failure = assertThrows(ProcessFailure.class, () -> cluster.start());
    assertEquals(ExitCode.CORRUPT, failure.exitCode());
    assertTrue(failure.sentence().contains("node-1"), failure.sentence());
  }

  @Test
  void untilEnoughNodesWereHeard_nothingIsTaken() throws Exception {
    cluster.node(1).stop();
    cluster.node(2).stop();
    try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> starting = thread.submit(() -> cluster.start());
      StrongroomException refused =
          WithdrawalTest.refusal(() ->
              cluster
                  .log("ann")
                  .withDeadlineAfter(20, java.util.concurrent.TimeUnit.SECONDS)
                  .getHead(GetHeadRequest.getDefaultInstance()));
      assertEquals("NOT_READY", refused.code().reason());
      assertTrue(refused.retryable());
      cluster.node(2).start();
      starting.get();
    }
    assertEquals(1, cluster.log("ann").getHead(GetHeadRequest.getDefaultInstance()).getSize());
  }

  @Test
  void whatPreventsAStart_hasItsOwnExitCode() throws Exception {
    Path config = cluster.dir.resolve("config.yaml");
    String text = Files.readString(config);
    assertEquals(
        ExitCode.WRONG_PASSPHRASE,
        exitOf(
            new CommandLine.Run(
                cluster.dir, cluster.passphraseFile("wrong", "not the passphrase"), true)));
    assertEquals(
        ExitCode.USAGE,
        exitOf(new CommandLine.Run(cluster.dir, cluster.source(), false)),
        "a weak keystore without the flag");
    try (var _ = new ServerSocket(cluster.port(), 1, InetAddress.getLoopbackAddress())) {
      assertEquals(ExitCode.PORT_IN_USE, exitOf(cluster.runLine()));
    }
    Files.writeString(config, text.replace("node-3", "node-4"));
    assertEquals(ExitCode.USAGE, exitOf(cluster.runLine()));
    Files.writeString(config, text.replaceAll("genesis: \"..", "genesis: \"00"));
    assertEquals(ExitCode.IDENTITY, exitOf(cluster.runLine()));
    Files.writeString(config, text);
    ProcessFailure clock =
        assertThrows(
            ProcessFailure.class,
            () ->
                CoordinatorStart.run(
                    cluster.runLine(), Clock.offset(cluster.clock, Duration.ofSeconds(60))));
    assertEquals(ExitCode.CLOCK, clock.exitCode());
    cluster.start();
    assertEquals(ExitCode.USAGE, exitOf(cluster.runLine()), "it runs already");
  }

  private static ExitCode exitOf(CommandLine.Run run) {
    Exception failure = assertThrows(Exception.class, () -> CoordinatorStart.run(run));
    return failure instanceof io.strongroom.platform.config.ConfigException
        ? ExitCode.USAGE
        : ProcessFailure.of(failure).exitCode();
  }

  @Test
  void keysOfAnotherCluster_areRefused() throws Exception {
    Files.delete(cluster.dir.resolve("keystore.json"));
    Files.delete(cluster.dir.resolve("identity.json"));
    var _ =
        CoordinatorInit.run(
            new CommandLine.Init(
                cluster.dir, "coordinator", Optional.empty(), cluster.source(), true));
    assertEquals(ExitCode.IDENTITY, exitOf(cluster.runLine()));
  }

  @Test
  void help_isPrinted() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CoordinatorCommands.execute(
        List.of("--help"), new PrintStream(out, true, StandardCharsets.UTF_8));
    assertTrue(out.toString(StandardCharsets.UTF_8).contains("--dir"));
  }
}
