package io.strongroom.coordinator.replicate;

import io.strongroom.coordinator.sequence.RequestLog;
import io.strongroom.custody.log.CosignedCheckpoint;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/// All nodes' links: whatever is appended is pushed to each of them, independently of the others.
@Singleton
public final class Replication {

  private final SortedMap<String, NodeLink> links = new TreeMap<>();
  private final Commitments commitments;

  Replication(NodeChannels channels, RequestLog log, Commitments commitments) {
    this.commitments = commitments;
    channels
        .all()
        .forEach((node, channel) -> links.put(node, new NodeLink(node, channel, log, commitments)));
    log.listen(view -> links.values().forEach(NodeLink::wake));
  }

  /// Begins to push.
  public void start() {
    links.values().forEach(NodeLink::start);
  }

  /// A committed checkpoint over `seq` with fresh cosignatures; asks the nodes for them if need be.
  public CompletableFuture<CosignedCheckpoint> freshCheckpoint(long seq) {
    CompletableFuture<CosignedCheckpoint> fresh = commitments.fresh(seq);
    if (!fresh.isDone()) {
      links.values().forEach(NodeLink::recosign);
    }
    return fresh;
  }

  /// How each node follows.
  public SortedMap<String, NodeHealth> health() {
    SortedMap<String, NodeHealth> all = new TreeMap<>();
    for (Map.Entry<String, NodeLink> link : links.entrySet()) {
      all.put(link.getKey(), link.getValue().health());
    }
    return Collections.unmodifiableSortedMap(all);
  }

  @PreDestroy
  void close() {
    links.values().forEach(NodeLink::close);
  }
}
