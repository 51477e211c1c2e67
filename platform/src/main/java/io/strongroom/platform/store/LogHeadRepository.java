package io.strongroom.platform.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;

/// The head's one row.
@JdbcRepository(dialect = Dialect.POSTGRES)
interface LogHeadRepository extends GenericRepository<LogHeadRow, Integer> {

  int ONLY_ROW = 1;

  Optional<LogHeadRow> findById(Integer id);

  /// Compare and set: 1 when the size was the expected one, else 0. Locks the row until the
  /// transaction ends.
  @Query(
      "UPDATE log_head SET size = :size, root = :root, frontier = :frontier, state_hash = :stateHash"
          + " WHERE id = 1 AND size = :expectedSize")
  long advance(long expectedSize, long size, byte[] root, byte[] frontier, byte[] stateHash);
}
