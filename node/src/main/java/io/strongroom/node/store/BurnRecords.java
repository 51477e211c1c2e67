package io.strongroom.node.store;

import java.time.Clock;
import java.util.List;

/// Pairs of holders whose set-up must never be used again, and failed set-up checks. Public data.
public final class BurnRecords {

  /// A burned pair: this node and a peer, for one epoch of one key.
  ///
  /// @param keyId the key
  /// @param epoch the key's epoch
  /// @param peer the other holder's party index
  public record Burn(String keyId, long epoch, int peer) {}

  private final NodeDatabase database;
  private final Clock clock;

  public BurnRecords(NodeDatabase database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /// Every burn.
  public List<Burn> all() {
    return database.read(connection ->
        Sql.query(
            connection,
            "select key_id, epoch, peer from burned order by key_id, epoch, peer",
            row -> new Burn(row.getString(1), row.getLong(2), row.getInt(3))));
  }

  /// Records a burn for ever, forced to disk. Idempotent.
  public void record(Burn burn) {
    database.commit(connection -> {
      List<Integer> known =
          Sql.query(
              connection,
              "select 1 from burned where key_id = ? and epoch = ? and peer = ?",
              row -> row.getInt(1),
              burn.keyId(),
              burn.epoch(),
              burn.peer());
      if (known.isEmpty()) {
        Sql.update(
            connection,
            "insert into burned (key_id, epoch, peer, recorded_ms) values (?, ?, ?, ?)",
            burn.keyId(),
            burn.epoch(),
            burn.peer(),
            clock.millis());
      }
      return true;
    });
  }

  /// Counts a failed check of a key generation's set-up with a peer.
  ///
  /// @return how many there have been
  public int countSetupFailure(int peer) {
    return database.commit(connection -> {
      int failures =
          Sql.query(
                  connection,
                  "select failures from setup_failure where peer = ?",
                  row -> row.getInt(1),
                  peer)
              .stream()
              .findFirst()
              .orElse(0);
      if (failures == 0) {
        Sql.update(connection, "insert into setup_failure (peer, failures) values (?, ?)", peer, 1);
      } else {
        Sql.update(
            connection, "update setup_failure set failures = ? where peer = ?", failures + 1, peer);
      }
      return failures + 1;
    });
  }

  /// How many checks of a key generation's set-up with this peer failed.
  public int setupFailures(int peer) {
    return database.read(connection ->
        Sql.query(
                connection,
                "select failures from setup_failure where peer = ?",
                row -> row.getInt(1),
                peer)
            .stream()
            .findFirst()
            .orElse(0));
  }
}
