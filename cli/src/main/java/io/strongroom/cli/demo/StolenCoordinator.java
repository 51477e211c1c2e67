package io.strongroom.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.strongroom.chain.custody.EthereumChainRules;
import io.strongroom.chain.ethereum.EthereumAddress;
import io.strongroom.chain.ethereum.EthereumChain;
import io.strongroom.chain.ethereum.EthereumPlan;
import io.strongroom.cli.client.LogReplay;
import io.strongroom.cli.profile.SealedSeeds;
import io.strongroom.cli.profile.Unlocking;
import io.strongroom.cli.terminal.CliException;
import io.strongroom.cli.terminal.Exit;
import io.strongroom.custody.log.Checkpoint;
import io.strongroom.custody.log.InvalidNoteException;
import io.strongroom.custody.log.Leaf;
import io.strongroom.custody.log.LogKeys;
import io.strongroom.custody.log.NoteSignature;
import io.strongroom.custody.log.SignedNote;
import io.strongroom.custody.replay.Replica;
import io.strongroom.custody.spi.InvalidPlanException;
import io.strongroom.custody.state.State;
import io.strongroom.custody.state.Vault;
import io.strongroom.custody.state.Withdrawal;
import io.strongroom.custody.statement.Authorize;
import io.strongroom.custody.statement.Ed25519PrivateKey;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.Header;
import io.strongroom.custody.statement.InvalidStatementException;
import io.strongroom.custody.statement.PlanDocument;
import io.strongroom.platform.config.Endpoint;
import io.strongroom.platform.config.GenesisFile;
import io.strongroom.platform.grpc.ErrorCode;
import io.strongroom.platform.grpc.Errors;
import io.strongroom.platform.grpc.StrongroomException;
import io.strongroom.platform.identity.Principal;
import io.strongroom.platform.process.ProcessDirectory;
import io.strongroom.platform.seal.SealException;
import io.strongroom.platform.seal.SealedKeystore;
import io.strongroom.platform.tls.Channels;
import io.strongroom.platform.tls.PinException;
import io.strongroom.platform.tls.TlsIdentity;
import io.strongroom.proto.v1.GetHeadRequest;
import io.strongroom.proto.v1.LogEntry;
import io.strongroom.proto.v1.LogHead;
import io.strongroom.proto.v1.NodeInfoGrpc;
import io.strongroom.proto.v1.ReplicaGrpc;
import io.strongroom.proto.v1.ReplicateRequest;
import io.strongroom.proto.v1.ReplicateResponse;
import io.strongroom.proto.v1.SignRequest;
import io.strongroom.proto.v1.SignResponse;
import io.strongroom.proto.v1.SignedCheckpoint;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Somebody who has everything that the coordinator has: its TLS identity, the log's key, the
/// coordinator's key. **Holds secrets**, out of the demonstration's own keystore. Asks the nodes
/// for what policy does not allow. One thread.
final class StolenCoordinator implements AutoCloseable {

  /// Tries to hit the log's end while the real coordinator goes on.
  private static final int MAX_FORGERIES = 10;

  /// What a node answers when the log has moved on.
  private static final Set<String> POSITION_CODES = Set.of("FORK", "SIZE_MISMATCH", "SEQ_GAP");

  private static final int RACES = 10;
  private static final BigInteger GWEI = BigInteger.valueOf(1_000_000_000L);

  private final Genesis genesis;
  private final LogKeys keys;
  private final Ed25519PrivateKey logKey;
  private final Ed25519PrivateKey key;
  private final SortedMap<String, ManagedChannel> channels = new TreeMap<>();
  private final SecureRandom random = new SecureRandom();

  private StolenCoordinator(Genesis genesis, Ed25519PrivateKey logKey, Ed25519PrivateKey key) {
    this.genesis = genesis;
    this.keys = LogKeys.of(genesis);
    this.logKey = logKey;
    this.key = key;
  }

