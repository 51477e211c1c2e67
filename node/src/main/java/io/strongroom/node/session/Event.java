package io.strongroom.node.session;

import io.strongroom.threshold.PartyIndex;

/// What can happen to a running session.
sealed interface Event {

  /// A peer delivered an envelope.
  @SuppressWarnings("ArrayRecordComponent") // passed along once, never compared
  record Delivered(PartyIndex from, byte[] wire) implements Event {

    @Override
    public String toString() {
      return "Delivered[" + from + ", " + wire.length + " bytes]";
    }
  }

  /// A peer could not be reached for as long as a session waits for that.
  record Unreachable(PartyIndex peer, String reason) implements Event {}

  /// The session must end without another byte.
  record Cancelled(String code, String message) implements Event {}
}
