package io.strongroom.coordinator.flow;

import io.strongroom.coordinator.replicate.Commitments;
import io.strongroom.coordinator.sequence.RequestLog;
import io.strongroom.custody.state.Authorization;
import io.strongroom.custody.state.State;
import io.strongroom.custody.state.Withdrawal;
import io.strongroom.custody.state.WithdrawalStatus;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks for the signatures of what is authorised and committed, in batches of what is waiting,
/// until they are there or may no longer be made; then it collects releases.
@Singleton
public final class SigningFlow {

  /// AUTHORIZE entries of one session: the protocol's limit of requests.
  private static final int MAX_BATCH = 32;

  /// Sessions of one vault at a time. While they run, a batch gathers.
  private static final int MAX_SESSIONS = 2;

  private static final long FIRST_RETRY_MS = 200;
  private static final long LONGEST_RETRY_MS = 10_000;
  private static final long TICK_MS = 1_000;
  private static final Logger LOG = LoggerFactory.getLogger(SigningFlow.class);

  private final RequestLog log;
  private final Commitments commitments;
  private final SigningCall call;
  private final ReleaseCall releases;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread = Thread.ofVirtual().name("signing-flow").unstarted(this::run);
  private final TreeSet<Long> open = new TreeSet<>();
  private final Set<Long> inFlight = new HashSet<>();
  private final Map<Long, Retry> retries = new HashMap<>();
  private final Map<String, Integer> sessions = new HashMap<>();
  private long scanned;
  private boolean signalled;
  private boolean closed;

  /// @param since on the clock of `System.nanoTime`
  private record Retry(long since, long delay) {
    boolean waits() {
      return System.nanoTime() - since < TimeUnit.MILLISECONDS.toNanos(delay);
    }
  }

  SigningFlow(
      RequestLog log,
      Commitments commitments,
      SigningCall call,
      ReleaseCall releases,
      Clock clock) {
    this.log = log;
    this.commitments = commitments;
    this.call = call;
    this.releases = releases;
    this.clock = clock;
    log.listen(view -> signal());
    commitments.listen(this::signal);
  }

  /// Begins, with what the log left open.
  public void start() {
    log.view()
        .state()
        .withdrawals()
        .filter(withdrawal -> withdrawal.status() == WithdrawalStatus.AUTHORIZED)
        .forEach(withdrawal -> open.add(withdrawal.authorization().orElseThrow().seq()));
    scanned = log.view().head().size();
    thread.start();
  }

  private void signal() {
    lock.lock();
    try {
      signalled = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (true) {
      lock.lock();
      try {
        if (!signalled && !closed) {
          var _ = changed.await(tickMs(), TimeUnit.MILLISECONDS);
        }
        if (closed) {
          return;
        }
        signalled = false;
        look();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        LOG.error("the signing flow failed and goes on", e);
      } finally {
        lock.unlock();
      }
    }
  }

  private long tickMs() {
    return retries.isEmpty() ? TICK_MS : FIRST_RETRY_MS;
  }

  private void look() {
    State state = log.view().state();
    discover(state);
    long now = clock.millis();
    long committed = commitments.committedSize();
    SortedMap<String, List<Long>> byVault = new TreeMap<>();
    for (long seq : List.copyOf(open)) {
      Withdrawal withdrawal = state.withdrawalOfAuthorize(seq).orElse(null);
      if (withdrawal == null || !stands(withdrawal, seq)) {
        open.remove(seq);
        retries.remove(seq);
        continue;
      }
      if (seq >= committed || inFlight.contains(seq) || notYet(seq)) {
        continue;
      }
      Authorization authorization = withdrawal.authorization().orElseThrow();
      if (withdrawal.cancelled()
          || withdrawal.vetoed()
          || authorization.statement().signBy() <= now) {
        release(seq, withdrawal);
      } else if (!state.frozen(withdrawal.request().vault())) {
        byVault.computeIfAbsent(withdrawal.request().vault(), v -> new ArrayList<>()).add(seq);
      }
    }
    byVault.forEach((vault, seqs) -> begin(state, vault, seqs));
  }

  private void discover(State state) {
    for (; scanned < state.size(); scanned++) {
      if (state.withdrawalOfAuthorize(scanned).isPresent()) {
        open.add(scanned);
      }
    }
  }

  private static boolean stands(Withdrawal withdrawal, long seq) {
    return withdrawal.status() == WithdrawalStatus.AUTHORIZED
        && withdrawal.authorization().map(a -> a.seq() == seq).orElse(false);
  }

  private boolean notYet(long seq) {
    Retry retry = retries.get(seq);
    return retry != null && retry.waits();
  }

  private void begin(State state, String vault, List<Long> waiting) {
    int running = sessions.getOrDefault(vault, 0);
    for (int from = 0; from < waiting.size() && running < MAX_SESSIONS; from += MAX_BATCH) {
      List<Long> batch =
          List.copyOf(waiting.subList(from, Math.min(waiting.size(), from + MAX_BATCH)));
      inFlight.addAll(batch);
      running++;
      sessions.put(vault, running);
      var _ =
          Thread.ofVirtual().name("sign-" + batch.getFirst()).start(() -> run(state, vault, batch));
    }
  }

  private void run(State state, String vault, List<Long> batch) {
    boolean signed = false;
    try {
      signed = call.sign(state, vault, batch);
    } finally {
      ended(vault, batch, signed);
    }
  }

  private void release(long seq, Withdrawal withdrawal) {
    inFlight.add(seq);
    var _ =
        Thread.ofVirtual()
            .name("release-" + seq)
            .start(() -> {
              try {
                releases.collect(withdrawal, seq);
              } finally {
                released(seq);
              }
            });
  }

  private void released(long seq) {
    lock.lock();
    try {
      inFlight.remove(seq);
      retries.put(seq, new Retry(System.nanoTime(), LONGEST_RETRY_MS));
    } finally {
      lock.unlock();
    }
  }

  private void ended(String vault, List<Long> batch, boolean signed) {
    lock.lock();
    try {
      sessions.merge(vault, -1, Integer::sum);
      for (long seq : batch) {
        inFlight.remove(seq);
        if (signed) {
          retries.remove(seq);
        } else {
          Retry last = retries.get(seq);
          long delay = last == null ? FIRST_RETRY_MS : Math.min(2 * last.delay, LONGEST_RETRY_MS);
          retries.put(seq, new Retry(System.nanoTime(), delay));
        }
      }
      signalled = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  @PreDestroy
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
