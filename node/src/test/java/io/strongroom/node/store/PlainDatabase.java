package io.strongroom.node.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/// One connection per transaction.
record PlainDatabase(java.util.function.Supplier<String> url) implements NodeDatabase {
  @Override
  public <T> T commit(Work<T> work) {
    try (Connection connection = DriverManager.getConnection(url.get())) {
      connection.setAutoCommit(false);
      T result = work.run(connection);
      connection.commit();
      return result;
    } catch (SQLException e) {
      throw new StoreFailure("test database", e);
    }
  }

  @Override
  public <T> T join(Work<T> work) {
    return commit(work);
  }

  @Override
  public <T> T read(Work<T> work) {
    return commit(work);
  }
}
