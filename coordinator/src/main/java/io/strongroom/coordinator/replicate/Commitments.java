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
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
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
  private final List<Waiter> waiters = new ArrayList<>();
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
    List<Waiter> served = new ArrayList<>();
    CosignedCheckpoint committed;
    synchronized (this) {
      long size = CosignedCheckpoint.verify(note.with(line), keys).checkpoint().size();
      SignedNote sum = collecting.merge(size, note.with(line), (old, added) -> old.with(line));
      CosignedCheckpoint cosigned = CosignedCheckpoint.verify(sum, keys);
      if (!cosigned.quorumSatisfied() || size < committedSize()) {
        return;
      }
      newest = cosigned;
      committed = cosigned;
      collecting.headMap(size).clear();
      long now = clock.millis();
      for (Iterator<Waiter> each = waiters.iterator(); each.hasNext(); ) {
        Waiter waiter = each.next();
        if (waiter.answer.isDone()) {
          each.remove();
        } else if (serves(cosigned, waiter.size, waiter.fresh, now)) {
          each.remove();
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
        LOG.warn("the newest committed checkpoint could not be recorded", e);
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
  public CompletableFuture<CosignedCheckpoint> await(long seq) {
    return waiter(seq + 1, false);
  }

  /// Completes with a checkpoint that covers `seq` and whose cosignatures are fresh. Somebody must
  /// ask the nodes to cosign.
  public CompletableFuture<CosignedCheckpoint> fresh(long seq) {
    return waiter(seq + 1, true);
  }

  private synchronized CompletableFuture<CosignedCheckpoint> waiter(long size, boolean fresh) {
    CosignedCheckpoint known = newest;
    if (known != null && serves(known, size, fresh, clock.millis())) {
      return CompletableFuture.completedFuture(known);
    }
    Waiter waiter = new Waiter(size, fresh, new CompletableFuture<>());
    waiters.add(waiter);
    return waiter.answer;
  }

  /// Calls `listener` after every new or fresher commitment; it must not block.
  public void listen(Runnable listener) {
    listeners.add(listener);
  }
}