  /// Opens the coordinator's keystore and connects to every node as the coordinator.
  static StolenCoordinator steal(
      ProcessDirectory coordinator,
      Unlocking unlocking,
      GenesisFile genesis,
      SortedMap<String, Endpoint> nodes)
      throws SealException, PinException {
    try (SealedKeystore keystore = unlocking.open(coordinator)) {
      TlsIdentity tls = TlsIdentity.load(keystore, Principal.COORDINATOR);
      StolenCoordinator thief =
          new StolenCoordinator(
              genesis.genesis(),
              SealedSeeds.key(keystore, "log"),
              SealedSeeds.key(keystore, "key"));
      nodes.forEach((id, endpoint) ->
          thief.channels.put(
              id,
              Channels.open(
                  endpoint.host(), endpoint.port(), tls, Principal.node(id), genesis.directory())));
      return thief;
    }
  }

  /// The whole log, as a node tells it, and a head that every node has just cosigned.
  private record Hold(Replica replica, SignedNote note) {}

  /// Gets fresh cosignatures of the true head, as the coordinator may, so that no refusal is about
  /// staleness.
  private Hold hold() throws InvalidNoteException {
    StrongroomException last = StrongroomException.of(ErrorCode.NOT_READY, "no head");
    for (int race = 0; race < RACES; race++) {
      try {
        return tryHold();
      } catch (StatusRuntimeException e) {
        last = Errors.from(e);
      }
    }
    throw last;
  }

  private Hold tryHold() throws InvalidNoteException {
    ManagedChannel first = channels.firstEntry().getValue();
    LogHead head = NodeInfoGrpc.newBlockingStub(first).getHead(GetHeadRequest.getDefaultInstance());
    Checkpoint checkpoint =
        new Checkpoint(genesis.origin(), head.getSize(), Hash32.of(head.getRoot().toByteArray()));
    SignedNote note = keys.sign(checkpoint, logKey);
    List<NoteSignature> lines = new ArrayList<>(note.signatures());
    for (ManagedChannel channel : channels.values()) {
      ReplicateResponse answer =
          ReplicaGrpc.newBlockingStub(channel)
              .replicate(ReplicateRequest.newBuilder().setCheckpoint(wire(note)).build());
      lines.add(NoteSignature.parse(answer.getCosignature().toStringUtf8()));
    }
    SignedNote cosigned = new SignedNote(note.text(), lines);
    var log =
        LogReplay.replay(
            genesis,
            LogReplay.fetch(
                0,
                head.getSize(),
                request -> NodeInfoGrpc.newBlockingStub(first).getEntries(request)),
            cosigned,
            Clock.systemUTC().millis());
    return new Hold(log.replica(), cosigned);
  }

  private static SignedCheckpoint wire(SignedNote note) {
    return SignedCheckpoint.newBuilder().setNote(ByteString.copyFrom(note.bytes())).build();
  }

  /// Asks every node to sign a position that the log does not have.
  List<Refusal> signAbsent() throws InvalidNoteException {
    Hold hold = hold();
    return sign("an absent withdrawal", hold, hold.replica().state().size() + 7);
  }

  /// Asks every node to sign a position of the log.
  List<Refusal> sign(String attempt, long seq) throws InvalidNoteException {
    return sign(attempt, hold(), seq);
  }

  private List<Refusal> sign(String attempt, Hold hold, long seq) {
    List<Refusal> answers = new ArrayList<>();
    for (Genesis.Node node : genesis.nodes()) {
      int other = node.index() == 1 ? 2 : 1;
      byte[] nonce = new byte[32];
      random.nextBytes(nonce);
      SignRequest request =
          SignRequest.newBuilder()
              .addAuthorizeSeqs(seq)
              .addSigners(Math.min(node.index(), other))
              .addSigners(Math.max(node.index(), other))
              .setNonce(ByteString.copyFrom(nonce))
              .setCheckpoint(wire(hold.note()))
              .build();
      answers.add(answer(node.id(), attempt, request));
    }
    return answers;
  }

  private Refusal answer(String node, String attempt, SignRequest request) {
    try {
      SignResponse answer = ReplicaGrpc.newBlockingStub(channel(node)).sign(request);
      if (answer.hasResult()) {
        return new Refusal(node, attempt, true, "SIGNED", "it signed");
      }
      return new Refusal(
          node,
          attempt,
          answer.getFailure().getPossiblySigned(),
          answer.getFailure().getCode(),
          answer.getFailure().getMessage());
    } catch (StatusRuntimeException e) {
      return refused(node, attempt, e);
    }
  }

