package io.strongroom.coordinator.start;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.strongroom.coordinator.replicate.NodeChannels;
import io.strongroom.coordinator.sequence.RequestLog;
import io.strongroom.custody.statement.Bytes;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.QuorumParameters;
import io.strongroom.platform.config.GenesisFile;
import io.strongroom.platform.grpc.Errors;
import io.strongroom.platform.health.Readiness;
import io.strongroom.platform.process.ExitCode;
import io.strongroom.platform.process.ProcessFailure;
import io.strongroom.proto.v1.GetEntriesRequest;
import io.strongroom.proto.v1.GetEntriesResponse;
import io.strongroom.proto.v1.GetNodeStatusRequest;
import io.strongroom.proto.v1.LogHead;
import io.strongroom.proto.v1.NodeInfoGrpc;
import io.strongroom.proto.v1.NodeSelfStatus;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Before anything new is sequenced: do the nodes hold entries that this coordinator lacks? They do
/// when its database was restored from an older copy. What they hold was signed by this log's key,
/// so it is fetched, judged by the rules and kept; a node that contradicts it stops the
/// coordinator.
///
/// Whatever was committed is held by q nodes, so at least one of any n − q + 1 knows it: as many
/// must answer before the coordinator begins. That costs nothing, since fewer cannot commit
/// anything either.
@Singleton
final class NodesAhead {

  private static final long CALL_SECONDS = 5;
  private static final long AGAIN_MS = 300;

  /// As far as the nodes let the coordinator's clock be ahead of theirs.
  private static final long MOST_SKEW_MS = 30_000;

  private static final Logger LOG = LoggerFactory.getLogger(NodesAhead.class);

  private final NodeChannels channels;
  private final RequestLog log;
  private final QuorumParameters parameters;
  private final Readiness readiness;
  private final Clock clock;

  NodesAhead(
      NodeChannels channels,
      RequestLog log,
      GenesisFile genesis,
      Readiness readiness,
      Clock clock) {
    this.channels = channels;
    this.log = log;
    this.parameters = genesis.genesis().parameters();
    this.readiness = readiness;
    this.clock = clock;
  }

  /// Waits for enough nodes, catches up with the one that is farthest ahead, and compares with all
  /// that answered.
  ///
  /// @throws ProcessFailure CORRUPT when a node's log and this one disagree, CLOCK when this clock
  ///   is too far from those of most nodes
  void catchUp() throws ProcessFailure, InterruptedException {
    Map<String, NodeSelfStatus> nodes = answers();
    requireClock(nodes);
    String farthest = null;
    long most = log.view().head().size();
    for (var node : nodes.entrySet()) {
      if (node.getValue().getHead().getSize() > most) {
        most = node.getValue().getHead().getSize();
        farthest = node.getKey();
      }
    }
    if (farthest != null) {
      fetch(farthest, most);
    }
    for (var node : nodes.entrySet()) {
      compare(node.getKey(), node.getValue().getHead());
    }
  }

  private Map<String, NodeSelfStatus> answers() throws InterruptedException {
    int needed = parameters.n() - parameters.q() + 1;
    while (true) {
      Map<String, NodeSelfStatus> answers = ask();
      if (answers.size() >= needed) {
        return answers;
      }
      readiness.object(
          Readiness.STARTING,
          "the log must be compared with those of "
              + needed
              + " nodes, and "
              + answers.size()
              + " can be reached");
      Thread.sleep(AGAIN_MS);
      channels.all().values().forEach(ManagedChannel::resetConnectBackoff);
    }
  }

  private Map<String, NodeSelfStatus> ask() {
    Map<String, NodeSelfStatus> answers = new TreeMap<>();
    channels
        .all()
        .forEach((node, channel) -> {
          try {
            answers.put(
                node,
                NodeInfoGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
                    .getStatus(GetNodeStatusRequest.getDefaultInstance()));
          } catch (StatusRuntimeException e) {
            LOG.info("{} cannot be asked for its head now: {}", node, Errors.from(e).getMessage());
          }
        });
    return answers;
  }

  private void requireClock(Map<String, NodeSelfStatus> nodes) throws ProcessFailure {
    long now = clock.millis();
    long off =
        nodes.values().stream()
            .filter(node -> Math.abs(node.getNowMs() - now) > MOST_SKEW_MS)
            .count();
    if (2 * off > nodes.size()) {
      throw new ProcessFailure(
          ExitCode.CLOCK,
          "this machine's clock is more than "
              + MOST_SKEW_MS / 1000
              + " s away from those of most nodes: set it");
    }
  }

  private void fetch(String node, long size) throws ProcessFailure {
    LOG.warn(
        "{} holds {} entries and this coordinator {}: its database is older than the log; fetching",
        node,
        size,
        log.view().head().size());
    try {
      while (log.view().head().size() < size) {
        GetEntriesResponse answer =
            NodeInfoGrpc.newBlockingStub(channels.to(node))
                .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
                .getEntries(
                    GetEntriesRequest.newBuilder()
                        .setFrom(log.view().head().size())
                        .setTo(size)
                        .build());
        List<RequestLog.Foreign> entries =
            answer.getEntriesList().stream()
                .map(entry ->
                    new RequestLog.Foreign(
                        Bytes.of(entry.getLeaf().toByteArray()),
                        Bytes.of(entry.getAttachment().toByteArray())))
                .toList();
        log.adopt(entries);
      }
    } catch (StatusRuntimeException | IllegalArgumentException e) {
      throw new ProcessFailure(
          ExitCode.CORRUPT,
          "the log is older than "
              + node
              + "'s, and its entries cannot be fetched or do not follow the rules: "
              + e.getMessage(),
          e);
    }
  }

  private void compare(String node, LogHead head) throws ProcessFailure {
    if (head.getSize() == 0 || head.getSize() > log.view().head().size()) {
      return;
    }
    Hash32 own = log.root(head.getSize());
    if (!own.equals(Hash32.of(head.getRoot().toByteArray()))) {
      throw new ProcessFailure(
          ExitCode.CORRUPT,
          "the first "
              + head.getSize()
              + " entries of this log and of "
              + node
              + "'s differ: one of them was changed. Nothing is signed until people have found out"
              + " which");
    }
  }
}
