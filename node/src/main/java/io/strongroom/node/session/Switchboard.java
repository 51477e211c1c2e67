package io.strongroom.node.session;

import io.strongroom.threshold.PartyIndex;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Leads every delivered envelope to its session. Thread-safe.
///
/// What comes for a session that is not known yet is kept for [#EARLY_LIFETIME], bounded per peer
/// in number and bytes, oldest dropped first: a peer may start a moment sooner. What comes for a
/// session that has ended is ignored.
public final class Switchboard {

  /// How long an envelope waits for its session to begin.
  static final Duration EARLY_LIFETIME = Duration.ofSeconds(60);

  /// How many envelopes of one peer wait for sessions that are not known yet.
  static final int MAX_EARLY_PER_PEER = 64;

  /// How many bytes of one peer wait for sessions that are not known yet: 8 sessions' full batch of
  /// the longest message.
  static final long MAX_EARLY_BYTES_PER_PEER = 8L * 2_400_000;

  private static final int MAX_ENDED = 4_096;

  /// What became of a delivered envelope.
  public enum Delivery {
    /// Handed to its session, or kept for it.
    TAKEN,
    /// For a session that has ended, or no envelope at all: nobody wants it.
    IGNORED,
    /// The peer has used up its share of this session.
    TOO_MANY
  }

  @SuppressWarnings("ArrayRecordComponent") // passed along once, never compared
  private record Early(String sid, byte[] wire, long expiresMs) {}

  private record Live(Mailbox mailbox, Set<PartyIndex> peers) {}

  private final Clock clock;
  private final Map<String, Live> live = new HashMap<>();
  private final Map<PartyIndex, Deque<Early>> early = new HashMap<>();
  private final LinkedHashMap<String, Boolean> ended = new LinkedHashMap<>();

  public Switchboard(Clock clock) {
    this.clock = clock;
  }

  /// Opens a session's mailbox and moves into it what came early from its peers.
  ///
  /// @param sid the session, hexadecimal
  /// @param peers who may deliver to it
  /// @throws IllegalStateException when the session is open or has ended: our own bug, a session id
  ///   is used once
  synchronized Mailbox open(String sid, Set<PartyIndex> peers) {
    if (live.containsKey(sid) || ended.containsKey(sid)) {
      throw new IllegalStateException("this session was opened before");
    }
    Mailbox mailbox = new Mailbox();
    live.put(sid, new Live(mailbox, Set.copyOf(peers)));
    for (Map.Entry<PartyIndex, Deque<Early>> waiting : early.entrySet()) {
      Iterator<Early> each = waiting.getValue().iterator();
      while (each.hasNext()) {
        Early message = each.next();
        if (message.sid().equals(sid)) {
          each.remove();
          if (peers.contains(waiting.getKey()) && message.expiresMs() > clock.millis()) {
            mailbox.deliver(waiting.getKey(), message.wire());
          }
        }
      }
    }
    return mailbox;
  }

  /// Closes a session. What still comes for it is ignored from now on.
  synchronized void close(String sid) {
    live.remove(sid);
    ended.put(sid, true);
    if (ended.size() > MAX_ENDED) {
      ended.pollFirstEntry();
    }
  }

  /// Leads an envelope of an authenticated peer to its session.
  public synchronized Delivery deliver(PartyIndex from, byte[] wire) {
    var header = WireHeader.peek(wire);
    if (header.isEmpty()) {
      return Delivery.IGNORED;
    }
    String sid = header.get().sid();
    Live session = live.get(sid);
    if (session != null) {
      if (!session.peers().contains(from)) {
        return Delivery.IGNORED;
      }
      return session.mailbox().deliver(from, wire) ? Delivery.TAKEN : Delivery.TOO_MANY;
    }
    if (ended.containsKey(sid)) {
      return Delivery.IGNORED;
    }
    keep(from, new Early(sid, wire, clock.millis() + EARLY_LIFETIME.toMillis()));
    return Delivery.TAKEN;
  }

  private void keep(PartyIndex from, Early message) {
    Deque<Early> waiting = early.computeIfAbsent(from, peer -> new ArrayDeque<>());
    long now = clock.millis();
    waiting.removeIf(each -> each.expiresMs() <= now);
    waiting.addLast(message);
    long bytes = waiting.stream().mapToLong(each -> each.wire().length).sum();
    while (waiting.size() > MAX_EARLY_PER_PEER
        || (bytes > MAX_EARLY_BYTES_PER_PEER && waiting.size() > 1)) {
      bytes -= waiting.removeFirst().wire().length;
    }
  }

  /// Ends every session that this peer takes part in, before it sends anything more.
  ///
  /// @return how many there were
  public int cancelWith(PartyIndex peer, String code, String message) {
    List<Mailbox> concerned = new ArrayList<>();
    synchronized (this) {
      for (Live session : live.values()) {
        if (session.peers().contains(peer)) {
          concerned.add(session.mailbox());
        }
      }
    }
    concerned.forEach(mailbox -> mailbox.cancel(code, message));
    return concerned.size();
  }

  /// Ends every session: the node shuts down.
  public void cancelAll(String code, String message) {
    List<Mailbox> all;
    synchronized (this) {
      all = live.values().stream().map(Live::mailbox).toList();
    }
    all.forEach(mailbox -> mailbox.cancel(code, message));
  }

  /// How many sessions run.
  public synchronized int running() {
    return live.size();
  }

  /// How many envelopes wait for sessions that are not known yet.
  synchronized int waiting() {
    return early.values().stream().mapToInt(Deque::size).sum();
  }

  /// The sessions that run, hexadecimal.
  public synchronized Set<String> sessions() {
    return new HashSet<>(live.keySet());
  }
}
