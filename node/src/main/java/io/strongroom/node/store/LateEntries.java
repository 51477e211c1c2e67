package io.strongroom.node.store;

import java.util.Map;
import java.util.TreeMap;

/// When entries that came late were first proved to this node. Public data, node-local: never part
/// of the state hash.
public final class LateEntries {

  private final NodeDatabase database;

  public LateEntries(NodeDatabase database) {
    this.database = database;
  }

  /// All of them: milliseconds since the Unix epoch by log position.
  public Map<Long, Long> all() {
    return database.read(connection -> {
      Map<Long, Long> seen = new TreeMap<>();
      Sql.query(
          connection,
          "select seq, seen_ms from seen_at",
          row -> seen.put(row.getLong(1), row.getLong(2)));
      return seen;
    });
  }

  /// Records one, as part of the transaction that this thread is in.
  public void record(long seq, long seenMs) {
    database.join(connection ->
        Sql.update(connection, "insert into seen_at (seq, seen_ms) values (?, ?)", seq, seenMs));
  }
}
