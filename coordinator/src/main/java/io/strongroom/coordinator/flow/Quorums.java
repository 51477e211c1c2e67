package io.strongroom.coordinator.flow;

import io.strongroom.coordinator.replicate.NodeHealth;
import io.strongroom.coordinator.replicate.Replication;
import io.strongroom.custody.state.Vault;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.platform.config.GenesisFile;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Whom to ask for a signature: t of the vault's parties that follow the log, those with the fewest
/// failures first. A choice of convenience: each of them decides for itself.
///
/// Failures are counted, because blame may lie: when a corrupt party and its honest partners blame
/// each other, the corrupt one is in every failed session and soon has the most.
@Singleton
final class Quorums {

  /// How long one failure counts; every further one doubles it.
  private static final Duration PENALTY = Duration.ofSeconds(30);

  private static final int MOST_DOUBLINGS = 6;

  private final Genesis genesis;
  private final Replication replication;
  private final Map<Integer, Failures> failures = new ConcurrentHashMap<>();

  /// @param at of the newest, on the clock of `System.nanoTime`
  private record Failures(int count, long at) {
    boolean counts(long now) {
      return now - at < PENALTY.toNanos() << Math.min(count - 1, MOST_DOUBLINGS);
    }
  }

  Quorums(GenesisFile genesis, Replication replication) {
    this.genesis = genesis.genesis();
    this.replication = replication;
  }

  /// The node that has this party index.
  String node(int index) {
    return genesis.nodes().stream()
        .filter(node -> node.index() == index)
        .map(Genesis.Node::id)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no node has index " + index));
  }

  /// Those nodes.
  List<String> nodes(List<Integer> parties) {
    return parties.stream().map(this::node).toList();
  }

  /// Ascending indices of t parties that hold at least `size` entries; empty when there are too
  /// few.
  Optional<List<Integer>> choose(Vault vault, long size) {
    Map<String, NodeHealth> health = replication.health();
    List<Integer> able = new ArrayList<>();
    for (int party : vault.parties()) {
      NodeHealth node = health.get(node(party));
      if (node != null && node.following() && node.size() >= size) {
        able.add(party);
      }
    }
    if (able.size() < vault.threshold()) {
      return Optional.empty();
    }
    long now = System.nanoTime();
    able.sort(Comparator.comparingInt((Integer party) -> count(party, now)).thenComparing(p -> p));
    return Optional.of(able.stream().limit(vault.threshold()).sorted().toList());
  }

  private int count(int party, long now) {
    Failures known = failures.get(party);
    return known != null && known.counts(now) ? known.count : 0;
  }

  /// A party was to blame, or did not answer.
  void failed(int party) {
    failures.merge(
        party,
        new Failures(1, System.nanoTime()),
        (old, added) -> new Failures(old.counts(added.at) ? old.count + 1 : 1, added.at));
  }

  /// A party took part in a signature.
  void succeeded(int party) {
    failures.remove(party);
  }
}
