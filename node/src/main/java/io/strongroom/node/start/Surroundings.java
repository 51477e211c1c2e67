package io.strongroom.node.start;

import io.strongroom.node.session.PeerWire;
import io.strongroom.node.store.NodeDatabase;
import java.time.Clock;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What a node takes from its machine, so that a simulation can put something else there.
///
/// @param clock instead of the system's
/// @param wire around the network to the peers
/// @param database around the node's own records
record Surroundings(
    Optional<Clock> clock, UnaryOperator<PeerWire> wire, UnaryOperator<NodeDatabase> database) {

  /// The machine itself.
  static final Surroundings REAL =
      new Surroundings(Optional.empty(), UnaryOperator.identity(), UnaryOperator.identity());

  /// The machine with another clock.
  Surroundings with(Clock other) {
    return new Surroundings(Optional.of(other), wire, database);
  }

  /// The machine with something around the network.
  Surroundings with(UnaryOperator<PeerWire> around) {
    return new Surroundings(clock, around, database);
  }
}
