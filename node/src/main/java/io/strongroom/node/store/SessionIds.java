package io.strongroom.node.store;

import java.time.Clock;

/// The sessions that this node ever joined. Public data.
///
/// Guarantee: [#recordFirstUse] answers true at most once for a session id, across restarts.
public final class SessionIds {

  private final NodeDatabase database;
  private final Clock clock;

  public SessionIds(NodeDatabase database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /// Records a session id for ever, forced to disk.
  ///
  /// @param sid 32 bytes
  /// @param kind the protocol's name, such as `dkg`
  /// @return false when it was recorded before: the session must not start
  public boolean recordFirstUse(byte[] sid, String kind) {
    return database.commit(connection -> {
      boolean used =
          !Sql.query(
                  connection, "select 1 from session_id where sid = ?", row -> row.getInt(1), sid)
              .isEmpty();
      if (used) {
        return false;
      }
      Sql.update(
          connection,
          "insert into session_id (sid, kind, recorded_ms) values (?, ?, ?)",
          sid,
          kind,
          clock.millis());
      return true;
    });
  }
}
