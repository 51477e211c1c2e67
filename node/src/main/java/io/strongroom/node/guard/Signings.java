package io.strongroom.node.guard;

import io.strongroom.custody.gate.AuthorizedInput;
import io.strongroom.custody.gate.GateVerdict;
import io.strongroom.custody.gate.SpendClaims;
import io.strongroom.custody.log.CosignedCheckpoint;
import io.strongroom.custody.replay.Replica;
import io.strongroom.custody.state.State;
import io.strongroom.custody.statement.Bytes;
import io.strongroom.custody.statement.Ed25519Signer;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.node.key.BurnedPairs;
import io.strongroom.node.key.KeyRing;
import io.strongroom.node.key.KeyRing.CorruptShareException;
import io.strongroom.node.replica.LogMirror;
import io.strongroom.node.replica.Standing;
import io.strongroom.node.session.EmissionGate;
import io.strongroom.node.session.Failure;
import io.strongroom.node.session.Identities;
import io.strongroom.node.session.Outcome;
import io.strongroom.node.session.SessionRunner;
import io.strongroom.node.session.Switchboard;
import io.strongroom.node.store.SessionIds;
import io.strongroom.node.store.SigningRecords;
import io.strongroom.node.store.SigningRecords.Binding;
import io.strongroom.node.store.SigningRecords.Conflict;
import io.strongroom.node.store.SigningRecords.Passing;
import io.strongroom.threshold.Abort;
import io.strongroom.threshold.AbortCode;
import io.strongroom.threshold.BadParametersException;
import io.strongroom.threshold.EcdsaSignature;
import io.strongroom.threshold.Emission;
import io.strongroom.threshold.KeyShare;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.Randomness;
import io.strongroom.threshold.SigningRequest;
import io.strongroom.threshold.SigningSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes part in signatures that this node itself has decided. Thread-safe.
///
/// Order of deeds: the gate decides from the node's own log; claims and digests are on disk; the
/// session id is on disk; the protocol starts. Before every message the gate decides again, and
/// before the one that carries a fragment the record "possibly signed" is on disk. Killed between
/// any two, nothing was signed that those records do not name.
public final class Signings {

  private static final Logger LOG = LoggerFactory.getLogger(Signings.class);

  /// How many sessions run at once.
  static final int MAX_SESSIONS = 8;

  /// How a session ended for the coordinator.
  public sealed interface SignOutcome permits Signed, Refused {}

  /// Signatures, verified by the protocol.
  ///
  /// @param signatures 65 bytes each, by position and then by input
  public record Signed(List<byte[]> signatures) implements SignOutcome {}

  /// None.
  public record Refused(Failure failure) implements SignOutcome {}

  /// The answer to one order.
  ///
  /// @param outcome signatures, or why there are none
  /// @param rounds the highest round that this party sent
  /// @param cpuMicros time in the protocol's own code
  public record Answer(SignOutcome outcome, int rounds, long cpuMicros) {

    static Answer refused(String code, String message) {
      return new Answer(new Refused(Failure.of(code, message)), 0, 0);
    }
  }

  /// What a session needs of the rest of the node.
  ///
  /// @param self this node's party index
  /// @param identity signs protocol envelopes
  public record Signer(PartyIndex self, Ed25519Signer identity) {}

  private final Signer signer;
  private final NodeGate gate;
  private final LogMirror mirror;
  private final Standing standing;
  private final SigningRecords records;
  private final SessionIds sessionIds;
  private final KeyRing ring;
  private final BurnedPairs burned;
  private final Switchboard switchboard;
  private final SessionRunner runner;
  private final Randomness randomness;
  private final Semaphore places = new Semaphore(MAX_SESSIONS);

