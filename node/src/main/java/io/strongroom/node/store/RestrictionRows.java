package io.strongroom.node.store;

import io.strongroom.custody.statement.Hash32;
import java.util.List;

/// Restrictive statements that members handed to this node or its peers. Public data.
public final class RestrictionRows {

  /// A held statement.
  ///
  /// @param envelope DSSE envelope bytes
  /// @param sinceMs by this node's clock
  @SuppressWarnings("ArrayRecordComponent") // a row is read once and never compared
  public record Held(byte[] envelope, long sinceMs) {}

  private final NodeDatabase database;

  public RestrictionRows(NodeDatabase database) {
    this.database = database;
  }

  /// All held statements, oldest first.
  public List<Held> all() {
    return database.read(connection ->
        Sql.query(
            connection,
            "select envelope, since_ms from held_restriction order by since_ms, payload_hash",
            row -> new Held(row.getBytes(1), row.getLong(2))));
  }

  /// Stores a statement, forced to disk.
  ///
  /// @return false when it was held before
  public boolean hold(Hash32 payloadHash, byte[] envelope, long nowMs) {
    return database.commit(connection -> {
      List<Integer> known =
          Sql.query(
              connection,
              "select 1 from held_restriction where payload_hash = ?",
              row -> row.getInt(1),
              payloadHash.bytes());
      if (!known.isEmpty()) {
        return false;
      }
      Sql.update(
          connection,
          "insert into held_restriction (payload_hash, envelope, since_ms) values (?, ?, ?)",
          payloadHash.bytes(),
          envelope,
          nowMs);
      return true;
    });
  }

  /// Forgets a statement that the log has taken in, or that has expired.
  public void drop(Hash32 payloadHash) {
    database.commit(connection ->
        Sql.update(
            connection,
            "delete from held_restriction where payload_hash = ?",
            payloadHash.bytes()));
  }
}
