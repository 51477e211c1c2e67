package io.strongroom.node.peer;

import io.grpc.ManagedChannel;
import io.strongroom.custody.log.CosignedCheckpoint;
import io.strongroom.node.key.KeyGenerations.ConfirmationSource;
import io.strongroom.node.replica.LogMirror;
import io.strongroom.platform.grpc.StrongroomException;
import io.strongroom.platform.health.Readiness;
import io.strongroom.proto.v1.GetConfirmationResponse;
import io.strongroom.proto.v1.LogHead;
import io.strongroom.proto.v1.NodeSelfStatus;
import io.strongroom.threshold.PartyIndex;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the other processes of the cluster know that concerns this node: committed heads,
/// cosignatures of its own, the time, and confirmations of keys. Nothing is believed that is not
/// signed, except the time, where the majority counts.
public final class NewsFromOthers {

  private static final Logger LOG = LoggerFactory.getLogger(NewsFromOthers.class);

  /// How far the clock may be off those of the others.
  public static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(30);

  private static final String ROLLBACK_CHECK = "rollback";

  private final Peers peers;
  private final LogMirror mirror;
  private final Readiness readiness;
  private final Clock clock;

  public NewsFromOthers(Peers peers, LogMirror mirror, Readiness readiness, Clock clock) {
    this.peers = peers;
    this.mirror = mirror;
    this.readiness = readiness;
    this.clock = clock;
  }

  /// Asks everybody for the newest committed head. Whoever shows a cosignature of this node's own
  /// that it does not remember locks it out.
  ///
  /// @return how many answered
  public int compareHeads() {
    List<Callable<LogHead>> questions = new ArrayList<>();
    peers.nodes().forEach(peer -> questions.add(() -> PeerCalls.headOfNode(peer.channel())));
    peers
        .coordinator()
        .ifPresent(channel -> questions.add(() -> PeerCalls.headOfCoordinator(channel)));
    List<LogHead> heads = answers(questions);
    for (LogHead head : heads) {
      Optional<CosignedCheckpoint> committed =
          mirror.verified(head.getCommitted().getNote().toByteArray());
      committed.ifPresent(this::consider);
    }
    return heads.size();
  }

  private void consider(CosignedCheckpoint committed) {
    try {
      mirror.requireRemembered(committed);
      mirror.learnCommitted(committed);
    } catch (StrongroomException e) {
      readiness.object(ROLLBACK_CHECK, e.sentence());
    }
  }

  /// How far this node's clock is off the others', if the majority of those that answer say that it
  /// is too far.
  public Optional<Duration> clockError() {
    List<Callable<Long>> questions = new ArrayList<>();
    for (Peers.Peer peer : peers.nodes()) {
      questions.add(() -> offset(peer.channel()));
    }
    List<Long> offsets = answers(questions);
    List<Long> far =
        offsets.stream()
            .filter(offset -> Math.abs(offset) > CLOCK_TOLERANCE.toMillis())
            .sorted()
            .toList();
    return 2 * far.size() > offsets.size()
        ? Optional.of(Duration.ofMillis(far.get(far.size() / 2)))
        : Optional.empty();
  }

  private long offset(ManagedChannel channel) {
    long before = clock.millis();
    NodeSelfStatus status = PeerCalls.status(channel);
    long after = clock.millis();
    return (before + after) / 2 - status.getNowMs();
  }

  /// Asks one holder about a key.
  public Optional<ConfirmationSource.Answer> confirmation(
      PartyIndex holder, String keyId, int epoch) {
    try {
      Optional<Peers.Peer> peer = peers.node(holder);
      if (peer.isEmpty()) {
        return Optional.empty();
      }
      GetConfirmationResponse answer = PeerCalls.confirmation(peer.get().channel(), keyId, epoch);
      return Optional.of(
          new ConfirmationSource.Answer(
              answer.getConfirmation().toByteArray(), answer.getCertificate().toByteArray()));
    } catch (StrongroomException e) {
      LOG.debug("party {} cannot be asked about key {}: {}", holder, keyId, e.code());
      return Optional.empty();
    }
  }

  private static <T> List<T> answers(List<Callable<T>> questions) {
    List<T> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<T> answer : threads.invokeAll(questions)) {
        try {
          answers.add(answer.get());
        } catch (ExecutionException e) {
          LOG.debug("no answer: {}", e.getMessage());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return answers;
  }
}
