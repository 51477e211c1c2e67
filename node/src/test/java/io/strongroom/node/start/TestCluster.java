package io.strongroom.node.start;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.strongroom.custody.log.CosignedCheckpoint;
import io.strongroom.custody.log.NoteSignature;
import io.strongroom.custody.log.SignedNote;
import io.strongroom.custody.replay.LogEntry;
import io.strongroom.custody.statement.Bytes;
import io.strongroom.custody.statement.Credential;
import io.strongroom.custody.statement.Destination;
import io.strongroom.custody.statement.Ed25519PrivateKey;
import io.strongroom.custody.statement.Ed25519PublicKey;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.custody.statement.GenesisCeremony;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.QuorumParameters;
import io.strongroom.platform.config.CommandLine;
import io.strongroom.platform.config.GenesisFile;
import io.strongroom.platform.grpc.Errors;
import io.strongroom.platform.grpc.StrongroomException;
import io.strongroom.platform.identity.Directory;
import io.strongroom.platform.identity.IdentityCard;
import io.strongroom.platform.identity.Principal;
import io.strongroom.platform.seal.KdfFloor;
import io.strongroom.platform.seal.Passphrase;
import io.strongroom.platform.seal.PassphraseSource;
import io.strongroom.platform.seal.SealedKeystore;
import io.strongroom.platform.tls.Channels;
import io.strongroom.platform.tls.TlsIdentity;
import io.strongroom.proto.v1.GenerateKeyRequest;
import io.strongroom.proto.v1.GenerateKeyResponse;
import io.strongroom.proto.v1.GetHeadRequest;
import io.strongroom.proto.v1.GetNodeStatusRequest;
import io.strongroom.proto.v1.LogHead;
import io.strongroom.proto.v1.NodeInfoGrpc;
import io.strongroom.proto.v1.NodeSelfStatus;
import io.strongroom.proto.v1.ReleaseRequest;
import io.strongroom.proto.v1.ReplicaGrpc;
import io.strongroom.proto.v1.ReplicateRequest;
import io.strongroom.proto.v1.ReplicateResponse;
import io.strongroom.proto.v1.RestrictRequest;
import io.strongroom.proto.v1.RestrictResponse;
import io.strongroom.proto.v1.RestrictionsGrpc;
import io.strongroom.proto.v1.SignRequest;
import io.strongroom.proto.v1.SignResponse;
import io.strongroom.proto.v1.SignedCheckpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Three real nodes on loopback, and a test in the coordinator's chair.
final class TestCluster implements AutoCloseable {

  static final int NODES = 3;
  static final String POLICY =
      """
      {"schema": "strongroom.policy/v1", "default": "DENY",
       "assets": {"ETH": {"chain": "eip155:31337", "decimals": 18}},
       "groups": {"traders": {"members": ["ann"]}, "ops": {"members": ["olga", "oscar"]},
                  "board": {"members": ["ben", "bea"]}, "security": {"members": ["sam"]}},
       "vaults": {"hot": {"assets": ["ETH"]}, "v0": {"assets": ["ETH"]}, "v1": {"assets": ["ETH"]},
                  "v2": {"assets": ["ETH"]}, "v3": {"assets": ["ETH"]}, "v4": {"assets": ["ETH"]}},
       "destinations": {"coolingOff": "2h", "removal": "immediate"},
       "invariants": {"fee": {"maxAbs": {"ETH": "0.05"}}, "ttl": {"approveWithin": "72h", "signWithin": "2h"},
                      "pendingPerMember": 20},
       "grants": [{"id": "g-hot", "who": "traders", "from": "hot", "to": ["exchange"]}],
       "limits": [{"id": "l-tx", "scope": {"from": "hot"}, "max": {"asset": "50"}, "onExceed": "DENY"}],
       "tiers": {"auto": {"approvals": [], "delay": "0s"},
                 "desk": {"approvals": [{"group": "ops", "n": 1}], "delay": "0s"}},
       "ladders": [{"id": "d-hot", "scope": {"from": "hot", "asset": "ETH"}, "basis": ["tx"],
                    "steps": {"0": "auto", "10": "desk"}}],
       "separationOfDuties": {"initiatorMayApprove": false, "onePersonOneGroup": true},
       "freeze": {"by": ["security", "board"], "lift": [{"group": "board", "n": 2}], "liftDelay": "1h"},
       "change": {"tighten": {"approvals": [{"group": "ops", "n": 1}], "delay": "0s"},
                  "loosen": {"approvals": [{"group": "board", "n": 1}], "delay": "0s"}}}
      """;

  private static final List<String> MEMBERS = List.of("ann", "olga", "oscar", "ben", "bea", "sam");
  private static final String PASSPHRASE = "correct horse battery staple";

