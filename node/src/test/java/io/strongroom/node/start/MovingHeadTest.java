package io.strongroom.node.start;

import static io.strongroom.node.start.ClusterSigningTest.ONE_ETH;
import static io.strongroom.node.start.ClusterSigningTest.assertSigned;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Context;
import io.strongroom.custody.statement.Cancel;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.node.session.PeerWire;
import io.strongroom.proto.v1.SignRequest;
import io.strongroom.proto.v1.SignResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The log goes on while a session runs: what arrives in the middle lets it go on, or stops it
/// before its next message.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MovingHeadTest {

  private TestCluster cluster;

  /// Node 1's messages wait here, if set.
  private volatile Optional<Pause> pause = Optional.empty();

  private record Pause(CompletableFuture<Void> reached, CompletableFuture<Void> goOn) {}

  @BeforeAll
  void start(@TempDir Path root) throws Exception {
    cluster = new TestCluster(root);
    cluster.start(1, Surroundings.REAL.with(this::pausing));
    cluster.start(2);
    cluster.start(3);
    cluster.commit();
    cluster.withVault();
  }

  @AfterAll
  void stop() {
    cluster.close();
  }

  private PeerWire pausing(PeerWire real) {
    return (to, wire, patience, unreachable) -> {
      Optional<Pause> set = pause;
      if (set.isEmpty()) {
        real.send(to, wire, patience, unreachable);
        return;
      }
      var _ = set.get().goOn().thenRun(() -> real.send(to, wire, patience, unreachable));
      set.get().reached().complete(null);
    };
  }

  @FunctionalInterface
  private interface Meanwhile {
    void happens() throws Exception;
  }

  /// Has nodes 1 and 2 sign, and something happen while node 1's messages are on their way.
  ///
  /// @return the answer that came first; the other too if it is a signature, else its call is given
  ///   up
  private List<SignResponse> signWhile(long seq, Meanwhile meanwhile) throws Exception {
    SignRequest request =
        cluster.signRequest(cluster.committedNote(), cluster.nonce(), List.of(seq), 1, 2);
    Pause now = new Pause(new CompletableFuture<>(), new CompletableFuture<>());
    pause = Optional.of(now);
    try (Context.CancellableContext call = Context.current().withCancellation();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ExecutorCompletionService<SignResponse>(threads);
      answers.submit(call.wrap(() -> cluster.signAt(1, request)));
      answers.submit(call.wrap(() -> cluster.signAt(2, request)));
      now.reached().get(10, TimeUnit.SECONDS);
      meanwhile.happens();
      pause = Optional.empty();
      now.goOn().complete(null);
      SignResponse first = answers.take().get();
      if (first.hasResult()) {
        return List.of(first, answers.take().get());
      }
      call.cancel(null);
      return List.of(first);
    }
  }

  private long authorised(Hash32 request) throws Exception {
    long seq = cluster.log.authorize(request);
    cluster.commit();
    return seq;
  }

  private long nonceOf(long seq) {
    return cluster
        .log
        .state()
        .withdrawalOfAuthorize(seq)
        .orElseThrow()
        .authorization()
        .orElseThrow()
        .nonce();
  }

  @Test
  void entriesThatRestrictNothing_letTheSessionGoOn() throws Exception {
    long seq = authorised(cluster.log.request(ONE_ETH));

    var answers =
        signWhile(
            seq,
            () -> {
              cluster.log.request(ONE_ETH);
              long before = cluster.head(1).getSize();
              for (int node = 1; node <= 2; node++) {
                cluster.replicate(
                    node, cluster.log.entriesFrom(before), cluster.log.signedHead().bytes());
              }
              assertEquals(before + 1, cluster.head(1).getSize());
              assertTrue(
                  cluster.head(1).getCommitted().getNote().size() > 0,
                  "the newest committed head is the older one");
            });

    assertSigned(cluster, seq, answers.getFirst());
    assertSigned(cluster, seq, answers.getLast());
  }

  @Test
  void cancelThatIsReplicatedInTheMiddle_stopsTheNodeThatHoldsIt() throws Exception {
    Hash32 request = cluster.log.request(ONE_ETH);
    long seq = authorised(request);

    var answers =
        signWhile(
            seq,
            () -> {
              cluster.log.say("ann", new Cancel(cluster.log.header(), request));
              cluster.replicate(
                  1,
                  cluster.log.entriesFrom(cluster.head(1).getSize()),
                  cluster.log.signedHead().bytes());
            });

    assertEquals("CANCELLED", answers.getFirst().getFailure().getCode());
    assertFalse(answers.getFirst().getFailure().getPossiblySigned());
  }

  @Test
  void restrictionHandedInTheMiddle_stopsTheSession_andItsNonceServesAnother() throws Exception {
    Hash32 request = cluster.log.request(ONE_ETH);
    long seq = authorised(request);
    long nonce = nonceOf(seq);
    Envelope cancel = cluster.log.envelope("ann", new Cancel(cluster.log.header(), request));

    var answers =
        signWhile(
            seq,
            () -> {
              cluster.restrict(1, "ann", cancel);
              cluster.restrict(2, "ann", cancel);
            });

    assertEquals("CANCELLED", answers.getFirst().getFailure().getCode());
    assertFalse(answers.getFirst().getFailure().getPossiblySigned());
    cluster.log.say(cancel);
    cluster.log.say(Envelope.parse(cluster.release(1, seq)));
    cluster.log.say(Envelope.parse(cluster.release(2, seq)));
    long next = authorised(cluster.log.request(ONE_ETH));
    assertEquals(nonce, nonceOf(next), "the log gives a released nonce out again");
    assertSigned(cluster, next, cluster.sign(next, 1, 2).of(1));
  }

  @Test
  void releaseGivenInTheMiddle_stopsTheSessionBeforeItsFragment() throws Exception {
    long seq = authorised(cluster.log.request(ONE_ETH));

    var answers = signWhile(seq, () -> cluster.release(1, seq));

    assertEquals("RELEASED", answers.getFirst().getFailure().getCode());
    assertFalse(answers.getFirst().getFailure().getPossiblySigned());
    assertEquals(
        List.of("RELEASED"),
        List.of(
            cluster
                .signAt(
                    1,
                    cluster.signRequest(
                        cluster.committedNote(), cluster.nonce(), List.of(seq), 1, 2))
                .getFailure()
                .getCode()));
  }
}
