package io.strongroom.coordinator.start;

import io.grpc.StatusRuntimeException;
import io.strongroom.coordinator.replicate.NodeChannels;
import io.strongroom.coordinator.sequence.RequestLog;
import io.strongroom.custody.statement.Bytes;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.platform.process.ExitCode;
import io.strongroom.platform.process.ProcessFailure;
import io.strongroom.proto.v1.GetEntriesRequest;
import io.strongroom.proto.v1.GetEntriesResponse;
import io.strongroom.proto.v1.GetHeadRequest;
import io.strongroom.proto.v1.LogHead;
import io.strongroom.proto.v1.NodeInfoGrpc;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Before anything new is sequenced: do the nodes hold entries that this coordinator lacks? They do
/// when its database was restored from an older copy. What they hold was signed by this log's key,
/// so it is fetched, verified and kept; a node that contradicts it stops the coordinator.
@Singleton
final class NodesAhead {

  private static final long CALL_SECONDS = 5;
  private static final Logger LOG = LoggerFactory.getLogger(NodesAhead.class);

  private final NodeChannels channels;
  private final RequestLog log;

  NodesAhead(NodeChannels channels, RequestLog log) {
    this.channels = channels;
    this.log = log;
  }

  /// Catches up with the node that is farthest ahead, then compares with all that answered.
  ///
  /// @throws ProcessFailure CORRUPT when a node's log and this one disagree
  void catchUp() throws ProcessFailure {
    Map<String, LogHead> heads = heads();
    String farthest = null;
    long most = log.view().head().size();
    for (var head : heads.entrySet()) {
      if (head.getValue().getSize() > most) {
        most = head.getValue().getSize();
        farthest = head.getKey();
      }
    }
    if (farthest != null) {
      fetch(farthest, most);
    }
    for (var head : heads.entrySet()) {
      compare(head.getKey(), head.getValue());
    }
  }

  private Map<String, LogHead> heads() {
    Map<String, LogHead> heads = new HashMap<>();
    channels
        .all()
        .forEach(
            (node, channel) -> {
              try {
                heads.put(
                    node,
                    NodeInfoGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
                        .getHead(GetHeadRequest.getDefaultInstance()));
              } catch (StatusRuntimeException e) {
                LOG.info("{} cannot be asked for its head now", node);
              }
            });
    return heads;
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
                .map(
                    entry ->
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
