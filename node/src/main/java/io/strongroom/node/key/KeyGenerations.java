package io.strongroom.node.key;

import io.strongroom.custody.spi.ChainRules;
import io.strongroom.custody.statement.Bytes;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.Header;
import io.strongroom.custody.statement.Key;
import io.strongroom.custody.statement.StatementSigner;
import io.strongroom.node.key.KeyRing.CorruptShareException;
import io.strongroom.node.session.EmissionGate;
import io.strongroom.node.session.Failure;
import io.strongroom.node.session.Identities;
import io.strongroom.node.session.Outcome;
import io.strongroom.node.session.PeerWire;
import io.strongroom.node.session.SessionRunner;
import io.strongroom.node.store.BurnRecords;
import io.strongroom.node.store.KeyShareRow;
import io.strongroom.node.store.KeyShareRow.KeyState;
import io.strongroom.node.store.SessionIds;
import io.strongroom.threshold.Abort;
import io.strongroom.threshold.AbortCode;
import io.strongroom.threshold.Activation;
import io.strongroom.threshold.BadParametersException;
import io.strongroom.threshold.Certificate;
import io.strongroom.threshold.KeyGeneration;
import io.strongroom.threshold.Parameters;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.PartySet;
import io.strongroom.threshold.PendingKey;
import io.strongroom.threshold.Progress;
import io.strongroom.threshold.PublicKeyPackage;
import io.strongroom.threshold.Randomness;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the key generations that the log orders, to an ACTIVE key and this holder's KEY statement.
/// Thread-safe; one run per key.
///
/// Order of deeds: session id on disk, protocol run, share on disk as PENDING, confirmation on
/// disk, confirmation sent, certificate and ACTIVE share and KEY statement on disk in one step,
/// statement given away. Killed between any two, the next call goes on from what is on disk; only a
/// run that is not yet PENDING is lost, with nothing of it anywhere.
///
/// Source: `docs/protocol.md`, sections 5 and 15.
public final class KeyGenerations {

  private static final Logger LOG = LoggerFactory.getLogger(KeyGenerations.class);

  /// After so many failed set-up checks with one peer no key is generated with it
  /// (`docs/protocol.md`, section 17).
  static final int MAX_SETUP_FAILURES = 3;

  private static final Duration STATEMENT_LIFETIME = Duration.ofDays(365);
  private static final Duration FETCH_EVERY = Duration.ofSeconds(1);

  /// What another holder answers about a key.
  @FunctionalInterface
  public interface ConfirmationSource {

    /// Another holder's confirmation and certificate; each empty when it has none.
    @SuppressWarnings("ArrayRecordComponent") // passed along once, never compared
    record Answer(byte[] confirmation, byte[] certificate) {}

    /// Asks a peer; empty when it cannot be asked now.
    Optional<Answer> ask(PartyIndex peer, String keyId, int epoch);
  }

  /// How a call ended.
  public sealed interface Result {
    /// The key is ACTIVE here.
    ///
    /// @param statement this holder's signed KEY statement
    @SuppressWarnings("ArrayRecordComponent") // passed along once, never compared
    record Keyed(byte[] statement) implements Result {}

    /// It is not.
    record Failed(Failure failure) implements Result {}
  }

  /// Who this node is.
  ///
  /// @param self party index
  /// @param signer signs protocol envelopes and statements
  /// @param origin the log's origin
  /// @param logEpoch the log's epoch
  public record Holder(PartyIndex self, StatementSigner signer, String origin, long logEpoch) {}

  private final Holder holder;
  private final KeyRing ring;
  private final SessionIds sessionIds;
  private final BurnRecords failures;
  private final SessionRunner runner;
  private final PeerWire wire;
  private final ConfirmationBoard board;
  private final ConfirmationSource source;
  private final ChainRules chains;
  private final Randomness randomness;
  private final Clock clock;
  private final Duration patience;
  private final Set<String> running = ConcurrentHashMap.newKeySet();

  /// @param patience how long a call waits for the other holders' confirmations
  @SuppressWarnings("TooManyParameters") // everything is a collaborator that the node owns once
  public KeyGenerations(
      Holder holder,
      KeyRing ring,
      SessionIds sessionIds,
      BurnRecords failures,
      SessionRunner runner,
      PeerWire wire,
      ConfirmationBoard board,
      ConfirmationSource source,
      ChainRules chains,
      Randomness randomness,
      Clock clock,
      Duration patience) {
    this.holder = holder;
    this.ring = ring;
    this.sessionIds = sessionIds;
    this.failures = failures;
    this.runner = runner;
    this.wire = wire;
    this.board = board;
    this.source = source;
    this.chains = chains;
    this.randomness = randomness;
    this.clock = clock;
    this.patience = patience;
  }

