package io.strongroom.node.store;

import io.micronaut.transaction.TransactionOperations;
import io.strongroom.platform.store.DurableCommit;
import java.sql.Connection;
import java.sql.SQLException;

/// [NodeDatabase] over the process's database, with the same durable commit that the log's store
/// uses.
public final class JdbcNodeDatabase implements NodeDatabase {

  private final TransactionOperations<Connection> transactions;
  private final DurableCommit durable;

  public JdbcNodeDatabase(TransactionOperations<Connection> transactions, DurableCommit durable) {
    this.transactions = transactions;
    this.durable = durable;
  }

  @Override
  public <T> T commit(Work<T> work) {
    return durable.write(() -> join(work));
  }

  @Override
  public <T> T join(Work<T> work) {
    return transactions.executeWrite(status -> run(work, status.getConnection()));
  }

  @Override
  public <T> T read(Work<T> work) {
    return transactions.executeRead(status -> run(work, status.getConnection()));
  }

  private static <T> T run(Work<T> work, Connection connection) {
    try {
      return work.run(connection);
    } catch (SQLException e) {
      throw new StoreFailure("the database refused", e);
    }
  }
}
