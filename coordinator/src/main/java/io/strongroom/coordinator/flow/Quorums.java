package io.strongroom.coordinator.flow;

import io.strongroom.coordinator.replicate.NodeHealth;
import io.strongroom.coordinator.replicate.Replication;
import io.strongroom.custody.state.Vault;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.platform.config.GenesisFile;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Whom to ask for a signature: t of the vault's parties that follow the log, those that failed
/// longest ago first. A choice of convenience: each of them decides for itself.
@Singleton
final class Quorums {

  /// How long a party that failed is asked only if there are not enough others.
  private static final Duration PENALTY = Duration.ofSeconds(30);

  private final Genesis genesis;
  private final Replication replication;
  private final Clock clock;
  private final Map<Integer, Long> failedAt = new ConcurrentHashMap<>();

  Quorums(GenesisFile genesis, Replication replication, Clock clock) {
    this.genesis = genesis.genesis();
    this.replication = replication;
    this.clock = clock;
  }

  /// The node that has this party index.
  String node(int index) {
    return genesis.nodes().stream()
        .filter(node -> node.index() == index)
        .map(Genesis.Node::id)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no node has index " + index));
  }

  /// Ascending indices of t parties; empty when too few follow.
  Optional<List<Integer>> choose(Vault vault) {
    Map<String, NodeHealth> health = replication.health();
    long now = clock.millis();
    List<Integer> able = new ArrayList<>();
    for (int party : vault.parties()) {
      NodeHealth node = health.get(node(party));
      if (node != null && node.following()) {
        able.add(party);
      }
    }
    if (able.size() < vault.threshold()) {
      return Optional.empty();
    }
    able.sort(
        Comparator.comparingLong((Integer party) -> penalty(party, now)).thenComparing(p -> p));
    return Optional.of(able.stream().limit(vault.threshold()).sorted().toList());
  }

  private long penalty(int party, long now) {
    long at = failedAt.getOrDefault(party, 0L);
    return now - at < PENALTY.toMillis() ? at : 0;
  }

  /// A party was to blame, or did not answer.
  void failed(int party) {
    failedAt.put(party, clock.millis());
  }

  /// A party took part in a signature.
  void succeeded(int party) {
    failedAt.remove(party);
  }
}
