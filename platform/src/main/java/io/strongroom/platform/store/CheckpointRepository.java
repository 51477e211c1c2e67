package io.strongroom.platform.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;

/// Signed notes by size.
@JdbcRepository(dialect = Dialect.POSTGRES)
interface CheckpointRepository extends GenericRepository<CheckpointRow, Long> {

  Optional<CheckpointRow> findById(Long size);

  Optional<CheckpointRow> findTop1OrderBySizeDesc();

  /// 1 when the note was stored, 0 when there is one of this size.
  @Query("INSERT INTO log_checkpoint (size, note) VALUES (:size, :note) ON CONFLICT DO NOTHING")
  long insertIfAbsent(long size, byte[] note);
}