  /// Generates the key that `order` names, or completes it, or repeats the answer.
  ///
  /// @param order effective in this node's own committed state, this node among its parties
  /// @param parties the order's parties, as the genesis statement knows them
  /// @param nonce 32 bytes from the coordinator
  /// @param onStart given the handle that stops a running session
  public Result generate(
      KeyOrder order, PartySet parties, byte[] nonce, Consumer<SessionRunner.Stop> onStart) {
    if (!running.add(order.keyId())) {
      return failed("KEY_GENERATION_RUNNING", "key " + order.keyId() + " is being generated now");
    }
    try {
      Optional<KeyShareRow> row = ring.row(order.keyId());
      if (row.isPresent() && row.get().proposalSeq() != order.proposalSeq()) {
        return failed(
            "KEY_ID_USED", "key id " + order.keyId() + " was generated for another proposal");
      }
      if (row.isEmpty()) {
        Optional<Result> end = run(order, parties, nonce, onStart);
        if (end.isPresent()) {
          return end.get();
        }
        row = ring.row(order.keyId());
      }
      return finish(row.orElseThrow(), parties);
    } catch (CorruptShareException e) {
      LOG.error("{}", e.getMessage());
      return failed("SHARE_CORRUPT", String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed("SHUTTING_DOWN", "the node shuts down");
    } finally {
      running.remove(order.keyId());
    }
  }

  /// Runs the protocol up to PENDING on disk; empty when that is reached.
  private Optional<Result> run(
      KeyOrder order, PartySet parties, byte[] nonce, Consumer<SessionRunner.Stop> onStart) {
    for (PartyIndex peer : parties.indices()) {
      if (failures.setupFailures(peer.value()) >= MAX_SETUP_FAILURES) {
        return Optional.of(
            new Result.Failed(
                Failure.blaming(
                    AbortCode.PPRF_CHECK.name(),
                    Set.of(peer),
                    "three set-ups with party " + peer + " failed: an operator must look into it",
                    false)));
      }
    }
    KeyGeneration session;
    try {
      session =
          KeyGeneration.dkg(
              order.keyId(),
              new Parameters(order.threshold(), parties.size()),
              parties,
              holder.self(),
              nonce,
              holder.signer()::sign,
              Identities.verifier(),
              randomness);
    } catch (BadParametersException e) {
      return Optional.of(failed(e.code().name(), String.valueOf(e.getMessage())));
    }
    if (!sessionIds.recordFirstUse(session.sid().bytes(), "dkg")) {
      session.close();
      return Optional.of(
          failed(AbortCode.SID_USED.name(), "this session was joined before; use a new nonce"));
    }
    LOG.info("key {}: generating with parties {}", order.keyId(), parties);
    return switch (runner.run(session, holder.self(), EmissionGate.open(), onStart, abort -> {})) {
      case Outcome.Completed<PendingKey> done -> storePending(order, done.result());
      case Outcome.Aborted<PendingKey> aborted -> Optional.of(aborted(order, aborted.abort()));
      case Outcome.TimedOut<PendingKey> late ->
          Optional.of(
              new Result.Failed(
                  Failure.blaming(AbortCode.TIMEOUT.name(), late.silent(), late.message(), false)));
      case Outcome.Stopped<PendingKey> stopped ->
          Optional.of(failed(stopped.code(), stopped.message()));
    };
  }

  private Optional<Result> storePending(KeyOrder order, PendingKey pending) {
    try (pending) {
      if (!ring.storePending(order, pending)) {
        return Optional.of(
            failed("KEY_ID_USED", "key id " + order.keyId() + " has a share already"));
      }
      return Optional.empty();
    }
  }

  private Result aborted(KeyOrder order, Abort abort) {
    LOG.warn(
        "key {}: generation aborted with {}, parties at fault {}",
        order.keyId(),
        abort.code(),
        abort.culprits());
    if (abort.code() == AbortCode.PPRF_CHECK) {
      for (PartyIndex culprit : abort.culprits()) {
        int count = failures.countSetupFailure(culprit.value());
        if (count >= MAX_SETUP_FAILURES) {
          LOG.error(
              "ALARM: {} failed set-ups with party {}: no key is generated with it any more",
              count,
              culprit);
        }
      }
    }
    return new Result.Failed(
        Failure.blaming(abort.code().name(), abort.culprits(), abort.detail(), false));
  }

  /// From PENDING or ACTIVE on disk to the KEY statement.
  private Result finish(KeyShareRow row, PartySet parties)
      throws CorruptShareException, InterruptedException {
    if (row.state() == KeyState.ACTIVE) {
      return new Result.Keyed(row.statement().orElseThrow());
    }
    try (PendingKey pending = ring.openPending(row)) {
      byte[] confirmation = ring.keepConfirmation(row.id(), pending.confirm(holder.signer()::sign));
      Collected collected = collect(pending.publicPackage(), parties, confirmation);
      if (collected.failure().isPresent()) {
        return new Result.Failed(collected.failure().get());
      }
      byte[] statement =
          Envelope.sign(statement(row, pending.publicPackage()), holder.signer()).bytes();
      ring.activate(row.id(), pending, collected.certificate().orElseThrow(), statement);
      LOG.info(
          "key {}: active, public key {}",
          row.id().keyId(),
          Bytes.of(pending.publicPackage().publicKey()));
      return new Result.Keyed(statement);
    }
  }

  private record Collected(Optional<Certificate> certificate, Optional<Failure> failure) {}

  /// Gives away the own confirmation and gathers the others', delivered or fetched, until they make
  /// a certificate.
  private Collected collect(PublicKeyPackage key, PartySet parties, byte[] own)
      throws InterruptedException {
    Set<PartyIndex> missing = ConcurrentHashMap.newKeySet();
    missing.addAll(parties.indices());
    missing.remove(holder.self());
    for (PartyIndex peer : missing) {
      wire.send(
          peer,
          own,
          patience,
          reason -> LOG.debug("confirmation not delivered to {}: {}", peer, reason));
    }
    Activation activation = new Activation(key, parties, Identities.verifier());
    Progress<Certificate> progress = activation.accept(holder.self(), own);
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      for (ConfirmationBoard.Arrived arrived : board.take(key.sid().toString(), FETCH_EVERY)) {
        missing.remove(arrived.from());
        progress = activation.accept(arrived.from(), arrived.wire());
      }
      if (progress instanceof Progress.Running) {
        for (PartyIndex peer : Set.copyOf(missing)) {
          Optional<ConfirmationSource.Answer> answer = source.ask(peer, key.keyId(), key.epoch());
          if (answer.isPresent() && answer.get().certificate().length > 0) {
            Optional<Certificate> certificate = verified(answer.get().certificate(), key, parties);
            if (certificate.isPresent()) {
              return new Collected(certificate, Optional.empty());
            }
          }
          if (answer.isPresent() && answer.get().confirmation().length > 0) {
            progress = activation.accept(peer, answer.get().confirmation());
          }
        }
      }
      switch (progress) {
        case Progress.Finished<Certificate> finished -> {
          return new Collected(Optional.of(finished.value()), Optional.empty());
        }
        case Progress.Aborted<Certificate> aborted -> {
          Abort abort = aborted.abort();
          return new Collected(
              Optional.empty(),
              Optional.of(
                  Failure.blaming(abort.code().name(), abort.culprits(), abort.detail(), false)));
        }
        case Progress.Running<Certificate> running -> {
          if (System.nanoTime() > deadline) {
            return new Collected(
                Optional.empty(),
                Optional.of(
                    Failure.blaming(
                        "KEY_PENDING",
                        missing,
                        "not every holder has confirmed key " + key.keyId(),
                        false)));
          }
        }
      }
    }
  }

