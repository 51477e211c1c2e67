package io.strongroom.platform.store;

import io.micronaut.context.annotation.Factory;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/// Chooses how this database is forced.
@Factory
final class DiskForceFactory {

  private static final String H2 = "H2";
  private static final String POSTGRESQL = "PostgreSQL";

  @Singleton
  DiskForce diskForce(DataSource dataSource) throws SQLException {
    DataSource target = DelegatingDataSource.unwrapDataSource(dataSource);
    String product;
    try (Connection connection = target.getConnection()) {
      product = connection.getMetaData().getDatabaseProductName();
    }
    return switch (product) {
      case H2 -> () -> checkpointSync(target);
      case POSTGRESQL -> {
        requireSynchronousCommit(target);
        yield () -> {};
      }
      default ->
          throw new IllegalStateException(
              product + " is not a database that this software can trust to keep data");
    };
  }

  private static void checkpointSync(DataSource target) throws SQLException {
    try (Connection connection = target.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CHECKPOINT SYNC");
    }
  }

  private static void requireSynchronousCommit(DataSource target) throws SQLException {
    for (String setting : new String[] {"fsync", "synchronous_commit"}) {
      try (Connection connection = target.getConnection();
          Statement statement = connection.createStatement();
          var answer = statement.executeQuery("SHOW " + setting)) {
        if (!answer.next() || answer.getString(1).equals("off")) {
          throw new IllegalStateException(
              "PostgreSQL runs with " + setting + " off: commits could be lost");
        }
      }
    }
  }
}
