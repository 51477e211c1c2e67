package io.strongroom.coordinator.replicate;

import io.grpc.ManagedChannel;
import io.strongroom.coordinator.config.CoordinatorConfig;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.platform.config.Endpoint;
import io.strongroom.platform.config.GenesisFile;
import io.strongroom.platform.identity.Directory;
import io.strongroom.platform.identity.Principal;
import io.strongroom.platform.tls.Channels;
import io.strongroom.platform.tls.TlsIdentity;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// One channel to each node of the genesis, pinned to the node's identity.
@Singleton
public final class NodeChannels {

  private final SortedMap<String, ManagedChannel> channels = new TreeMap<>();

  NodeChannels(
      CoordinatorConfig config, GenesisFile genesis, TlsIdentity identity, Directory directory) {
    for (Genesis.Node node : genesis.genesis().nodes()) {
      Endpoint at = config.nodes().get(node.id());
      if (at == null) {
        throw new IllegalArgumentException("config.yaml does not say where " + node.id() + " is");
      }
      channels.put(
          node.id(),
          Channels.open(at.host(), at.port(), identity, Principal.node(node.id()), directory));
    }
  }

  /// The channels by node id.
  public SortedMap<String, ManagedChannel> all() {
    return Collections.unmodifiableSortedMap(channels);
  }

  /// The channel to a node.
  ///
  /// @throws IllegalArgumentException when the cluster has no such node
  public ManagedChannel to(String node) {
    ManagedChannel channel = channels.get(node);
    if (channel == null) {
      throw new IllegalArgumentException("this cluster has no " + node);
    }
    return channel;
  }

  @PreDestroy
  void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
  }
}
