package io.strongroom.coordinator.replicate;

import io.strongroom.coordinator.sequence.RequestLog;
import io.strongroom.custody.log.CosignedCheckpoint;
import io.strongroom.custody.log.InvalidNoteException;
import io.strongroom.custody.log.LogKeys;
import io.strongroom.custody.log.NoteSignature;
import io.strongroom.custody.log.SignedNote;
import io.strongroom.platform.store.CorruptStoreException;
import io.strongroom.platform.store.LogStore;
import io.strongroom.platform.store.StoredNote;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which entries are committed: covered by a checkpoint that q nodes have cosigned.
///
/// Every cosignature is verified before it counts. A commitment is in effect when q nodes have
/// stored and cosigned; this coordinator's own record of it is a convenience and follows. Thread
/// rule: safe from any thread.
@Singleton
public final class Commitments {

  /// How old cosignatures may be when a signing session begins: well within what nodes accept.
  public static final Duration FRESH = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(Commitments.class);

  private final LogKeys keys;
  private final LogStore store;
  private final Clock clock;
  private final TreeMap<Long, SignedNote> collecting = new TreeMap<>();
  private final Set<Waiter> waiters = new HashSet<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable CosignedCheckpoint> unrecorded = new AtomicReference<>();
  private final Executor recorder = task -> Thread.ofVirtual().name("commit-record").start(task);
  private @Nullable CosignedCheckpoint newest;

  /// Somebody waits for a committed checkpoint.
  private record Waiter(long size, boolean fresh, CompletableFuture<CosignedCheckpoint> answer) {}

  Commitments(RequestLog log, LogStore store, Clock clock) {
    this.keys = log.keys();
    this.store = store;
    this.clock = clock;
    Optional<StoredNote> known = store.committed();
    if (known.isPresent()) {
      try {
        newest = CosignedCheckpoint.verify(known.get().note(), keys);
      } catch (InvalidNoteException e) {
        throw new CorruptStoreException("the stored committed checkpoint is damaged", e);
      }
    }
  }

  /// A node cosigned.
  ///
  /// @param note the checkpoint that it was asked to cosign, under the log's signature
  /// @throws InvalidNoteException when the cosignature is not the node's, or not over this
  ///   checkpoint
  public void cosigned(SignedNote note, NoteSignature line) throws InvalidNoteException {
    CosignedCheckpoint single = CosignedCheckpoint.verify(note.with(line), keys);
    long size = single.checkpoint().size();
    List<Waiter> served = new ArrayList<>();
    CosignedCheckpoint committed;
    synchronized (this) {
      if (size < committedSize()) {
        return;
      }
      SignedNote sum = collecting.merge(size, single.note(), (old, added) -> old.with(line));
      committed = CosignedCheckpoint.verify(sum, keys);
      if (!committed.quorumSatisfied()) {
        return;
      }
      newest = committed;
      collecting.headMap(size).clear();
      long now = clock.millis();
      for (Waiter waiter : waiters) {
        if (serves(committed, waiter.size, waiter.fresh, now)) {
          served.add(waiter);
        }
      }
    }
    served.forEach(waiter -> waiter.answer.complete(committed));
    listeners.forEach(Runnable::run);
    if (unrecorded.getAndSet(committed) == null) {
      recorder.execute(this::record);
    }
  }

  private static boolean serves(CosignedCheckpoint note, long size, boolean fresh, long now) {
    return note.checkpoint().size() >= size
        && (!fresh || note.freshQuorumSatisfied(now, FRESH.toMillis()));
  }

  private void record() {
    CosignedCheckpoint latest = unrecorded.getAndSet(null);
    if (latest != null) {
      try {
        store.markCommitted(latest.checkpoint().size(), latest.note().bytes());
      } catch (RuntimeException e) {
        LOG.warn("the newest committed checkpoint could not be recorded: {}", e.getMessage());
      }
    }
  }

  /// How many entries are committed.
  public synchronized long committedSize() {
    CosignedCheckpoint known = newest;
    return known == null ? 0 : known.checkpoint().size();
  }

  /// The newest committed checkpoint.
  public synchronized Optional<CosignedCheckpoint> committed() {
    return Optional.ofNullable(newest);
  }

  /// Completes when the entry at `seq` is committed.
  ///
  /// @param longest after which it fails with a [java.util.concurrent.TimeoutException]
  public CompletableFuture<CosignedCheckpoint> await(long seq, Duration longest) {
    return waiter(seq + 1, false, longest);
  }

  /// Completes with a checkpoint that covers `seq` and whose cosignatures are fresh. Somebody must
  /// ask the nodes to cosign.
  ///
  /// @param longest after which it fails with a [java.util.concurrent.TimeoutException]
  CompletableFuture<CosignedCheckpoint> fresh(long seq, Duration longest) {
    return waiter(seq + 1, true, longest);
  }

  private CompletableFuture<CosignedCheckpoint> waiter(long size, boolean fresh, Duration longest) {
    Waiter waiter = new Waiter(size, fresh, new CompletableFuture<>());
    synchronized (this) {
      CosignedCheckpoint known = newest;
      if (known != null && serves(known, size, fresh, clock.millis())) {
        return CompletableFuture.completedFuture(known);
      }
      waiters.add(waiter);
    }
    waiter.answer.orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS);
    return waiter.answer.whenComplete((checkpoint, failure) -> forget(waiter));
  }

  private synchronized void forget(Waiter waiter) {
    waiters.remove(waiter);
  }

  /// How many wait.
  public synchronized int waiting() {
    return waiters.size();
  }

  /// The head of this size with every cosignature known, if it is the newest committed one.
  synchronized Optional<SignedNote> cosignedNote(long size) {
    return committed().filter(known -> known.checkpoint().size() == size).map(c -> c.note());
  }

  /// Calls `listener` after every new or fresher commitment; it must not block.
  public void listen(Runnable listener) {
    listeners.add(listener);
  }
}
