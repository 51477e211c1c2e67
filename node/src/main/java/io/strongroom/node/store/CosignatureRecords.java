package io.strongroom.node.store;

import io.strongroom.custody.statement.Hash32;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// What this node cosigned, and whether it must never do so again. Public data.
///
/// Guarantee: never two roots for one size, never a smaller size than before, and the time recorded
/// for a size is at least that of every cosignature that was given for it.
public final class CosignatureRecords {

  /// A cosigned head.
  ///
  /// @param size entries in the log
  /// @param root of the tree
  /// @param timeS seconds since the Unix epoch of the newest cosignature
  public record Cosigned(long size, Hash32 root, long timeS) {}

  /// Why this node is locked out.
  ///
  /// @param code stable upper-case reason
  /// @param message for the operator
  public record Lockout(String code, String message) {}

  private final NodeDatabase database;

  public CosignatureRecords(NodeDatabase database) {
    this.database = database;
  }

  /// The largest head cosigned.
  public Optional<Cosigned> newest() {
    return database.read(CosignatureRecords::newest);
  }

  private static Optional<Cosigned> newest(Connection connection) throws SQLException {
    return Sql.query(
            connection,
            "select size, root, time_s from cosigned order by size desc limit 1",
            CosignatureRecords::read)
        .stream()
        .findFirst();
  }

  /// What was cosigned at a size.
  public Optional<Cosigned> at(long size) {
    return database.read(connection -> at(connection, size));
  }

  private static Optional<Cosigned> at(Connection connection, long size) throws SQLException {
    return Sql.query(
            connection,
            "select size, root, time_s from cosigned where size = ?",
            CosignatureRecords::read,
            size)
        .stream()
        .findFirst();
  }

  /// Records a head that is about to be cosigned, as part of the transaction that this thread is
  /// in. The cosignature is made only after that transaction is forced to disk.
  ///
  /// @return the time to cosign with: `timeS`, or the one recorded before when that is later
  /// @throws IllegalStateException when another root of this size, or a larger head, was cosigned:
  ///   our own bug
  public long record(Cosigned head) {
    return database.join(connection -> record(connection, head));
  }

  private static long record(Connection connection, Cosigned head) throws SQLException {
    Optional<Cosigned> newest = newest(connection);
    if (newest.isPresent() && newest.get().size() > head.size()) {
      throw new IllegalStateException("a larger head was cosigned before");
    }
    Optional<Cosigned> known = at(connection, head.size());
    if (known.isEmpty()) {
      Sql.update(
          connection,
          "insert into cosigned (size, root, time_s) values (?, ?, ?)",
          head.size(),
          head.root().bytes(),
          head.timeS());
      return head.timeS();
    }
    if (!known.get().root().equals(head.root())) {
      throw new IllegalStateException("another root of this size was cosigned before");
    }
    long time = Math.max(known.get().timeS(), head.timeS());
    Sql.update(connection, "update cosigned set time_s = ? where size = ?", time, head.size());
    return time;
  }

  /// Why this node is locked out; empty when it is not.
  public Optional<Lockout> lockout() {
    return database.read(connection ->
        Sql.query(
                connection,
                "select code, message from lockout where id = 1",
                row -> new Lockout(row.getString(1), row.getString(2)))
            .stream()
            .findFirst());
  }

  /// Locks this node out for ever, forced to disk. The first reason stays.
  public void lockOut(Lockout lockout, long nowMs) {
    database.commit(connection -> {
      boolean known =
          !Sql.query(connection, "select 1 from lockout where id = 1", row -> row.getInt(1))
              .isEmpty();
      if (!known) {
        Sql.update(
            connection,
            "insert into lockout (id, code, message, since_ms) values (1, ?, ?, ?)",
            lockout.code(),
            lockout.message(),
            nowMs);
      }
      return true;
    });
  }

  private static Cosigned read(ResultSet row) throws SQLException {
    return new Cosigned(row.getLong(1), Hash32.of(row.getBytes(2)), row.getLong(3));
  }
}
