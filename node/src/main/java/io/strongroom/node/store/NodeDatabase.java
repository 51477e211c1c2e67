package io.strongroom.node.store;

import java.sql.Connection;
import java.sql.SQLException;

/// Transactions over the node's database.
///
/// Guarantee asked of an implementation: when [#commit] returns, everything that its work wrote is
/// on disk, all of it; when it throws, nothing of it is visible. A work may call the log's store,
/// whose writes then belong to the same transaction.
public interface NodeDatabase {

  /// What happens inside one transaction.
  @FunctionalInterface
  interface Work<T> {
    /// Reads and writes.
    ///
    /// @throws SQLException when the database refuses; the transaction is rolled back
    T run(Connection connection) throws SQLException;
  }

  /// Runs `work` in one writing transaction and forces it to disk.
  ///
  /// @throws StoreFailure when the database refused or could not be forced
  <T> T commit(Work<T> work);

  /// Runs `work` inside the transaction that this thread is in: a [#commit], or the log store's
  /// append.
  ///
  /// @throws StoreFailure when the database refused
  <T> T join(Work<T> work);

  /// Runs `work` reading only.
  ///
  /// @throws StoreFailure when the database refused
  <T> T read(Work<T> work);
}
