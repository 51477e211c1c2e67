package io.strongroom.node.key;

import io.strongroom.node.store.BurnRecords;
import io.strongroom.node.store.BurnRecords.Burn;
import io.strongroom.threshold.PartyIndex;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// The pairs whose set-up must never be used again, and the lock that every emission takes. Public
/// data, thread-safe.
///
/// Guarantee: once [#burn] has written its record, no byte of any session with that peer under that
/// key and epoch is handed to the network, because [#sendUnlessBurned] checks and sends under one
/// lock.
///
/// Source: `docs/protocol.md`, section 17, burn procedure.
public final class BurnedPairs {

  private final BurnRecords records;
  private final Set<Burn> burned;
  private final Map<Burn, Integer> suspected = new HashMap<>();
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  /// Loads every burn that was ever recorded.
  public BurnedPairs(BurnRecords records) {
    this.records = records;
    this.burned = new HashSet<>(records.all());
  }

  /// The first of these peers whose pair is burned.
  public Optional<PartyIndex> firstBurned(String keyId, long epoch, Collection<PartyIndex> peers) {
    lock.readLock().lock();
    try {
      return find(keyId, epoch, peers);
    } finally {
      lock.readLock().unlock();
    }
  }

  private Optional<PartyIndex> find(String keyId, long epoch, Collection<PartyIndex> peers) {
    return peers.stream()
        .filter(peer -> isClosed(new Burn(keyId, epoch, peer.value())))
        .findFirst();
  }

  private boolean isClosed(Burn pair) {
    return burned.contains(pair) || suspected.containsKey(pair);
  }

  /// Runs `send` unless a pair with one of these peers is burned. `send` must not block.
  ///
  /// @return the burned peer; empty when `send` ran
  public Optional<PartyIndex> sendUnlessBurned(
      String keyId, long epoch, Collection<PartyIndex> peers, Runnable send) {
    lock.readLock().lock();
    try {
      Optional<PartyIndex> found = find(keyId, epoch, peers);
      if (found.isEmpty()) {
        send.run();
      }
      return found;
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Closes a pair while a failed check is being repeated: whoever failed it may have more guesses
  /// in other sessions, and none of them gets an answer meanwhile. When this returns no emission
  /// with that peer is under way. Ends with [#burn] or [#acquit]; without either it lasts until
  /// restart.
  public void suspect(String keyId, long epoch, PartyIndex peer) {
    lock.writeLock().lock();
    try {
      suspected.merge(new Burn(keyId, epoch, peer.value()), 1, Integer::sum);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /// Takes one suspicion back: the check did not fail again.
  public void acquit(String keyId, long epoch, PartyIndex peer) {
    lock.writeLock().lock();
    try {
      suspected.computeIfPresent(
          new Burn(keyId, epoch, peer.value()), (pair, count) -> count > 1 ? count - 1 : null);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /// Burns a pair for ever. When this returns the record is on disk and no emission with that peer
  /// is under way.
  public void burn(String keyId, long epoch, PartyIndex peer) {
    Burn burn = new Burn(keyId, epoch, peer.value());
    lock.writeLock().lock();
    try {
      burned.add(burn);
      records.record(burn);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /// The peers with whom any pair is burned, ascending.
  public SortedSet<Integer> peers() {
    lock.readLock().lock();
    try {
      SortedSet<Integer> peers = new TreeSet<>();
      burned.forEach(burn -> peers.add(burn.peer()));
      return peers;
    } finally {
      lock.readLock().unlock();
    }
  }
}
