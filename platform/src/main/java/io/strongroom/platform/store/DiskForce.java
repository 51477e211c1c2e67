package io.strongroom.platform.store;

import java.sql.SQLException;

/// Forces everything committed so far to stable storage.
@FunctionalInterface
interface DiskForce {

  /// Returns when it is there.
  ///
  /// @throws SQLException when it could not be forced
  void force() throws SQLException;
}