  private static Refusal refused(String node, String attempt, StatusRuntimeException failure) {
    StrongroomException typed = Errors.from(failure);
    return new Refusal(node, attempt, false, typed.code().reason(), typed.sentence());
  }

  private ManagedChannel channel(String node) {
    return Optional.ofNullable(channels.get(node)).orElseThrow();
  }

  /// Replicates an AUTHORIZE of a withdrawal that policy does not allow, properly signed by the
  /// coordinator's key, under a head properly signed by the log's key.
  List<Refusal> forge(String attempt, Hash32 request) throws InvalidNoteException {
    List<Refusal> answers = forgeOnce(attempt, request);
    for (int again = 1;
        again < MAX_FORGERIES && answers.stream().anyMatch(StolenCoordinator::logMoved);
        again++) {
      answers = forgeOnce(attempt, request);
    }
    return answers;
  }

  /// The real coordinator, which knows nothing of this, may append meanwhile; then the forgery is
  /// refused for its position, before anybody looks at what it says.
  private static boolean logMoved(Refusal answer) {
    return POSITION_CODES.contains(answer.code());
  }

  private List<Refusal> forgeOnce(String attempt, Hash32 request) throws InvalidNoteException {
    Hold hold = hold();
    Leaf leaf = forged(hold.replica().state(), request);
    Hash32 root = hold.replica().frontier().append(leaf.hash()).root();
    SignedNote note = keys.sign(new Checkpoint(genesis.origin(), leaf.seq() + 1, root), logKey);
    ReplicateRequest call =
        ReplicateRequest.newBuilder()
            .addEntries(LogEntry.newBuilder().setLeaf(ByteString.copyFrom(leaf.bytes().toArray())))
            .setCheckpoint(wire(note))
            .build();
    List<Refusal> answers = new ArrayList<>();
    for (Genesis.Node node : genesis.nodes()) {
      try {
        var _ = ReplicaGrpc.newBlockingStub(channel(node.id())).replicate(call);
        answers.add(new Refusal(node.id(), attempt, true, "COSIGNED", "it cosigned the forgery"));
      } catch (StatusRuntimeException e) {
        answers.add(refused(node.id(), attempt, e));
      }
    }
    return answers;
  }

  private Leaf forged(State state, Hash32 request) {
    Withdrawal withdrawal = state.withdrawal(request).orElseThrow();
    Vault vault = state.vault(withdrawal.request().vault()).orElseThrow();
    EthereumPlan plan =
        new EthereumPlan(
            EthereumChain.parse(vault.chain()),
            vault.nextNonce(),
            EthereumAddress.parse(withdrawal.address().orElseThrow()),
            withdrawal.request().amount(),
            GWEI.multiply(BigInteger.valueOf(30)),
            GWEI);
    JsonNode document = new ObjectMapper().valueToTree(plan.toFields());
    long now = Math.max(state.now(), Clock.systemUTC().millis());
    long seq = state.size();
    try {
      Authorize authorize =
          new Authorize(
              new Header(state.origin(), genesis.epoch(), "authorize-" + seq, now + 60_000),
              request,
              withdrawal.seq(),
              withdrawal.attempts() + 1,
              Optional.empty(),
              seq,
              List.of(),
              state.policy().hash(),
              withdrawal.decision().hash(),
              now + 60_000,
              PlanDocument.of(document),
              new EthereumChainRules().decode(vault.chain(), document).inputs());
      return Leaf.of(
          state.origin(), seq, now, Envelope.sign(authorize, key.signer(Genesis.Coordinator.ID)));
    } catch (InvalidPlanException | InvalidStatementException e) {
      throw new CliException(
          Exit.FAILURE, "FORGERY_FAILED", "", "cannot write the forgery: " + e.getMessage());
    }
  }

  /// How many entries each node has, to show that the forgery left none.
  SortedMap<String, Long> sizes() {
    SortedMap<String, Long> sizes = new TreeMap<>();
    channels.forEach((id, channel) ->
        sizes.put(
            id,
            NodeInfoGrpc.newBlockingStub(channel)
                .getHead(GetHeadRequest.getDefaultInstance())
                .getSize()));
    return sizes;
  }

  @Override
  public void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
    logKey.close();
    key.close();
  }

  @Override
  public String toString() {
    return "StolenCoordinator(redacted)";
  }
}