  public Signings(
      Signer signer,
      NodeGate gate,
      LogMirror mirror,
      Standing standing,
      SigningRecords records,
      SessionIds sessionIds,
      KeyRing ring,
      BurnedPairs burned,
      Switchboard switchboard,
      SessionRunner runner,
      Randomness randomness) {
    this.signer = signer;
    this.gate = gate;
    this.mirror = mirror;
    this.standing = standing;
    this.records = records;
    this.sessionIds = sessionIds;
    this.ring = ring;
    this.burned = burned;
    this.switchboard = switchboard;
    this.runner = runner;
    this.randomness = randomness;
  }

  /// Runs one signing session, or says why not.
  ///
  /// @param onStart given the handle that stops the session
  public Answer sign(SignOrder order, Consumer<SessionRunner.Stop> onStart) {
    mirror.requireTrusted();
    if (!places.tryAcquire()) {
      return Answer.refused(
          "TOO_MANY_SESSIONS", "this node runs " + MAX_SESSIONS + " sessions already");
    }
    try {
      return admitted(order, onStart);
    } finally {
      places.release();
    }
  }

  private Answer admitted(SignOrder order, Consumer<SessionRunner.Stop> onStart) {
    Optional<CosignedCheckpoint> presented = mirror.verified(order.checkpoint());
    if (presented.isEmpty()) {
      return Answer.refused(
          "BAD_CHECKPOINT", "the checkpoint does not verify under this log's keys");
    }
    mirror.requireRemembered(presented.get());
    return switch (gate.check(order.authorizeSeqs(), presented.get())) {
      case GateVerdict.Refused refused -> {
        LOG.warn(
            "sign refused for {}: {} {}", order.authorizeSeqs(), refused.code(), refused.message());
        yield Answer.refused(refused.code().name(), refused.message());
      }
      case GateVerdict.Pass pass -> {
        mirror.learnCommitted(presented.get());
        yield prepared(order, presented.get(), pass.inputs(), onStart);
      }
    };
  }

  private Answer prepared(
      SignOrder order,
      CosignedCheckpoint presented,
      List<AuthorizedInput> inputs,
      Consumer<SessionRunner.Stop> onStart) {
    AuthorizedInput any = inputs.getFirst();
    Optional<KeyShare> found = ring.active(any.keyId());
    if (found.isEmpty()) {
      return Answer.refused(
          "KEY_NOT_ACTIVE", "this node has no active share of key " + any.keyId());
    }
    KeyShare share = found.get();
    boolean sameKey =
        share.epoch() == any.keyEpoch()
            && Bytes.of(share.publicPackage().publicKey()).equals(any.publicKey());
    if (!sameKey) {
      return Answer.refused(
          "VAULT_KEY_MISMATCH", "the log's key of the vault is not the one this node holds");
    }
    SortedSet<PartyIndex> signers = new TreeSet<>();
    order.signers().forEach(index -> signers.add(new PartyIndex(index)));
    SortedSet<PartyIndex> peers = new TreeSet<>(signers);
    peers.remove(signer.self());
    Optional<PartyIndex> burnedPeer = burned.firstBurned(share.keyId(), share.epoch(), peers);
    if (burnedPeer.isPresent()) {
      return pairBurned(burnedPeer.get(), 0, false, 0);
    }
    List<Binding> bindings = inputs.stream().map(Signings::binding).toList();
    Optional<Conflict> conflict = records.bind(bindings, passing(presented, inputs));
    if (conflict.isPresent()) {
      return Answer.refused(
          conflict.get().name(), "this node has promised something else about this withdrawal");
    }
    SigningSession session;
    try {
      session =
          SigningSession.create(
              share,
              signers,
              order.nonce(),
              AppContext.of(inputs),
              inputs.stream().map(Signings::request).toList(),
              peer -> burned.firstBurned(share.keyId(), share.epoch(), List.of(peer)).isPresent(),
              signer.identity()::sign,
              Identities.verifier(),
              randomness);
    } catch (BadParametersException e) {
      return Answer.refused(e.code().name(), String.valueOf(e.getMessage()));
    }
    if (!sessionIds.recordFirstUse(session.sid().bytes(), "sign-c")) {
      session.close();
      return Answer.refused(
          AbortCode.SID_USED.name(), "this session was joined before; use a new nonce");
    }
    Passage passage = new Passage(order, presented, inputs, bindings, share, peers);
    Outcome<List<EcdsaSignature>> outcome =
        runner.run(session, signer.self(), passage, onStart, abort -> judge(session, share, abort));
    return answer(outcome, passage.possiblySigned);
  }

