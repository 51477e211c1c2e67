package io.strongroom.coordinator.desk;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.strongroom.coordinator.flow.ChainFees;
import io.strongroom.coordinator.sequence.RequestLog;
import io.strongroom.custody.state.State;
import io.strongroom.custody.state.Withdrawal;
import io.strongroom.custody.state.WithdrawalStatus;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.platform.grpc.ErrorCode;
import io.strongroom.platform.grpc.StrongroomException;
import io.strongroom.platform.health.Readiness;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Streams of changes. A watcher is told what is, never a queue of what was: a slow one misses
/// states in between and costs nothing.
@Singleton
final class Watches {

  private static final int MAX_WATCHERS = 256;
  private static final int MAX_WATCHED = 500;
  private static final long LOOK_MS = 500;
  private static final Set<String> SETTLED = Set.of("FINAL", "FAILED");

  private final RequestLog log;
  private final Views views;
  private final ChainFees chain;
  private final Clock clock;
  private final AtomicInteger watchers = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Readiness readiness;
  private long version;

  Watches(RequestLog log, Views views, ChainFees chain, Clock clock, Readiness readiness) {
    this.log = log;
    this.views = views;
    this.chain = chain;
    this.clock = clock;
    this.readiness = readiness;
    log.listen(view -> bump());
    readiness.listen(ready -> bump());
  }

  private void bump() {
    lock.lock();
    try {
      version++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Streams one withdrawal until it is final, on the calling thread.
  void one(Hash32 leafHash, StreamObserver<io.strongroom.proto.v1.Withdrawal> observer) {
    serve(
        observer,
        (call, seen) -> {
          Withdrawal withdrawal = now().withdrawal(leafHash).orElseThrow();
          send(call, seen, withdrawal);
          return !isOver(withdrawal);
        });
  }

  private boolean isOver(Withdrawal withdrawal) {
    if (!withdrawal.status().isFinal()) {
      return false;
    }
    return withdrawal.status() != WithdrawalStatus.SIGNED
        || chain.status().equals("none")
        || withdrawal.chainReport().map(r -> SETTLED.contains(r.status())).orElse(false);
  }

  /// Streams every withdrawal that changes from now on, the newest ones watched.
  void all(StreamObserver<io.strongroom.proto.v1.Withdrawal> observer) {
    Map<Hash32, Withdrawal> known = new HashMap<>();
    now().withdrawalsNewestFirst().limit(MAX_WATCHED).forEach(w -> known.put(w.leafHash(), w));
    serve(
        observer,
        (call, seen) -> {
          now()
              .withdrawalsNewestFirst()
              .limit(MAX_WATCHED)
              .filter(
                  withdrawal -> !withdrawal.equals(known.put(withdrawal.leafHash(), withdrawal)))
              .forEach(withdrawal -> send(call, seen, withdrawal));
          return true;
        });
  }

  private State now() {
    return log.view().state().advance(clock.millis());
  }

  private void send(
      ServerCallStreamObserver<io.strongroom.proto.v1.Withdrawal> call,
      Map<Hash32, io.strongroom.proto.v1.Withdrawal> seen,
      Withdrawal withdrawal) {
    io.strongroom.proto.v1.Withdrawal view = views.withdrawal(withdrawal);
    if (!view.equals(seen.put(withdrawal.leafHash(), view))) {
      call.onNext(view);
    }
  }

  /// One look; false when there is nothing more to come.
  @FunctionalInterface
  private interface Look {
    boolean at(
        ServerCallStreamObserver<io.strongroom.proto.v1.Withdrawal> call,
        Map<Hash32, io.strongroom.proto.v1.Withdrawal> seen);
  }

  private void serve(StreamObserver<io.strongroom.proto.v1.Withdrawal> observer, Look look) {
    if (watchers.incrementAndGet() > MAX_WATCHERS) {
      watchers.decrementAndGet();
      throw new StrongroomException(
          ErrorCode.exhausted("TOO_MANY_WATCHERS"), "", "too many streams are open", true);
    }
    try {
      var call = (ServerCallStreamObserver<io.strongroom.proto.v1.Withdrawal>) observer;
      Map<Hash32, io.strongroom.proto.v1.Withdrawal> seen = new HashMap<>();
      long known = -1;
      boolean more = true;
      while (more && !call.isCancelled()) {
        known = awaitChange(known);
        requireReady();
        more = !call.isReady() || look.at(call, seen);
      }
      if (!call.isCancelled()) {
        call.onCompleted();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      observer.onCompleted();
    } finally {
      watchers.decrementAndGet();
    }
  }

  /// Streams end when the process does; the watcher may come again.
  private void requireReady() {
    if (!readiness.ready()) {
      throw new StrongroomException(
          ErrorCode.NOT_READY, "", String.join("; ", readiness.reasons()), true);
    }
  }

  /// Waits for another version than `known`, or a moment, since time alone changes states too.
  private long awaitChange(long known) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(LOOK_MS);
      while (version == known && left > 0) {
        left = changed.awaitNanos(left);
      }
      return version;
    } finally {
      lock.unlock();
    }
  }

  /// Streams that are open.
  int watchers() {
    return watchers.get();
  }
}
