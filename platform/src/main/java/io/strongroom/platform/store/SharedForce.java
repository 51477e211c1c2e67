package io.strongroom.platform.store;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/// Lets writers that commit at the same time share one force: each takes a ticket after its commit,
/// and whoever forces next covers every ticket taken before it began.
///
/// Thread rule: safe from any thread.
final class SharedForce {

  private final DiskForce force;
  private final AtomicLong tickets = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private long covered;

  SharedForce(DiskForce force) {
    this.force = force;
  }

  /// Returns when everything that this thread committed before the call is on stable storage.
  void await() throws SQLException {
    long mine = tickets.incrementAndGet();
    lock.lock();
    try {
      if (covered < mine) {
        long upTo = tickets.get();
        force.force();
        covered = upTo;
      }
    } finally {
      lock.unlock();
    }
  }
}
