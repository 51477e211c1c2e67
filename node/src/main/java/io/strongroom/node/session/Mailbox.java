package io.strongroom.node.session;

import io.strongroom.threshold.PartyIndex;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;

/// What has arrived for one session and waits for its thread. Any thread puts, one takes. Bounded
/// per peer: a peer that sends more than a session can need is told so, and the others are not
/// disturbed.
final class Mailbox {

  /// More than any protocol run sends to one party, repetitions included.
  static final int MAX_PER_PEER = 64;

  /// Three times the longest message of a full batch, over a whole session.
  static final long MAX_BYTES_PER_PEER = 3L * 2_400_000;

  private final LinkedBlockingDeque<Event> events = new LinkedBlockingDeque<>();
  private final Map<PartyIndex, Integer> accepted = new HashMap<>();
  private final Map<PartyIndex, Long> acceptedBytes = new HashMap<>();
  private boolean cancelled;

  /// Puts an envelope behind the others.
  ///
  /// @return false when this peer has used up its share
  synchronized boolean deliver(PartyIndex from, byte[] wire) {
    int count = accepted.merge(from, 1, Integer::sum);
    long bytes = acceptedBytes.merge(from, (long) wire.length, Long::sum);
    if (count > MAX_PER_PEER || bytes > MAX_BYTES_PER_PEER) {
      return false;
    }
    events.addLast(new Event.Delivered(from, wire));
    return true;
  }

  /// Reports that a peer cannot be reached.
  void unreachable(PartyIndex peer, String reason) {
    events.addLast(new Event.Unreachable(peer, reason));
  }

  /// Ends the session before anything else that waits, and before another byte leaves: when this
  /// returns, [#sendUnlessCancelled] sends nothing any more.
  synchronized void cancel(String code, String message) {
    cancelled = true;
    events.addFirst(new Event.Cancelled(code, message));
  }

  /// Runs `send`, which must not block, unless the session was cancelled.
  synchronized void sendUnlessCancelled(Runnable send) {
    if (!cancelled) {
      send.run();
    }
  }

  /// Takes the next event; empty when none came within `wait`.
  Optional<Event> take(Duration wait) throws InterruptedException {
    return Optional.ofNullable(events.pollFirst(wait.toNanos(), TimeUnit.NANOSECONDS));
  }
}
