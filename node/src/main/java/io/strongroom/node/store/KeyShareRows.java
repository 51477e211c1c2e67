package io.strongroom.node.store;

import io.strongroom.node.store.KeyShareRow.KeyState;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// The table of sealed key shares. Every write is forced to disk before it returns.
public final class KeyShareRows {

  private static final String COLUMNS =
      "key_id, epoch, state, proposal_seq, vault, chain, package_record, sealed, confirmation, certificate, statement";

  private final NodeDatabase database;

  public KeyShareRows(NodeDatabase database) {
    this.database = database;
  }

  /// All rows, by key and epoch.
  public List<KeyShareRow> all() {
    return database.read(connection ->
        Sql.query(
            connection,
            "select " + COLUMNS + " from key_share order by key_id, epoch",
            KeyShareRows::read));
  }

  /// One row.
  public Optional<KeyShareRow> find(KeyShareRow.Id id) {
    return database.read(connection -> find(connection, id));
  }

  private static Optional<KeyShareRow> find(Connection connection, KeyShareRow.Id id)
      throws SQLException {
    return Sql.query(
            connection,
            "select " + COLUMNS + " from key_share where key_id = ? and epoch = ?",
            KeyShareRows::read,
            id.keyId(),
            id.epoch())
        .stream()
        .findFirst();
  }

  /// Stores a new PENDING key.
  ///
  /// @return false when the key and epoch already has a row: a holder never has two packages for
  ///   one epoch
  public boolean insertPending(KeyShareRow row) {
    return database.commit(connection -> {
      if (find(connection, row.id()).isPresent()) {
        return false;
      }
      Sql.update(
          connection,
          "insert into key_share (key_id, epoch, state, proposal_seq, vault, chain, package_record, sealed)"
              + " values (?, ?, ?, ?, ?, ?, ?, ?)",
          row.id().keyId(),
          row.id().epoch(),
          KeyState.PENDING.name(),
          row.proposalSeq(),
          row.vault(),
          row.chain(),
          row.packageRecord(),
          row.sealed());
      return true;
    });
  }

  /// Stores this holder's confirmation. The first one stays.
  ///
  /// @return the stored confirmation
  public byte[] keepConfirmation(KeyShareRow.Id id, byte[] confirmation) {
    return database.commit(connection -> {
      Optional<byte[]> known = find(connection, id).orElseThrow().confirmation();
      if (known.isPresent()) {
        return known.get();
      }
      Sql.update(
          connection,
          "update key_share set confirmation = ? where key_id = ? and epoch = ?",
          confirmation,
          id.keyId(),
          id.epoch());
      return confirmation;
    });
  }

  /// Makes a key ACTIVE: certificate, the sealed active share and the KEY statement, in one step.
  public void activate(KeyShareRow.Id id, byte[] sealed, byte[] certificate, byte[] statement) {
    database.commit(connection -> {
      int changed =
          Sql.update(
              connection,
              "update key_share set state = ?, sealed = ?, certificate = ?, statement = ?"
                  + " where key_id = ? and epoch = ? and state = ?",
              KeyState.ACTIVE.name(),
              sealed,
              certificate,
              statement,
              id.keyId(),
              id.epoch(),
              KeyState.PENDING.name());
      if (changed != 1) {
        throw new IllegalStateException("key " + id + " is not pending");
      }
      return true;
    });
  }

  /// Replaces the sealed share of an ACTIVE key.
  public void replaceSealed(KeyShareRow.Id id, byte[] sealed) {
    database.commit(connection ->
        Sql.update(
            connection,
            "update key_share set sealed = ? where key_id = ? and epoch = ? and state = ?",
            sealed,
            id.keyId(),
            id.epoch(),
            KeyState.ACTIVE.name()));
  }

  private static KeyShareRow read(ResultSet row) throws SQLException {
    return new KeyShareRow(
        new KeyShareRow.Id(row.getString(1), row.getLong(2)),
        KeyState.valueOf(row.getString(3)),
        row.getLong(4),
        row.getString(5),
        row.getString(6),
        row.getBytes(7),
        row.getBytes(8),
        Optional.ofNullable(row.getBytes(9)),
        Optional.ofNullable(row.getBytes(10)),
        Optional.ofNullable(row.getBytes(11)));
  }
}
