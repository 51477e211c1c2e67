package io.strongroom.node.replica;

import io.strongroom.custody.gate.Restrictions;
import io.strongroom.custody.log.CosignedCheckpoint;
import io.strongroom.custody.replay.Replica;
import io.strongroom.custody.state.Restriction;
import io.strongroom.custody.state.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/// What this node knows at this moment that decides whether it may sign: its own log, the newest
/// head known to be committed, and the restrictions that it holds. In memory only; everything here
/// is on disk before it gets here. Public data, thread-safe.
///
/// Guarantee: nothing changes while [#consult] runs, so a decision and the message that it lets out
/// see one standing; and once [#change] has returned, no message leaves on the strength of an older
/// one.
public final class Standing {

  /// How many recent heads are kept, so that a checkpoint stays usable while new entries arrive.
  /// States share their structure.
  static final int MAX_HEADS = 2_048;

  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private final TreeMap<Long, Replica> heads = new TreeMap<>();
  private final List<Restrictions.Received> held = new ArrayList<>();
  private final Map<Long, Long> seenAt = new HashMap<>();
  private Optional<CosignedCheckpoint> committed = Optional.empty();

  /// Runs `question` while nothing changes.
  public <T> T consult(Supplier<T> question) {
    lock.readLock().lock();
    try {
      return question.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  private void change(Runnable change) {
    lock.writeLock().lock();
    try {
      change.run();
    } finally {
      lock.writeLock().unlock();
    }
  }

  /// Takes up a head that is stored.
  ///
  /// @param late when entries that came late were seen, by position
  void advance(Replica head, Map<Long, Long> late) {
    change(() -> {
      heads.put(head.state().size(), head);
      seenAt.putAll(late);
      while (heads.size() > MAX_HEADS) {
        heads.pollFirstEntry();
      }
    });
  }

  /// Takes note of a committed head, if it is one of this node's own and newer or fresher than the
  /// one known.
  ///
  /// @return whether it was
  public boolean commit(CosignedCheckpoint checkpoint) {
    boolean[] taken = {false};
    change(() -> {
      boolean newer =
          committed.isEmpty()
              || checkpoint.checkpoint().size() > committed.get().checkpoint().size()
              || (checkpoint.checkpoint().size() == committed.get().checkpoint().size()
                  && checkpoint.latestTimeMs() > committed.get().latestTimeMs());
      if (newer && checkpoint.quorumSatisfied() && isOwn(checkpoint)) {
        committed = Optional.of(checkpoint);
        taken[0] = true;
      }
    });
    return taken[0];
  }

  private boolean isOwn(CosignedCheckpoint checkpoint) {
    Replica head = heads.get(checkpoint.checkpoint().size());
    return head != null && head.frontier().root().equals(checkpoint.checkpoint().root());
  }

  /// Takes up a restriction that is stored.
  public void restrict(Restrictions.Received restriction) {
    change(() -> held.add(restriction));
  }

  /// Drops restrictions that are spent, once they are gone from the disk.
  public void lift(Collection<Restrictions.Received> spent) {
    change(() -> held.removeAll(spent));
  }

  /// The own log; empty before its first entry.
  public Optional<Replica> newest() {
    return consult(() -> Optional.ofNullable(heads.lastEntry()).map(Map.Entry::getValue));
  }

  /// The own log as it was at a size; empty when that is not kept.
  public Optional<Replica> at(long size) {
    return consult(() -> Optional.ofNullable(heads.get(size)));
  }

  /// The newest head known to be committed.
  public Optional<CosignedCheckpoint> committed() {
    return consult(() -> committed);
  }

  /// The own state at the newest head known to be committed.
  public Optional<State> committedState() {
    return consult(() ->
        committed.flatMap(checkpoint -> at(checkpoint.checkpoint().size())).map(Replica::state));
  }

  /// Restrictions held here.
  public List<Restrictions.Received> held() {
    return consult(() -> List.copyOf(held));
  }

  /// Those restrictions themselves.
  public List<Restriction> restrictions() {
    return consult(() -> held.stream().map(Restrictions.Received::restriction).toList());
  }

  /// When an entry that came late was seen; empty when it did not come late.
  public OptionalLong seenAt(long seq) {
    return consult(() -> {
      Long seen = seenAt.get(seq);
      return seen == null ? OptionalLong.empty() : OptionalLong.of(seen);
    });
  }
}
