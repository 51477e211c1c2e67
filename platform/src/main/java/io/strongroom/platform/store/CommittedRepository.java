package io.strongroom.platform.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;

/// The newest note with enough cosignatures.
@JdbcRepository(dialect = Dialect.POSTGRES)
interface CommittedRepository extends GenericRepository<CommittedRow, Integer> {

  Optional<CommittedRow> findById(Integer id);

  /// 1 when the note is at least as new as the recorded one, else 0.
  @Query("UPDATE log_committed SET size = :size, note = :note WHERE id = 1 AND size <= :size")
  long advance(long size, byte[] note);
}