  final TestLog log;
  final Path passphrase;
  private final Path root;
  private final Duration sessionTimeout;
  private final int[] ports = new int[NODES];
  private final AutoCloseable[] nodes = new AutoCloseable[NODES];
  private final TlsIdentity coordinator = TlsIdentity.generate(Principal.COORDINATOR);
  private final Map<String, TlsIdentity> memberTls = new HashMap<>();
  private final Directory directory;
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final Map<Integer, ManagedChannel> replicaChannels = new HashMap<>();
  private final Map<String, ManagedChannel> memberChannels = new HashMap<>();
  private final SecureRandom random = new SecureRandom();
  private byte[] committedNote = new byte[0];

  TestCluster(Path root) throws Exception {
    this(root, Duration.ofSeconds(10));
  }

  TestCluster(Path root, Duration sessionTimeout) throws Exception {
    this.root = root;
    this.sessionTimeout = sessionTimeout;
    passphrase = root.resolve("passphrase");
    Files.createFile(
        passphrase,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(passphrase, PASSPHRASE + "\n");
    Map<String, Ed25519PrivateKey> keys = new HashMap<>();
    for (String member : MEMBERS) {
      keys.put(member, Ed25519PrivateKey.generate(random));
      memberTls.put(member, TlsIdentity.generate(Principal.member(member)));
    }
    keys.put("coordinator", Ed25519PrivateKey.generate(random));
    Ed25519PrivateKey logKey = Ed25519PrivateKey.generate(random);
    for (int i = 0; i < NODES; i++) {
      NodeInit.run(
          new CommandLine.Init(
              dir(i + 1),
              id(i + 1),
              Optional.of(i + 1),
              new PassphraseSource.PrivateFile(passphrase),
              true));
      keys.put(id(i + 1), nodeKeys(i + 1).identity());
      ports[i] = freePort();
    }
    JsonNode policy = new ObjectMapper().readTree(POLICY);
    Envelope genesis = ceremony(genesis(keys, logKey, policy), keys);
    for (int i = 1; i <= NODES; i++) {
      configure(i, genesis, policy);
    }
    log = new TestLog(genesis, policy, keys, logKey);
    directory = new GenesisFile(log.state().genesis(), genesis, policy).directory();
  }

  static String id(int node) {
    return "node-" + node;
  }

  Path dir(int node) {
    return root.resolve(id(node));
  }

  CommandLine.Run runLine(int node) {
    return new CommandLine.Run(
        dir(node), new PassphraseSource.PrivateFile(root.resolve("passphrase")), true);
  }

  /// The node's own keys: for a test that plays a corrupt node.
  NodeKeys nodeKeys(int node) throws Exception {
    try (Passphrase passphrase = Passphrase.of(PASSPHRASE.toCharArray());
        SealedKeystore keystore =
            SealedKeystore.open(
                dir(node).resolve("keystore.json"),
                passphrase,
                KdfFloor.INSECURE_DEMO_KDF_ALLOWED)) {
      return NodeKeys.load(keystore, Principal.node(id(node)));
    }
  }

  private Genesis genesis(
      Map<String, Ed25519PrivateKey> keys, Ed25519PrivateKey logKey, JsonNode policy)
      throws Exception {
    long now = System.currentTimeMillis();
    List<Genesis.Node> members = new ArrayList<>();
    for (int i = 1; i <= NODES; i++) {
      IdentityCard card = IdentityCard.read(dir(i).resolve("identity.json"));
      members.add(
          new Genesis.Node(
              id(i),
              i,
              true,
              Hash32.fromHex(card.tls().hex()),
              Ed25519PublicKey.of(card.key("identity")),
              Ed25519PublicKey.of(card.key("cosign"))));
    }
    List<Credential> credentials = new ArrayList<>();
    for (String member : MEMBERS) {
      credentials.add(
          new Credential(
              member,
              member,
              Credential.HolderKind.PERSON,
              get(keys, member).publicKey(),
              Hash32.fromHex(get(memberTls, member).spki().hex()),
              now - 60_000,
              now + 86_400_000L * 30,
              Optional.empty()));
    }
    return new Genesis(
        "test",
        now,
        new QuorumParameters(NODES, 0, 2),
        members,
        new Genesis.Coordinator(
            Hash32.fromHex(coordinator.spki().hex()),
            logKey.publicKey(),
            get(keys, "coordinator").publicKey()),
        credentials,
        List.of(
            new Destination(
                "kraken",
                Optional.of("exchange"),
                TestLog.CHAIN,
                "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed")),
        io.strongroom.custody.policy.PolicyParser.parse(policy).hash());
  }

  private static Envelope ceremony(Genesis genesis, Map<String, Ed25519PrivateKey> keys)
      throws Exception {
    GenesisCeremony ceremony = GenesisCeremony.open(genesis, Set.of());
    for (String signer : GenesisCeremony.signersOf(genesis).keySet()) {
      ceremony = ceremony.add(ceremony.sign(get(keys, signer).signer(signer)));
    }
    return ceremony.finish();
  }

  private void configure(int node, Envelope genesis, JsonNode policy) throws IOException {
    ObjectNode file = new ObjectMapper().createObjectNode();
    file.set("envelope", genesis.json());
    file.set("policy", policy);
    Files.writeString(dir(node).resolve("genesis.json"), file.toString());
    StringBuilder peers = new StringBuilder();
    for (int other = 1; other <= NODES; other++) {
      if (other != node) {
        peers
            .append("  ")
            .append(id(other))
            .append(": \"127.0.0.1:")
            .append(ports[other - 1])
            .append("\"\n");
      }
    }
    Files.writeString(
        dir(node).resolve("config.yaml"),
        "id: "
            + id(node)
            + "\nlisten: 127.0.0.1:"
            + ports[node - 1]
            + "\ngenesis: \""
            + genesis.payloadHash().hex()
            + "\"\npeers:\n"
            + peers
            + "sessionTimeout: "
            + sessionTimeout.toSeconds()
            + "s\n");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  // Processes.

  TestCluster startAll() throws Exception {
    for (int i = 1; i <= NODES; i++) {
      start(i);
    }
    return this;
  }

  RunningNode start(int node) throws Exception {
    return start(node, Surroundings.REAL);
  }

  RunningNode start(int node, Surroundings surroundings) throws Exception {
    RunningNode running = RunningNode.start(runLine(node), surroundings);
    nodes[node - 1] = running;
    return running;
  }

  /// Takes a node that runs elsewhere for one of the cluster, until it is stopped.
  void adopt(int node, AutoCloseable running) {
    nodes[node - 1] = running;
  }

  void stop(int node) {
    AutoCloseable running = nodes[node - 1];
    nodes[node - 1] = null;
    try {
      running.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  void restart(int node) throws Exception {
    stop(node);
    start(node);
  }

  boolean isUp(int node) {
    return nodes[node - 1] != null;
  }

  int port(int node) {
    return ports[node - 1];
  }

  // Calls.

  ManagedChannel coordinatorChannel(int node) {
    return replicaChannels.computeIfAbsent(node, n -> open(n, coordinator));
  }

  ManagedChannel memberChannel(int node, String member) {
    return memberChannels.computeIfAbsent(
        member + "@" + node, there -> open(node, get(memberTls, member)));
  }

  ManagedChannel open(int node, TlsIdentity who) {
    ManagedChannel channel =
        Channels.open("127.0.0.1", port(node), who, Principal.node(id(node)), directory);
    channels.add(channel);
    return channel;
  }

  LogHead head(int node) {
    return NodeInfoGrpc.newBlockingStub(coordinatorChannel(node))
        .withWaitForReady()
        .getHead(GetHeadRequest.getDefaultInstance());
  }

  NodeSelfStatus status(int node) {
    return NodeInfoGrpc.newBlockingStub(coordinatorChannel(node))
        .withWaitForReady()
        .getStatus(GetNodeStatusRequest.getDefaultInstance());
  }

  ReplicateResponse replicate(int node, List<LogEntry> entries, byte[] note) {
    ReplicateRequest.Builder request =
        ReplicateRequest.newBuilder()
            .setCheckpoint(SignedCheckpoint.newBuilder().setNote(ByteString.copyFrom(note)));
    for (LogEntry entry : entries) {
      request.addEntries(
          io.strongroom.proto.v1.LogEntry.newBuilder()
              .setLeaf(ByteString.copyFrom(entry.leaf().toArray()))
              .setAttachment(
                  ByteString.copyFrom(entry.attachment().map(Bytes::toArray).orElse(new byte[0]))));
    }
    return ReplicaGrpc.newBlockingStub(coordinatorChannel(node))
        .withWaitForReady()
        .replicate(request.build());
  }

  /// Brings every running node to the log's head and collects their cosignatures.
  ///
  /// @return the note with them, which the nodes know too
  byte[] commit() throws Exception {
    SignedNote note = log.signedHead();
    for (int i = 1; i <= NODES; i++) {
      if (isUp(i)) {
        ReplicateResponse response =
            replicate(i, log.entriesFrom(head(i).getSize()), log.signedHead().bytes());
        note = note.with(NoteSignature.parse(response.getCosignature().toStringUtf8()));
      }
    }
    committedNote = note.bytes();
    if (!CosignedCheckpoint.verify(note, log.logKeys()).quorumSatisfied()) {
      throw new AssertionError("not committed");
    }
    for (int i = 1; i <= NODES; i++) {
      if (isUp(i)) {
        ReplicateResponse response = replicate(i, List.of(), committedNote);
        note = note.with(NoteSignature.parse(response.getCosignature().toStringUtf8()));
      }
    }
    committedNote = note.bytes();
    return committedNote;
  }

  byte[] committedNote() {
    return committedNote;
  }

  byte[] nonce() {
    byte[] nonce = new byte[32];
    random.nextBytes(nonce);
    return nonce;
  }

  Answers<GenerateKeyResponse> generateKey(long proposal, int... at) throws Exception {
    byte[] nonce = nonce();
    Map<Integer, Callable<GenerateKeyResponse>> calls = new TreeMap<>();
    for (int node : at) {
      calls.put(
          node,
          () ->
              ReplicaGrpc.newBlockingStub(coordinatorChannel(node))
                  .withWaitForReady()
                  .generateKey(
                      GenerateKeyRequest.newBuilder()
                          .setProposalSeq(proposal)
                          .setNonce(ByteString.copyFrom(nonce))
                          .build()));
    }
    return together(calls);
  }

  /// Has vault `hot` made: proposal, key generation, everybody's KEY statement, committed.
  TestCluster withVault() throws Exception {
    long proposal = log.proposeVault("hot", "key-hot-1");
    commit();
    Answers<GenerateKeyResponse> answers = generateKey(proposal, 1, 2, 3);
    for (GenerateKeyResponse answer : answers.byNode().values()) {
      if (!answer.hasKeyStatement()) {
        throw new AssertionError(answer.getFailure());
      }
      log.say(Envelope.parse(answer.getKeyStatement().toByteArray()));
    }
    commit();
    return this;
  }

  SignRequest signRequest(byte[] note, byte[] nonce, List<Long> seqs, int... signers) {
    SignRequest.Builder request =
        SignRequest.newBuilder()
            .addAllAuthorizeSeqs(seqs)
            .setNonce(ByteString.copyFrom(nonce))
            .setCheckpoint(SignedCheckpoint.newBuilder().setNote(ByteString.copyFrom(note)));
    for (int signer : signers) {
      request.addSigners(signer);
    }
    return request.build();
  }

  SignResponse signAt(int node, SignRequest request) {
    return ReplicaGrpc.newBlockingStub(coordinatorChannel(node)).withWaitForReady().sign(request);
  }

  /// Asks these nodes to sign together.
  Answers<SignResponse> sign(SignRequest request, int... at) throws Exception {
    Map<Integer, Callable<SignResponse>> calls = new TreeMap<>();
    for (int node : at) {
      calls.put(node, () -> signAt(node, request));
    }
    return together(calls);
  }

  Answers<SignResponse> sign(long seq, int... signers) throws Exception {
    return sign(signRequest(committedNote, nonce(), List.of(seq), signers), signers);
  }

  byte[] release(int node, long seq) {
    return ReplicaGrpc.newBlockingStub(coordinatorChannel(node))
        .release(ReleaseRequest.newBuilder().setAuthorizeSeq(seq).build())
        .getStatement()
        .toByteArray();
  }

  RestrictResponse restrict(int node, String member, Envelope envelope) {
    return RestrictionsGrpc.newBlockingStub(memberChannel(node, member))
        .withWaitForReady()
        .restrict(
            RestrictRequest.newBuilder()
                .setEnvelope(ByteString.copyFrom(envelope.bytes()))
                .build());
  }

  static StrongroomException refusalOf(Callable<?> call) {
    try {
      Object answer = call.call();
      throw new AssertionError("was not refused: " + answer);
    } catch (Exception e) {
      return Errors.from(e);
    }
  }

  private static <T> Answers<T> together(Map<Integer, Callable<T>> calls)
      throws InterruptedException {
    Map<Integer, T> answers = new TreeMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<Integer, Future<T>> futures = new TreeMap<>();
      calls.forEach((node, call) -> futures.put(node, threads.submit(call)));
      for (Map.Entry<Integer, Future<T>> each : futures.entrySet()) {
        try {
          answers.put(each.getKey(), each.getValue().get());
        } catch (ExecutionException e) {
          throw Errors.from(e);
        }
      }
    }
    return new Answers<>(answers);
  }

  /// What several nodes answered to one question.
  record Answers<T>(Map<Integer, T> byNode) {
    T of(int node) {
      return get(byNode, node);
    }
  }

  static <K, V> V get(Map<K, V> map, K key) {
    return Objects.requireNonNull(map.get(key), () -> "nothing for " + key);
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    for (int i = 1; i <= NODES; i++) {
      if (isUp(i)) {
        stop(i);
      }
    }
  }
}
