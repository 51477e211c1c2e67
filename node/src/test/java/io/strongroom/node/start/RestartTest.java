package io.strongroom.node.start;

import static io.strongroom.node.start.ClusterSigningTest.ONE_ETH;
import static io.strongroom.node.start.ClusterSigningTest.assertSigned;
import static io.strongroom.node.start.TestCluster.refusalOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.platform.config.CommandLine;
import io.strongroom.platform.process.ExitCode;
import io.strongroom.platform.process.ProcessFailure;
import io.strongroom.platform.seal.PassphraseSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nodes stop, start, come back older, or do not come back.
class RestartTest {

  private TestCluster cluster;

  @TempDir private Path root;

  @BeforeEach
  void start() throws Exception {
    cluster = new TestCluster(root, Duration.ofSeconds(5)).startAll();
    cluster.commit();
    cluster.withVault();
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void nodeThatIsDown_isDoneWithout_andCatchesUpLater() throws Exception {
    cluster.stop(2);
    long seq = cluster.log.authorize(cluster.log.request(ONE_ETH));
    cluster.commit();

    assertSigned(cluster, seq, cluster.sign(seq, 1, 3).of(1));

    cluster.start(2);
    cluster.commit();
    assertEquals(cluster.log.state().size(), cluster.head(2).getSize());
    assertSigned(cluster, seq, cluster.sign(seq, 1, 2).of(2));
  }

  @Test
  void silentPartner_isBlamedSoftly() throws Exception {
    long seq = cluster.log.authorize(cluster.log.request(ONE_ETH));
    cluster.commit();
    cluster.stop(2);

    var failure =
        cluster
            .signAt(
                1,
                cluster.signRequest(
                    cluster.committedNote(), cluster.nonce(), java.util.List.of(seq), 1, 2))
            .getFailure();

    assertEquals("TIMEOUT", failure.getCode());
    assertEquals(java.util.List.of(2), failure.getCulpritsList());
    assertFalse(failure.getPossiblySigned());
  }

  @Test
  void restartBetweenEveryStep_losesNothing() throws Exception {
    var request = cluster.log.request(ONE_ETH);
    cluster.commit();
    cluster.restart(1);
    long seq = cluster.log.authorize(request);
    cluster.commit();
    cluster.restart(1);
    cluster.restart(2);
    cluster.commit();

    assertSigned(cluster, seq, cluster.sign(seq, 1, 2).of(1));
    cluster.restart(1);
    cluster.commit();
    assertEquals(
        "POSSIBLY_SIGNED",
        refusalOf(() -> cluster.release(1, seq)).code().reason(),
        "what may have been signed is remembered");
  }

  @Test
  void nodeRestoredFromAnOlderCopy_cosignsAndSignsNothingAnyMore() throws Exception {
    cluster.stop(3);
    Path backup = root.resolve("backup");
    copy(cluster.dir(3).resolve("data"), backup);
    cluster.start(3);
    cluster.log.request(ONE_ETH);
    cluster.commit();
    cluster.stop(3);
    delete(cluster.dir(3).resolve("data"));
    copy(backup, cluster.dir(3).resolve("data"));

    cluster.start(3);

    assertFalse(cluster.status(3).getReady());
    assertTrue(cluster.status(3).getReason().contains("restored from an older copy"));
    var refused =
        refusalOf(() ->
            cluster.replicate(
                3,
                cluster.log.entriesFrom(cluster.head(3).getSize()),
                cluster.log.signedHead().bytes()));
    assertEquals("ROLLED_BACK", refused.code().reason());
    cluster.restart(3);
    assertFalse(cluster.status(3).getReady(), "for ever");
  }

  @Test
  void rollbackThatOnlyTheCoordinatorCanShow_isNoticedBeforeCosigning() throws Exception {
    cluster.stop(3);
    Path backup = root.resolve("backup");
    copy(cluster.dir(3).resolve("data"), backup);
    cluster.start(3);
    cluster.log.request(ONE_ETH);
    byte[] note = cluster.commit();
    for (int i = 1; i <= 3; i++) {
      cluster.stop(i);
    }
    delete(cluster.dir(3).resolve("data"));
    copy(backup, cluster.dir(3).resolve("data"));
    cluster.start(3);

    assertTrue(cluster.status(3).getReady(), "nobody could tell");
    var refused =
        refusalOf(
            () -> cluster.replicate(3, cluster.log.entriesFrom(cluster.head(3).getSize()), note));
    assertEquals("ROLLED_BACK", refused.code().reason());
  }

  @Test
  void failuresToStart_haveTheirExitCodes() throws Exception {
    cluster.stop(3);
    Path wrong = root.resolve("wrong");
    Files.copy(root.resolve("passphrase"), wrong, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(wrong, "not the passphrase\n");
    CommandLine.Run withWrong =
        new CommandLine.Run(cluster.dir(3), new PassphraseSource.PrivateFile(wrong), true);
    assertEquals(ExitCode.WRONG_PASSPHRASE, exitCode(() -> RunningNode.start(withWrong)));
    CommandLine.Run weak =
        new CommandLine.Run(
            cluster.dir(3), new PassphraseSource.PrivateFile(root.resolve("passphrase")), false);
    assertEquals(ExitCode.USAGE, exitCode(() -> RunningNode.start(weak)));

    try (var taken =
        new java.net.ServerSocket(cluster.port(3), 1, java.net.InetAddress.getLoopbackAddress())) {
      assertEquals(ExitCode.PORT_IN_USE, exitCode(() -> cluster.start(3)), taken.toString());
    }
    Surroundings late =
        Surroundings.REAL.with(Clock.offset(Clock.systemUTC(), Duration.ofSeconds(-45)));
    assertEquals(ExitCode.CLOCK, exitCode(() -> cluster.start(3, late)));

    Path config = cluster.dir(3).resolve("config.yaml");
    String right = Files.readString(config);
    Files.writeString(
        config, right.replace("id: node-3", "id: node-2").replace("node-2: ", "node-3: "));
    assertEquals(ExitCode.IDENTITY, exitCode(() -> cluster.start(3)));
    Files.writeString(
        config, right.replaceAll("genesis: .*", "genesis: \"" + "0".repeat(64) + "\""));
    assertEquals(ExitCode.IDENTITY, exitCode(() -> cluster.start(3)));
    Files.writeString(config, right);
    assertEquals(
        ExitCode.USAGE, exitCode(() -> RunningNode.start(cluster.runLine(1))), "already running");

    cluster.start(3);
    assertTrue(cluster.status(3).getReady(), "nothing was lost");
  }

  @Test
  void damagedShareOrEntry_stopsTheNode() throws Exception {
    cluster.stop(3);
    sql("update key_share set sealed = sealed || x'00'");
    assertEquals(ExitCode.CORRUPT, exitCode(() -> cluster.start(3)));

    cluster.stop(2);
    sqlAt(2, "update log_head set root = x'" + "00".repeat(32) + "'");
    assertEquals(ExitCode.CORRUPT, exitCode(() -> cluster.start(2)));
  }

  private void sql(String statement) throws Exception {
    sqlAt(3, statement);
  }

  private void sqlAt(int node, String text) throws Exception {
    String url =
        io.strongroom.platform.server.ProcessProperties.h2Url(
            new io.strongroom.platform.process.ProcessDirectory(cluster.dir(node)));
    try (Connection connection = DriverManager.getConnection(url, "sa", "");
        Statement statement = connection.createStatement()) {
      assertEquals(1, statement.executeUpdate(text));
    }
  }

  private static ExitCode exitCode(org.junit.jupiter.api.function.Executable start) {
    return ProcessFailure.of(assertThrows(Exception.class, start)).exitCode();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
