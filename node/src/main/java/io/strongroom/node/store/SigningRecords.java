package io.strongroom.node.store;

import io.strongroom.custody.statement.Hash32;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// What this node promised about signatures: claims, digests, fragments that may have left, and
/// releases. Public data.
///
/// Guarantees, across crashes and concurrent sessions: a claim (an account's nonce on a chain, or
/// an output) belongs to one request until custody's rule lets it pass to another; an input of an
/// attempt has one digest for ever; once a fragment may have left for an AUTHORIZE, no RELEASE of
/// it is ever given, and once a RELEASE is given, no fragment ever leaves. The last two exclude
/// each other because both are decided and written in one serialised transaction.
public final class SigningRecords {

  /// One thing to be signed, and what it uses up.
  ///
  /// @param authorizeSeq position of the AUTHORIZE
  /// @param request leaf hash of the REQUEST
  /// @param attempt of the request, from 1 on
  /// @param input position among the transaction's inputs, from 0 on
  /// @param digest what is signed
  /// @param claim what the transaction spends, such as `hot|eip155:1|nonce:7`
  public record Binding(
      long authorizeSeq, Hash32 request, int attempt, int input, Hash32 digest, String claim) {}

  /// Why a binding cannot be recorded.
  public enum Conflict {
    /// The nonce or output belongs to another request.
    CLAIM_TAKEN,
    /// The input of this attempt was bound to another digest.
    OTHER_DIGEST,
    /// This node released the AUTHORIZE.
    RELEASED
  }

  /// Whether a claim may pass from the request that owns it to the binding's. Custody's rule.
  @FunctionalInterface
  public interface Passing {
    /// No claim ever passes.
    Passing NEVER = (binding, owner) -> false;

    /// Decides.
    ///
    /// @param owner leaf hash of the request that owns the claim
    boolean mayPass(Binding binding, Hash32 owner);
  }

  private static final int MAX_CLAIM = 256;

  private final NodeDatabase database;
  private final Clock clock;
  private final Object deciding = new Object();

