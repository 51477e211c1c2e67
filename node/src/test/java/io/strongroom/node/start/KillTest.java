package io.strongroom.node.start;

import static io.strongroom.node.start.ClusterSigningTest.ONE_ETH;
import static io.strongroom.node.start.ClusterSigningTest.assertSigned;
import static io.strongroom.node.start.TestCluster.refusalOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.proto.v1.GenerateKeyRequest;
import io.strongroom.proto.v1.GenerateKeyResponse;
import io.strongroom.proto.v1.NodeSelfStatus;
import io.strongroom.proto.v1.ReplicaGrpc;
import io.strongroom.proto.v1.SignRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Three nodes in processes of their own. Node 1 is killed (SIGKILL) at chosen moments: before a
/// message, before or after a commit, inside a transaction; and then started again.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KillTest {

  private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);
  private static final int MAX_ATTEMPTS = 40;
  private static final long PAUSE_MS = 250;

  private TestCluster cluster;
  private NodeProcess victim;
  private final List<NodeProcess> processes = new ArrayList<>();
  private final List<Integer> survivors = List.of(2, 3);

  @BeforeAll
  void start(@TempDir Path root) throws Exception {
    cluster = new TestCluster(root, SESSION_TIMEOUT);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = threads.submit(() -> NodeProcess.killable(cluster, 1));
      for (int node : survivors) {
        NodeProcess survivor = NodeProcess.real(cluster, node);
        processes.add(survivor);
        cluster.adopt(node, survivor);
      }
      victim = first.get();
    }
    cluster.adopt(1, victim);
    cluster.commit();
  }

  @AfterEach
  void nobodyElseHasDied() {
    for (NodeProcess node : processes) {
      assertTrue(node.isAlive(), node::toString);
    }
  }

  @AfterAll
  void stop() {
    cluster.close();
  }

  /// Kills node 1 when it has reached the moment that it was told, and starts it again. What was
  /// committed is there, and nobody shows it a cosignature that it does not remember.
  private void killAndRestart(String moment) throws Exception {
    victim.await("reached");
    long acknowledged = cluster.head(2).getCommitted().getNote().isEmpty() ? 0 : committedSize();
    victim.kill();
    victim = NodeProcess.killable(cluster, 1);
    cluster.adopt(1, victim);
    NodeSelfStatus status = cluster.status(1);
    assertTrue(status.getReady(), moment + ": " + status.getReason());
    assertTrue(status.getHead().getSize() >= acknowledged, moment + ": lost an entry");
    cluster.commit();
    assertEquals(cluster.head(2).getStateHash(), cluster.head(1).getStateHash(), moment);
  }

  private long committedSize() throws Exception {
    return io.strongroom.custody.log.CosignedCheckpoint.verify(
            cluster.committedNote(), cluster.log.logKeys())
        .checkpoint()
        .size();
  }

  private GenerateKeyResponse generateAt(int node, long proposal, byte[] nonce) {
    return ReplicaGrpc.newBlockingStub(cluster.coordinatorChannel(node))
        .withWaitForReady()
        .generateKey(
            GenerateKeyRequest.newBuilder()
                .setProposalSeq(proposal)
                .setNonce(ByteString.copyFrom(nonce))
                .build());
  }

  /// Starts calls whose answers nobody waits for, has node 1 killed among them, and gives up those
  /// that still run.
  private void interrupted(String moment, List<Callable<?>> calls) throws Exception {
    victim.stopAt(moment);
    try (Context.CancellableContext call = Context.current().withCancellation();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Callable<?> each : calls) {
        Future<?> _ = threads.submit(call.wrap(each));
      }
      killAndRestart(moment);
      call.cancel(null);
      threads.shutdownNow();
    }
  }

  /// Asks all three again until every one has a final answer.
  private Map<Integer, GenerateKeyResponse> completed(long proposal) throws Exception {
    Semaphore never = new Semaphore(0);
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      Map<Integer, GenerateKeyResponse> answers = cluster.generateKey(proposal, 1, 2, 3).byNode();
      boolean runs =
          answers.values().stream()
              .anyMatch(answer -> answer.getFailure().getCode().equals("KEY_GENERATION_RUNNING"));
      boolean some = answers.values().stream().anyMatch(GenerateKeyResponse::hasKeyStatement);
      boolean all = answers.values().stream().allMatch(GenerateKeyResponse::hasKeyStatement);
      if (all || (!runs && !some)) {
        return answers;
      }
      assertFalse(never.tryAcquire(PAUSE_MS, TimeUnit.MILLISECONDS));
    }
    throw new AssertionError("the key neither completes nor fails");
  }

  @Test
  @Order(1)
  void killedDuringKeyGeneration_theKeyCompletes_orEndsInAStatedFailure() throws Exception {
    List<String> moments =
        List.of(
            "send 5", // amid its second round
            "before-commit 2", // it has the share in memory only; the others wait for it
            "after-commit 2", // PENDING on disk
            "after-commit 3", // its confirmation on disk, not sent
            "after-commit 4"); // ACTIVE on disk, not answered
    List<String> active = new ArrayList<>();
    for (int i = 0; i < moments.size(); i++) {
      String moment = moments.get(i);
      String key = "key-" + i;
      long proposal = cluster.log.proposeVault(i + 1 == moments.size() ? "hot" : "v" + i, key);
      cluster.commit();
      byte[] nonce = cluster.nonce();
      interrupted(
          moment,
          List.of(
              () -> generateAt(1, proposal, nonce),
              () -> generateAt(2, proposal, nonce),
              () -> generateAt(3, proposal, nonce)));

      Map<Integer, GenerateKeyResponse> answers = completed(proposal);

      if (moment.equals("before-commit 2")) {
        assertEquals(
            Set.of("KEY_PENDING", "TIMEOUT"),
            answers.values().stream()
                .map(answer -> answer.getFailure().getCode())
                .collect(Collectors.toSet()),
            "a share that was never stored cannot be confirmed");
      } else {
        active.add(key);
        for (GenerateKeyResponse answer : answers.values()) {
          assertTrue(answer.hasKeyStatement(), () -> moment + ": " + answer);
          cluster.log.say(Envelope.parse(answer.getKeyStatement().toByteArray()));
        }
        cluster.commit();
      }
      for (int node = 1; node <= TestCluster.NODES; node++) {
        assertEquals(active, cluster.status(node).getActiveKeysList(), moment);
      }
    }
  }

  @Test
  @Order(2)
  void killedWhileItStoresEntries_allOfThemAreThere_orNone() throws Exception {
    cluster.log.request(ONE_ETH);
    cluster.commit();
    cluster.log.request(ONE_ETH);
    cluster.log.request(ONE_ETH);
    long before = cluster.head(1).getSize();

    victim.stopAt("in-transaction 1");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> _ =
          threads.submit(() ->
              cluster.replicate(
                  1, cluster.log.entriesFrom(before), cluster.log.signedHead().bytes()));
      victim.await("reached");
      victim.kill();
    }
    victim = NodeProcess.killable(cluster, 1);
    cluster.adopt(1, victim);

    assertEquals(before, cluster.head(1).getSize(), "nothing of the batch was stored");
    cluster.commit();
    assertEquals(before + 2, cluster.head(1).getSize());
  }

  @Test
  @Order(3)
  void killedDuringSigning_theSameAuthorisationCanStillBeSigned() throws Exception {
    List<String> moments =
        List.of(
            "after-commit 1", // claims and digests on disk
            "after-commit 2", // session id on disk
            "send 3", // its first round sent, before its second
            "before-commit 3", // before "possibly signed"
            "after-commit 3", // "possibly signed" on disk, the fragment not sent
            "send 4"); // before the fragment
    for (String moment : moments) {
      long seq = cluster.log.authorize(cluster.log.request(ONE_ETH));
      cluster.commit();
      SignRequest request =
          cluster.signRequest(cluster.committedNote(), cluster.nonce(), List.of(seq), 1, 2);
      interrupted(
          moment, List.of(() -> cluster.signAt(1, request), () -> cluster.signAt(2, request)));

      if (moment.equals("after-commit 3") || moment.equals("send 4")) {
        assertEquals(
            "POSSIBLY_SIGNED",
            refusalOf(() -> cluster.release(1, seq)).code().reason(),
            moment + ": what may have left is remembered");
      }
      if (!moment.equals("after-commit 1")) {
        SignRequest again =
            request.toBuilder()
                .setCheckpoint(
                    request.getCheckpoint().toBuilder()
                        .setNote(ByteString.copyFrom(cluster.committedNote())))
                .build();
        assertEquals("SID_USED", cluster.signAt(1, again).getFailure().getCode(), moment);
      }
      assertSigned(cluster, seq, cluster.sign(seq, 1, 2).of(1));
      assertEquals(
          "POSSIBLY_SIGNED", refusalOf(() -> cluster.release(1, seq)).code().reason(), moment);
    }
  }

  @Test
  @Order(4)
  void askedToEnd_itEnds_andWrongArgumentsAreOneSentence() throws Exception {
    NodeProcess third = NodeProcess.start(cluster, 1, io.strongroom.node.NodeMain.class, "--dri");
    assertEquals(2, third.exitCode());
    assertEquals("node: unknown argument --dri; --help explains the arguments\n", third.errors());
    NodeProcess second =
        NodeProcess.start(
            cluster,
            1,
            io.strongroom.node.NodeMain.class,
            "--dir",
            cluster.dir(1).toString(),
            "--passphrase-file",
            cluster.passphrase.toString(),
            "--insecure-demo-keys");
    assertEquals(2, second.exitCode());
    assertEquals(1, second.errors().lines().count(), second::toString);
    assertTrue(second.errors().startsWith("node: already running: process "), second.errors());

    int code = victim.terminate();

    assertTrue(code == 0 || code == 143, "exit code " + code);
    victim = NodeProcess.killable(cluster, 1);
    cluster.adopt(1, victim);
    assertTrue(cluster.status(1).getReady());
  }
}
