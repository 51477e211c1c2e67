package io.strongroom.node.key;

import io.strongroom.threshold.PartyIndex;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Confirmations of pending keys as they arrive from peers, until the key's generation takes them.
/// Public data, thread-safe.
///
/// Bounded: a few per peer, for a short time. What is lost here is fetched again from the peer.
public final class ConfirmationBoard {

  static final int MAX_PER_PEER = 8;
  static final Duration LIFETIME = Duration.ofMinutes(2);

  /// The longest confirmation envelope.
  static final int MAX_BYTES = 512;

  /// A confirmation as it arrived; not verified.
  ///
  /// @param from the authenticated sender
  /// @param wire the envelope
  @SuppressWarnings("ArrayRecordComponent") // passed along once, never compared
  public record Arrived(PartyIndex from, byte[] wire) {}

  private record Slot(PartyIndex from, String sid) {}

  @SuppressWarnings("ArrayRecordComponent") // passed along once, never compared
  private record Kept(byte[] wire, long expiresMs) {}

  private final Clock clock;
  private final LinkedHashMap<Slot, Kept> kept = new LinkedHashMap<>();

  public ConfirmationBoard(Clock clock) {
    this.clock = clock;
  }

  /// Keeps a confirmation of an authenticated peer, the newest per session.
  ///
  /// @param sid the key generation's session, hexadecimal
  public synchronized void put(PartyIndex from, String sid, byte[] wire) {
    long now = clock.millis();
    kept.values().removeIf(each -> each.expiresMs() <= now);
    if (wire.length > MAX_BYTES) {
      return;
    }
    kept.put(new Slot(from, sid), new Kept(wire.clone(), now + LIFETIME.toMillis()));
    long ofPeer = kept.keySet().stream().filter(slot -> slot.from().equals(from)).count();
    Iterator<Slot> oldest = kept.keySet().iterator();
    while (ofPeer > MAX_PER_PEER && oldest.hasNext()) {
      if (oldest.next().from().equals(from)) {
        oldest.remove();
        ofPeer--;
      }
    }
    notifyAll();
  }

  /// Takes what has arrived for a session, waiting at most `wait` for the first.
  public synchronized List<Arrived> take(String sid, Duration wait) throws InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    while (true) {
      List<Arrived> arrived = new ArrayList<>();
      Iterator<Map.Entry<Slot, Kept>> each = kept.entrySet().iterator();
      while (each.hasNext()) {
        Map.Entry<Slot, Kept> entry = each.next();
        if (entry.getKey().sid().equals(sid)) {
          arrived.add(new Arrived(entry.getKey().from(), entry.getValue().wire()));
          each.remove();
        }
      }
      long leftMs = (deadline - System.nanoTime()) / 1_000_000;
      if (!arrived.isEmpty() || leftMs <= 0) {
        return arrived;
      }
      wait(leftMs);
    }
  }
}
