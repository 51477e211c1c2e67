package io.strongroom.coordinator.start;

import com.google.protobuf.ByteString;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.strongroom.chain.custody.EthereumChainRules;
import io.strongroom.custody.gate.AuthorizedInput;
import io.strongroom.custody.gate.GateInput;
import io.strongroom.custody.gate.GateVerdict;
import io.strongroom.custody.gate.SignGate;
import io.strongroom.custody.log.Checkpoint;
import io.strongroom.custody.log.Cosignature;
import io.strongroom.custody.log.CosignedCheckpoint;
import io.strongroom.custody.log.InvalidNoteException;
import io.strongroom.custody.log.LogKeys;
import io.strongroom.custody.log.SignedNote;
import io.strongroom.custody.replay.LogEntry;
import io.strongroom.custody.replay.Replay;
import io.strongroom.custody.replay.Replica;
import io.strongroom.custody.state.InadmissibleException;
import io.strongroom.custody.state.Vault;
import io.strongroom.custody.statement.Bytes;
import io.strongroom.custody.statement.Ed25519PrivateKey;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.Header;
import io.strongroom.custody.statement.Key;
import io.strongroom.custody.statement.Release;
import io.strongroom.platform.grpc.ErrorCode;
import io.strongroom.platform.grpc.RequestLimits;
import io.strongroom.platform.grpc.RoleTable;
import io.strongroom.platform.grpc.StrongroomException;
import io.strongroom.platform.identity.Directory;
import io.strongroom.platform.server.GrpcServerConfigurer;
import io.strongroom.platform.tls.TlsIdentity;
import io.strongroom.proto.v1.GenerateKeyRequest;
import io.strongroom.proto.v1.GenerateKeyResponse;
import io.strongroom.proto.v1.GetEntriesRequest;
import io.strongroom.proto.v1.GetEntriesResponse;
import io.strongroom.proto.v1.GetHeadRequest;
import io.strongroom.proto.v1.GetNodeStatusRequest;
import io.strongroom.proto.v1.LogHead;
import io.strongroom.proto.v1.NodeInfoGrpc;
import io.strongroom.proto.v1.NodeSelfStatus;
import io.strongroom.proto.v1.ReleaseRequest;
import io.strongroom.proto.v1.ReleaseResponse;
import io.strongroom.proto.v1.ReplicaGrpc;
import io.strongroom.proto.v1.ReplicateRequest;
import io.strongroom.proto.v1.ReplicateResponse;
import io.strongroom.proto.v1.SessionFailure;
import io.strongroom.proto.v1.SignRequest;
import io.strongroom.proto.v1.SignResponse;
import io.strongroom.proto.v1.SignResult;
import io.strongroom.testkit.ethereum.WholeTestKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A node as the coordinator sees one, over real TLS: custody's own replica and sign gate, and a
/// whole key in place of a share.
final class FakeNode implements AutoCloseable {

  static final EthereumChainRules RULES = new EthereumChainRules();

  final String id;
  final TlsIdentity tls;
  final Ed25519PrivateKey identity;
  final Ed25519PrivateKey cosign;
  final int port;

  /// Sign calls that came.
  final List<SignRequest> signCalls = new CopyOnWriteArrayList<>();

  final List<Integer> replicateBytes = new CopyOnWriteArrayList<>();

  /// What it answers in place of an honest answer.
  volatile Function<SignRequest, Optional<SignResponse>> deviation = request -> Optional.empty();

  volatile WholeTestKey key;

  private final Clock clock;
  private final TreeMap<Long, Replica> heads = new TreeMap<>();
  private final List<LogEntry> entries = new ArrayList<>();
  private final TreeSet<Long> neverSign = new TreeSet<>();
  private long committed;
  private @Nullable Directory directory;
  private @Nullable Server server;

  FakeNode(
      String id,
      TlsIdentity tls,
      Ed25519PrivateKey identity,
      Ed25519PrivateKey cosign,
      int port,
      WholeTestKey key,
      Clock clock) {
    this.id = id;
    this.tls = tls;
    this.identity = identity;
    this.cosign = cosign;
    this.port = port;
    this.key = key;
    this.clock = clock;
  }

  void start(Directory known) throws IOException {
    directory = known;
    start();
  }