  private static Optional<Certificate> verified(
      byte[] encoded, PublicKeyPackage key, PartySet parties) {
    try {
      return Optional.of(Certificate.decodeAndVerify(encoded, key, parties, Identities.verifier()));
    } catch (BadParametersException e) {
      return Optional.empty();
    }
  }

  private Key statement(KeyShareRow row, PublicKeyPackage key) {
    TreeMap<String, String> addresses = new TreeMap<>();
    addresses.put(row.chain(), chains.addressOf(row.chain(), key.publicKey()));
    byte[] named = (key.keyId() + "/" + key.epoch()).getBytes(StandardCharsets.UTF_8);
    Header header =
        new Header(
            holder.origin(),
            holder.logEpoch(),
            "key-" + Hash32.sha256(named).hex().substring(0, 32),
            clock.millis() + STATEMENT_LIFETIME.toMillis());
    return new Key(
        header,
        row.proposalSeq(),
        row.vault(),
        key.keyId(),
        Bytes.of(key.publicKey()),
        Hash32.of(key.pkg()),
        key.holders().stream().map(PartyIndex::value).toList(),
        key.threshold(),
        key.epoch(),
        addresses);
  }

  private static Result failed(String code, String message) {
    return new Result.Failed(Failure.of(code, message));
  }
}