  /// A claim passes as custody says, at the committed head that the order came with.
  private Passing passing(CosignedCheckpoint presented, List<AuthorizedInput> inputs) {
    Optional<State> committed = standing.at(presented.checkpoint().size()).map(Replica::state);
    return (binding, owner) ->
        committed.isPresent()
            && inputs.stream()
                .filter(input -> input.spendClaim().equals(binding.claim()))
                .allMatch(input -> SpendClaims.mayPass(committed.get(), input, owner));
  }

  private static Binding binding(AuthorizedInput input) {
    return new Binding(
        input.authorizeSeq(),
        input.request(),
        input.attempt(),
        input.index(),
        input.digest(),
        input.spendClaim());
  }

  private static SigningRequest request(AuthorizedInput input) {
    List<Long> path = new ArrayList<>();
    if (!input.path().isEmpty()) {
      for (String index : input.path().split("/", -1)) {
        path.add(Long.parseLong(index));
      }
    }
    return new SigningRequest(input.digest().bytes(), path);
  }

  /// The gate before every message of one session.
  private final class Passage implements EmissionGate {
    private final SignOrder order;
    private final CosignedCheckpoint presented;
    private final List<AuthorizedInput> inputs;
    private final List<Binding> bindings;
    private final KeyShare share;
    private final SortedSet<PartyIndex> peers;
    private boolean possiblySigned;

    Passage(
        SignOrder order,
        CosignedCheckpoint presented,
        List<AuthorizedInput> inputs,
        List<Binding> bindings,
        KeyShare share,
        SortedSet<PartyIndex> peers) {
      this.order = order;
      this.presented = presented;
      this.inputs = inputs;
      this.bindings = bindings;
      this.share = share;
      this.peers = peers;
    }

    @Override
    public Optional<Refusal> pass(Emission emission, Runnable send) {
      return standing.consult(() -> decide(emission, send));
    }

    private Optional<Refusal> decide(Emission emission, Runnable send) {
      if (mirror.lockout().isPresent()) {
        return Optional.of(
            new Refusal(mirror.lockout().get().code(), mirror.lockout().get().message()));
      }
      switch (gate.checkAgain(order.authorizeSeqs(), presented)) {
        case GateVerdict.Refused refused -> {
          LOG.warn(
              "session stopped for {}: {} {}",
              order.authorizeSeqs(),
              refused.code(),
              refused.message());
          return Optional.of(new Refusal(refused.code().name(), refused.message()));
        }
        case GateVerdict.Pass pass -> {
          if (!pass.inputs().equals(inputs)) {
            return Optional.of(new Refusal("DIGEST_MISMATCH", "what is authorised has changed"));
          }
        }
      }
      if (emission.carriesFragment()) {
        Optional<Conflict> conflict = records.recordPossiblySigned(bindings);
        if (conflict.isPresent()) {
          return Optional.of(
              new Refusal(conflict.get().name(), "this node has promised something else"));
        }
        possiblySigned = true;
      }
      return burned
          .sendUnlessBurned(share.keyId(), share.epoch(), peers, send)
          .map(peer -> new Refusal("PAIR_BURNED", "the set-up with party " + peer + " is burned"));
    }
  }