  void start() throws IOException {
    Directory known = directory;
    if (known == null) {
      throw new IllegalStateException("started before the genesis");
    }
    server =
        new GrpcServerConfigurer(tls, known, RoleTable.standard(), RequestLimits.standard())
            .configure(
                NettyServerBuilder.forAddress(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port)))
            .addService(new ReplicaService())
            .addService(new InfoService())
            .build()
            .start();
  }

  void startIfStopped() throws IOException {
    if (server == null) {
      start();
    }
  }

  void stop() {
    Server running = server;
    server = null;
    if (running != null) {
      running.shutdownNow();
      try {
        running.awaitTermination();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    stop();
  }

  synchronized long size() {
    return heads.isEmpty() ? 0 : heads.lastKey();
  }

  synchronized Replica newest() {
    return heads.lastEntry().getValue();
  }

  synchronized List<LogEntry> entries() {
    return List.copyOf(entries);
  }

  /// Forgets everything.
  synchronized void wipe() {
    heads.clear();
    entries.clear();
    committed = 0;
  }

  /// Takes another node's log, as if it had been brought up by somebody else.
  synchronized void hold(List<LogEntry> log) throws Exception {
    wipe();
    Replica replica = Replica.genesis(log.getFirst(), RULES);
    for (LogEntry entry : log) {
      if (!entries.isEmpty()) {
        var leaf = io.strongroom.custody.log.Leaf.parse(entry.leaf().toArray());
        Optional<com.fasterxml.jackson.databind.JsonNode> none = Optional.empty();
        replica =
            Replica.of(
                io.strongroom.custody.state.Ledger.apply(replica.state(), leaf, none, RULES),
                replica.frontier().append(leaf.hash()),
                RULES);
      }
      entries.add(entry);
      heads.put(replica.state().size(), replica);
    }
  }

  private synchronized LogHead head() {
    if (heads.isEmpty()) {
      return LogHead.getDefaultInstance();
    }
    Replica replica = newest();
    return LogHead.newBuilder()
        .setSize(replica.state().size())
        .setRoot(ByteString.copyFrom(replica.frontier().root().bytes()))
        .setStateHash(ByteString.copyFrom(replica.state().stateHash().bytes()))
        .build();
  }

  private static StrongroomException refused(String code, String message) {
    return StrongroomException.of(ErrorCode.refused(code), message);
  }

  private synchronized ReplicateResponse replicate(ReplicateRequest request) {
    replicateBytes.add(request.getSerializedSize());
    List<LogEntry> incoming = new ArrayList<>();
    for (var entry : request.getEntriesList()) {
      incoming.add(
          new LogEntry(
              Bytes.of(entry.getLeaf().toByteArray()),
              entry.getAttachment().isEmpty()
                  ? Optional.empty()
                  : Optional.of(Bytes.of(entry.getAttachment().toByteArray()))));
    }
    try {
      List<LogEntry> rest = new ArrayList<>(incoming);
      Replica base = heads.isEmpty() ? Replica.genesis(rest.removeFirst(), RULES) : newest();
      SignedNote note = SignedNote.parse(request.getCheckpoint().getNote().toByteArray());
      return switch (base.verifyAndApply(rest, note, clock.millis())) {
        case Replay.Refused refused -> throw refused(refused.code().name(), refused.message());
        case Replay.Accepted accepted -> keep(incoming, accepted);
      };
    } catch (InadmissibleException | InvalidNoteException e) {
      throw refused("NOT_ADMISSIBLE", String.valueOf(e.getMessage()));
    }
  }

  private ReplicateResponse keep(List<LogEntry> incoming, Replay.Accepted accepted) {
    Replica replica = accepted.replica();
    entries.addAll(incoming);
    heads.put(replica.state().size(), replica);
    if (accepted.checkpoint().quorumSatisfied()) {
      committed = replica.state().size();
    }
    Checkpoint checkpoint = accepted.checkpoint().checkpoint();
    String line =
        Cosignature.sign(checkpoint, cosigner(replica), clock.millis() / 1000, cosign).line();
    return ReplicateResponse.newBuilder()
        .setCosignature(ByteString.copyFrom(line, StandardCharsets.UTF_8))
        .setSize(replica.state().size())
        .setStateHash(ByteString.copyFrom(replica.state().stateHash().bytes()))
        .build();
  }

  private io.strongroom.custody.log.NoteKey cosigner(Replica replica) {
    return LogKeys.of(replica.state().genesis()).cosigner(id).orElseThrow();
  }

  private SignResponse sign(SignRequest request) {
    signCalls.add(request);
    Optional<SignResponse> other = deviation.apply(request);
    return other.orElseGet(() -> honest(request));
  }

  private synchronized SignResponse honest(SignRequest request) {
    try {
      CosignedCheckpoint presented =
          CosignedCheckpoint.verify(
              request.getCheckpoint().getNote().toByteArray(), newest().keys());
      Replica base = heads.getOrDefault(presented.checkpoint().size(), newest());
      committed = Math.max(committed, base.state().size());
      GateVerdict verdict =
          SignGate.check(
              new GateInput(
                  id,
                  base.state(),
                  newest().state(),
                  base.frontier().root(),
                  presented,
                  List.of(),
                  request.getAuthorizeSeqsList(),
                  clock.millis(),
                  seq -> OptionalLong.empty(),
                  RULES));
      return switch (verdict) {
        case GateVerdict.Refused refused -> failure(refused.code().name(), List.of());
        case GateVerdict.Pass pass -> signatures(pass.inputs(), key);
      };
    } catch (InvalidNoteException e) {
      return failure("BAD_CHECKPOINT", List.of());
    }
  }

  static SignResponse signatures(List<AuthorizedInput> inputs, WholeTestKey with) {
    SignResult.Builder result = SignResult.newBuilder();
    inputs.forEach(input ->
        result.addSignatures(ByteString.copyFrom(with.sign(input.digest().bytes()).bytes())));
    return SignResponse.newBuilder().setResult(result).setRounds(3).build();
  }

  static SignResponse failure(String code, List<Integer> culprits) {
    return SignResponse.newBuilder()
        .setFailure(SessionFailure.newBuilder().setCode(code).addAllCulprits(culprits))
        .build();
  }

  private synchronized GenerateKeyResponse generateKey(long proposal) {
    Replica known = committed == 0 ? newest() : heads.getOrDefault(committed, newest());
    Optional<Vault> order =
        committed == 0
            ? Optional.empty()
            : known.state().vaults().values().stream()
                .filter(vault -> vault.proposalSeq() == proposal)
                .findFirst();
    if (order.isEmpty()) {
      return GenerateKeyResponse.newBuilder()
          .setFailure(SessionFailure.newBuilder().setCode("NOT_COMMITTED"))
          .build();
    }
    Vault vault = order.get();
    byte[] publicKey = key.publicKey33();
    TreeMap<String, String> addresses = new TreeMap<>();
    addresses.put(vault.chain(), RULES.addressOf(vault.chain(), publicKey));
    Key statement =
        new Key(
            new Header(known.state().origin(), 1, "key-" + proposal, clock.millis() + 3_600_000),
            proposal,
            vault.name(),
            vault.keyId(),
            Bytes.of(publicKey),
            Hash32.sha256(publicKey),
            vault.parties(),
            vault.threshold(),
            0,
            addresses);
    return GenerateKeyResponse.newBuilder()
        .setKeyStatement(ByteString.copyFrom(Envelope.sign(statement, identity.signer(id)).bytes()))
        .build();
  }

  private synchronized ReleaseResponse release(long seq) {
    neverSign.add(seq);
    Genesis genesis = newest().state().genesis();
    Release statement =
        new Release(
            new Header(genesis.origin(), 1, "release-" + seq, clock.millis() + 3_600_000), seq);
    return ReleaseResponse.newBuilder()
        .setStatement(ByteString.copyFrom(Envelope.sign(statement, identity.signer(id)).bytes()))
        .build();
  }

  synchronized boolean hasReleased(long seq) {
    return neverSign.contains(seq);
  }

  private static <T> void answer(StreamObserver<T> observer, T value) {
    observer.onNext(value);
    observer.onCompleted();
  }

  private final class ReplicaService extends ReplicaGrpc.ReplicaImplBase {
    @Override
    public void replicate(ReplicateRequest request, StreamObserver<ReplicateResponse> observer) {
      answer(observer, FakeNode.this.replicate(request));
    }

    @Override
    public void sign(SignRequest request, StreamObserver<SignResponse> observer) {
      answer(observer, FakeNode.this.sign(request));
    }

    @Override
    public void generateKey(
        GenerateKeyRequest request, StreamObserver<GenerateKeyResponse> observer) {
      answer(observer, FakeNode.this.generateKey(request.getProposalSeq()));
    }

    @Override
    public void release(ReleaseRequest request, StreamObserver<ReleaseResponse> observer) {
      answer(observer, FakeNode.this.release(request.getAuthorizeSeq()));
    }
  }

  private final class InfoService extends NodeInfoGrpc.NodeInfoImplBase {
    @Override
    public void getHead(GetHeadRequest request, StreamObserver<LogHead> observer) {
      answer(observer, head());
    }

    @Override
    public void getEntries(GetEntriesRequest request, StreamObserver<GetEntriesResponse> observer) {
      GetEntriesResponse.Builder response = GetEntriesResponse.newBuilder();
      List<LogEntry> all = entries();
      for (LogEntry entry : all.subList((int) request.getFrom(), (int) request.getTo())) {
        response.addEntries(
            io.strongroom.proto.v1.LogEntry.newBuilder()
                .setLeaf(ByteString.copyFrom(entry.leaf().toArray()))
                .setAttachment(
                    ByteString.copyFrom(
                        entry.attachment().map(Bytes::toArray).orElse(new byte[0]))));
      }
      answer(observer, response.build());
    }

    @Override
    public void getStatus(GetNodeStatusRequest request, StreamObserver<NodeSelfStatus> observer) {
      answer(
          observer,
          NodeSelfStatus.newBuilder()
              .setId(id)
              .setHead(head())
              .setReady(true)
              .setNowMs(clock.millis())
              .build());
    }
  }
}