  public SigningRecords(NodeDatabase database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /// Records that these digests, and no others, may be signed. All or nothing, forced to disk.
  ///
  /// @param passing whether a claim may come from another request
  /// @return the first conflict; empty when everything is recorded (now, or before with the same
  ///   values)
  public Optional<Conflict> bind(List<Binding> bindings, Passing passing) {
    synchronized (deciding) {
      return database.commit(connection -> bindAll(connection, bindings, passing));
    }
  }

  /// Records that a fragment for each of these may leave, forced to disk. Call it before the
  /// fragment leaves.
  ///
  /// @return the first conflict; empty when everything is recorded
  public Optional<Conflict> recordPossiblySigned(List<Binding> bindings) {
    synchronized (deciding) {
      return database.commit(connection -> {
        Optional<Conflict> conflict = bindAll(connection, bindings, Passing.NEVER);
        if (conflict.isPresent()) {
          return conflict;
        }
        for (Binding binding : bindings) {
          insertPossiblySigned(connection, binding);
        }
        return Optional.empty();
      });
    }
  }

  private Optional<Conflict> bindAll(Connection connection, List<Binding> bindings, Passing passing)
      throws SQLException {
    for (Binding binding : bindings) {
      Optional<Conflict> conflict = conflictOf(connection, binding, passing);
      if (conflict.isPresent()) {
        return conflict;
      }
    }
    for (Binding binding : bindings) {
      insertBinding(connection, binding);
    }
    return Optional.empty();
  }

  private static Optional<Conflict> conflictOf(
      Connection connection, Binding binding, Passing passing) throws SQLException {
    if (binding.claim().length() > MAX_CLAIM) {
      throw new IllegalArgumentException("a claim has at most " + MAX_CLAIM + " characters");
    }
    if (releaseOf(connection, binding.authorizeSeq()).isPresent()) {
      return Optional.of(Conflict.RELEASED);
    }
    for (Hash32 owner : ownersOf(connection, binding.claim())) {
      if (!owner.equals(binding.request()) && !passing.mayPass(binding, owner)) {
        return Optional.of(Conflict.CLAIM_TAKEN);
      }
    }
    for (Hash32 digest : digestsOf(connection, binding)) {
      if (!digest.equals(binding.digest())) {
        return Optional.of(Conflict.OTHER_DIGEST);
      }
    }
    return Optional.empty();
  }

  private static List<Hash32> ownersOf(Connection connection, String claim) throws SQLException {
    return Sql.query(
        connection,
        "select request from spend_claim where claim = ?",
        row -> Hash32.fromHex(row.getString(1)),
        claim);
  }

  private static List<Hash32> digestsOf(Connection connection, Binding binding)
      throws SQLException {
    return Sql.query(
        connection,
        "select digest from digest_binding where request = ? and attempt = ? and input = ?",
        row -> Hash32.of(row.getBytes(1)),
        binding.request().hex(),
        (long) binding.attempt(),
        binding.input());
  }

  private static void insertBinding(Connection connection, Binding binding) throws SQLException {
    List<Hash32> owners = ownersOf(connection, binding.claim());
    if (owners.isEmpty()) {
      Sql.update(
          connection,
          "insert into spend_claim (claim, request) values (?, ?)",
          binding.claim(),
          binding.request().hex());
    } else if (!owners.contains(binding.request())) {
      Sql.update(
          connection,
          "update spend_claim set request = ? where claim = ?",
          binding.request().hex(),
          binding.claim());
    }
    if (digestsOf(connection, binding).isEmpty()) {
      Sql.update(
          connection,
          "insert into digest_binding (request, attempt, input, digest) values (?, ?, ?, ?)",
          binding.request().hex(),
          (long) binding.attempt(),
          binding.input(),
          binding.digest().bytes());
    }
  }

  private void insertPossiblySigned(Connection connection, Binding binding) throws SQLException {
    List<Integer> known =
        Sql.query(
            connection,
            "select 1 from possibly_signed where authorize_seq = ? and digest = ?",
            row -> row.getInt(1),
            binding.authorizeSeq(),
            binding.digest().bytes());
    if (known.isEmpty()) {
      Sql.update(
          connection,
          "insert into possibly_signed (authorize_seq, digest, recorded_ms) values (?, ?, ?)",
          binding.authorizeSeq(),
          binding.digest().bytes(),
          clock.millis());
    }
  }

  /// Whether a fragment for this AUTHORIZE may have left.
  public boolean isPossiblySigned(long authorizeSeq) {
    return database.read(connection -> possiblySigned(connection, authorizeSeq));
  }

  private static boolean possiblySigned(Connection connection, long authorizeSeq)
      throws SQLException {
    return !Sql.query(
            connection,
            "select 1 from possibly_signed where authorize_seq = ?",
            row -> row.getInt(1),
            authorizeSeq)
        .isEmpty();
  }

  /// The RELEASE statement that this node gave for an AUTHORIZE, as envelope bytes.
  public Optional<byte[]> releaseOf(long authorizeSeq) {
    return database.read(connection -> releaseOf(connection, authorizeSeq));
  }

  private static Optional<byte[]> releaseOf(Connection connection, long authorizeSeq)
      throws SQLException {
    return Sql.query(
            connection,
            "select statement from never_sign where authorize_seq = ?",
            row -> row.getBytes(1),
            authorizeSeq)
        .stream()
        .findFirst();
  }

  /// Records for ever that no fragment for this AUTHORIZE leaves this node, forced to disk, before
  /// the statement that says so is given to anybody. The first statement recorded stays the one
  /// that is given.
  ///
  /// @param statement the signed RELEASE, not yet shown to anybody
  /// @return the recorded statement; empty when a fragment may have left already
  public Optional<byte[]> recordNeverSign(long authorizeSeq, byte[] statement) {
    synchronized (deciding) {
      return database.commit(connection -> {
        if (possiblySigned(connection, authorizeSeq)) {
          return Optional.empty();
        }
        Optional<byte[]> given = releaseOf(connection, authorizeSeq);
        if (given.isEmpty()) {
          Sql.update(
              connection,
              "insert into never_sign (authorize_seq, statement) values (?, ?)",
              authorizeSeq,
              statement);
          return Optional.of(statement);
        }
        return given;
      });
    }
  }
}
