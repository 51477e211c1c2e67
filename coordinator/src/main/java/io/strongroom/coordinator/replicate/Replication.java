package io.strongroom.coordinator.replicate;

import io.strongroom.coordinator.sequence.RequestLog;
import io.strongroom.custody.log.CosignedCheckpoint;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/// All nodes' links: whatever is appended is pushed to each of them, independently of the others.
@Singleton
public final class Replication {

  private final SortedMap<String, NodeLink> links = new TreeMap<>();
  private final Commitments commitments;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progress = lock.newCondition();

  Replication(NodeChannels channels, RequestLog log, Commitments commitments) {
    this.commitments = commitments;
    channels
        .all()
        .forEach((node, channel) ->
            links.put(node, new NodeLink(node, channel, log, commitments, this::progressed)));
    log.listen(view -> links.values().forEach(NodeLink::wake));
  }

  /// Begins to push.
  public void start() {
    links.values().forEach(NodeLink::start);
  }

  private void progressed() {
    lock.lock();
    try {
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// A committed checkpoint over `seq` with fresh cosignatures; asks the nodes for them if need be.
  ///
  /// @param longest after which it fails with a [java.util.concurrent.TimeoutException]
  public CompletableFuture<CosignedCheckpoint> freshCheckpoint(long seq, Duration longest) {
    CompletableFuture<CosignedCheckpoint> fresh = commitments.fresh(seq, longest);
    if (!fresh.isDone()) {
      links.values().forEach(NodeLink::recosign);
    }
    return fresh;
  }

  /// Waits until these nodes hold `size` entries.
  ///
  /// @return false when one of them does not within `longest`
  public boolean awaitHolding(Collection<String> nodes, long size, Duration longest)
      throws InterruptedException {
    return await(nodes, health -> health.size() >= size, longest);
  }

  /// Shows these nodes that `size` entries are committed, which they must know before they generate
  /// a key.
  ///
  /// @return false when one of them could not be shown within `longest`
  public boolean show(Collection<String> nodes, long size, Duration longest)
      throws InterruptedException {
    Predicate<NodeHealth> shown = health -> health.committed() >= size;
    if (!await(nodes, shown, Duration.ZERO)) {
      links.values().forEach(NodeLink::recosign);
    }
    return await(nodes, shown, longest);
  }

  private boolean await(Collection<String> nodes, Predicate<NodeHealth> wanted, Duration longest)
      throws InterruptedException {
    lock.lock();
    try {
      long left = longest.toNanos();
      while (!health().entrySet().stream()
          .filter(node -> nodes.contains(node.getKey()))
          .allMatch(node -> node.getValue().following() && wanted.test(node.getValue()))) {
        if (left <= 0) {
          return false;
        }
        left = progress.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
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
