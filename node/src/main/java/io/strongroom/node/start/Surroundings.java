package io.strongroom.node.start;

import io.strongroom.node.session.PeerWire;
import java.time.Clock;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What a node takes from its machine, so that a simulation can put something else there.
///
/// @param clock instead of the system's
/// @param wire around the network to the peers
record Surroundings(Optional<Clock> clock, UnaryOperator<PeerWire> wire) {

  /// The machine itself.
  static final Surroundings REAL = new Surroundings(Optional.empty(), UnaryOperator.identity());
}
