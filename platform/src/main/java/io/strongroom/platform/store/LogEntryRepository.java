package io.strongroom.platform.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

/// The log's tables. One dialect for H2 and PostgreSQL.
@JdbcRepository(dialect = Dialect.POSTGRES)
interface LogEntryRepository extends GenericRepository<LogEntryRow, Long> {

  void saveAll(Iterable<LogEntryRow> rows);

  Optional<LogEntryRow> findById(Long seq);

  List<LogEntryRow> findBySeqGreaterThanEqualsAndSeqLessThanOrderBySeq(long from, long to);

  @Query(value = "SELECT * FROM log_entry WHERE leaf_hash = :leafHash", nativeQuery = true)
  Optional<LogEntryRow> findByLeafHash(byte[] leafHash);
}
