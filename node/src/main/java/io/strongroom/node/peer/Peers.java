package io.strongroom.node.peer;

import io.grpc.ManagedChannel;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.node.config.NodeConfig;
import io.strongroom.platform.config.Endpoint;
import io.strongroom.platform.identity.Directory;
import io.strongroom.platform.identity.Principal;
import io.strongroom.platform.tls.Channels;
import io.strongroom.platform.tls.TlsIdentity;
import io.strongroom.threshold.PartyIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The channels to the other nodes and to the coordinator. Identities are pinned by the genesis
/// statement; addresses come from the configuration. Thread-safe; nothing connects before the first
/// call.
public final class Peers implements AutoCloseable {

  /// Another node.
  ///
  /// @param id its id in the genesis statement
  /// @param index its party index
  /// @param channel to it
  public record Peer(String id, PartyIndex index, ManagedChannel channel) {}

  private static final long CLOSE_SECONDS = 2;

  private final List<Peer> nodes;
  private final Optional<ManagedChannel> coordinator;

  private Peers(List<Peer> nodes, Optional<ManagedChannel> coordinator) {
    this.nodes = List.copyOf(nodes);
    this.coordinator = coordinator;
  }

  /// Opens a channel to every peer that the configuration places.
  public static Peers open(
      NodeConfig config, Genesis genesis, TlsIdentity identity, Directory directory) {
    List<Peer> nodes = new ArrayList<>();
    for (Genesis.Node node : genesis.nodes()) {
      Endpoint place = config.peers().get(node.id());
      if (place != null) {
        nodes.add(
            new Peer(
                node.id(),
                new PartyIndex(node.index()),
                Channels.open(
                    place.host(), place.port(), identity, Principal.node(node.id()), directory)));
      }
    }
    Optional<ManagedChannel> coordinator =
        config
            .coordinator()
            .map(place ->
                Channels.open(
                    place.host(), place.port(), identity, Principal.COORDINATOR, directory));
    return new Peers(nodes, coordinator);
  }

  /// The other nodes that the configuration places, by ascending index.
  public List<Peer> nodes() {
    return nodes;
  }

  /// The node with this index.
  public Optional<Peer> node(PartyIndex index) {
    return nodes.stream().filter(peer -> peer.index().equals(index)).findFirst();
  }

  /// The channel to the coordinator, when the configuration places it.
  public Optional<ManagedChannel> coordinator() {
    return coordinator;
  }

  @Override
  public void close() {
    List<ManagedChannel> channels = new ArrayList<>(nodes.stream().map(Peer::channel).toList());
    coordinator.ifPresent(channels::add);
    channels.forEach(ManagedChannel::shutdownNow);
    for (ManagedChannel channel : channels) {
      try {
        if (!channel.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
