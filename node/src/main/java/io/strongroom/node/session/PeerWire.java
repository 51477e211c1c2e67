package io.strongroom.node.session;

import io.strongroom.threshold.PartyIndex;
import java.time.Duration;
import java.util.function.Consumer;

/// Carries envelopes to peers. Thread-safe.
public interface PeerWire {

  /// Hands an envelope over for delivery and returns at once. The same bytes are sent again until
  /// the peer has taken them, at most for `patience`.
  ///
  /// @param to the receiver
  /// @param wire the signed envelope
  /// @param patience how long to try
  /// @param unreachable told, at most once, that the peer did not take it in time
  void send(PartyIndex to, byte[] wire, Duration patience, Consumer<String> unreachable);
}
