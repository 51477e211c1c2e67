package io.strongroom.platform.store;

import io.micronaut.transaction.TransactionOperations;
import io.strongroom.platform.files.DiskErrors;
import io.strongroom.platform.health.Readiness;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// [DurableCommit] on SQL.
///
/// What H2 keeps (tried with version 2.3.232): with `WRITE_DELAY=0` a commit hands its bytes to the
/// operating system before it returns, which survives a killed process; it never forces them, so a
/// lost machine can take them back. `CHECKPOINT SYNC` after the commit forces the file once.
/// PostgreSQL forces its own log at commit.
@Singleton
final class SqlDurableCommit implements DurableCommit {

  private static final String CHECK = "store";
  private static final int MAX_CAUSES = 32;

  /// H2: IO_EXCEPTION_1, IO_EXCEPTION_2, FILE_CORRUPTED_1, DATABASE_IS_CLOSED,
  /// DATABASE_CALLED_AT_SHUTDOWN.
  private static final Set<Integer> H2_STORE_LOST = Set.of(90028, 90031, 90030, 90098, 90121);

  private final TransactionOperations<Connection> transactions;
  private final SharedForce force;
  private final Readiness readiness;
  private final AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();

  SqlDurableCommit(
      TransactionOperations<Connection> transactions, DiskForce force, Readiness readiness) {
    this.transactions = transactions;
    this.force = new SharedForce(force);
    this.readiness = readiness;
  }

  @Override
  public <T extends @Nullable Object> T write(Supplier<T> work) {
    requireWhole();
    if (transactions.findTransactionStatus().isPresent()) {
      throw new IllegalStateException("a durable commit cannot be part of another transaction");
    }
    T result;
    try {
      result = transactions.executeWrite(status -> work.get());
    } catch (RuntimeException e) {
      throw storeLost(e) ? fail("the database could not commit", e) : e;
    }
    try {
      force.await();
    } catch (SQLException e) {
      throw fail("the database could not force a commit to disk", e);
    }
    requireWhole();
    return result;
  }

  /// A force may have covered commits whose own force failed before: after the first failure nobody
  /// is told yes.
  private void requireWhole() {
    Throwable cause = broken.get();
    if (cause != null) {
      throw new StoreFailedException(
          "the database failed earlier; nothing is written until the process restarts",
          DiskErrors.isFull(cause),
          cause);
    }
  }

  private StoreFailedException fail(String message, Exception cause) {
    broken.compareAndSet(null, cause);
    boolean full = DiskErrors.isFull(cause);
    readiness.object(CHECK, full ? "the disk is full" : message);
    return new StoreFailedException(full ? message + ": the disk is full" : message, full, cause);
  }

  /// True when the database itself failed, rather than the caller's work.
  private static boolean storeLost(Throwable failure) {
    if (DiskErrors.isIo(failure)) {
      return true;
    }
    Throwable current = failure;
    for (int depth = 0;
        current != null && depth < MAX_CAUSES;
        depth++, current = current.getCause()) {
      if (current instanceof SQLException sql
          && (H2_STORE_LOST.contains(sql.getErrorCode())
              || postgresLost(Optional.ofNullable(sql.getSQLState())))) {
        return true;
      }
    }
    return false;
  }

  /// Classes 08 (connection), 53 (resources), 58 (system error).
  private static boolean postgresLost(Optional<String> state) {
    return state
        .filter(s -> s.startsWith("08") || s.startsWith("53") || s.startsWith("58"))
        .isPresent();
  }
}