  /// The burn procedure (`docs/protocol.md`, section 17): recheck with the share loaded anew, write
  /// the burn, cancel every session with that peer, erase the pair's secrets.
  private void judge(SigningSession session, KeyShare share, Abort abort) {
    LOG.warn(
        "session {} aborted: {}, parties at fault {}",
        session.sid(),
        abort.code(),
        abort.culprits());
    if (abort.burn().isEmpty()) {
      return;
    }
    PartyIndex peer = abort.burn().get();
    burned.suspect(share.keyId(), share.epoch(), peer);
    try (KeyShare reloaded = ring.reload(share)) {
      if (!session.recheck(reloaded)) {
        LOG.error(
            "ALARM: {} with party {} did not repeat: suspect this machine's memory",
            abort.code(),
            peer);
        burned.acquit(share.keyId(), share.epoch(), peer);
        return;
      }
      burned.burn(share.keyId(), share.epoch(), peer);
      int cancelled =
          switchboard.cancelWith(
              peer, "PAIR_BURNED", "the set-up with party " + peer + " is burned");
      LOG.error(
          "ALARM: {}: pair with party {} burned, {} sessions cancelled",
          abort.code(),
          peer,
          cancelled);
      ring.erasePair(reloaded, peer);
    } catch (CorruptShareException e) {
      LOG.error(
          "ALARM: {}: burning the pair with party {} without a recheck", e.getMessage(), peer);
      burned.burn(share.keyId(), share.epoch(), peer);
      switchboard.cancelWith(peer, "PAIR_BURNED", "the set-up with party " + peer + " is burned");
    }
  }

  private static Answer answer(Outcome<List<EcdsaSignature>> outcome, boolean possiblySigned) {
    int rounds = outcome.effort().rounds();
    long cpu = outcome.effort().cpuMicros();
    SignOutcome result =
        switch (outcome) {
          case Outcome.Completed<List<EcdsaSignature>> done ->
              new Signed(done.result().stream().map(EcdsaSignature::encoded).toList());
          case Outcome.Aborted<List<EcdsaSignature>> aborted ->
              new Refused(
                  Failure.blaming(
                      aborted.abort().code().name(),
                      aborted.abort().culprits(),
                      aborted.abort().detail(),
                      possiblySigned));
          case Outcome.TimedOut<List<EcdsaSignature>> late ->
              new Refused(
                  Failure.blaming(
                      AbortCode.TIMEOUT.name(), late.silent(), late.message(), possiblySigned));
          case Outcome.Stopped<List<EcdsaSignature>> stopped ->
              new Refused(
                  new Failure(stopped.code(), List.of(), stopped.message(), possiblySigned));
        };
    return new Answer(result, rounds, cpu);
  }

  private static Answer pairBurned(PartyIndex peer, int rounds, boolean possiblySigned, long cpu) {
    return new Answer(
        new Refused(
            Failure.blaming(
                "PAIR_BURNED",
                List.of(peer),
                "the set-up with party " + peer + " is burned",
                possiblySigned)),
        rounds,
        cpu);
  }

  /// What binds a session to log positions and derivations.
  static final class AppContext {
    private AppContext() {}

    /// SHA-256 over `"strongroom/sign/v1" ‖ u32(count) ‖ for each: u64(AUTHORIZE position) ‖
    /// u32(input) ‖ LP(path)`.
    static byte[] of(List<AuthorizedInput> inputs) {
      List<byte[]> parts = new ArrayList<>();
      parts.add(ascii("strongroom/sign/v1"));
      parts.add(java.nio.ByteBuffer.allocate(Integer.BYTES).putInt(inputs.size()).array());
      for (AuthorizedInput input : inputs) {
        byte[] path = ascii(input.path());
        parts.add(
            java.nio.ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES)
                .putLong(input.authorizeSeq())
                .putInt(input.index())
                .putInt(path.length)
                .array());
        parts.add(path);
      }
      return Hash32.sha256(parts.toArray(byte[][]::new)).bytes();
    }

    private static byte[] ascii(String text) {
      return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
  }
}
