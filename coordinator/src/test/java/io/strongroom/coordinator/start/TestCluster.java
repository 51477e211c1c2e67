package io.strongroom.coordinator.start;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.strongroom.coordinator.identity.CoordinatorKeys;
import io.strongroom.coordinator.sequence.RequestLog;
import io.strongroom.custody.policy.PolicyParser;
import io.strongroom.custody.state.State;
import io.strongroom.custody.statement.Approval;
import io.strongroom.custody.statement.BoundStatement;
import io.strongroom.custody.statement.Change;
import io.strongroom.custody.statement.Credential;
import io.strongroom.custody.statement.Destination;
import io.strongroom.custody.statement.Ed25519PrivateKey;
import io.strongroom.custody.statement.Ed25519PublicKey;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.custody.statement.GenesisCeremony;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.Header;
import io.strongroom.custody.statement.Intent;
import io.strongroom.custody.statement.Proposal;
import io.strongroom.custody.statement.QuorumParameters;
import io.strongroom.custody.statement.Request;
import io.strongroom.platform.config.CommandLine;
import io.strongroom.platform.identity.Directory;
import io.strongroom.platform.identity.IdentityCard;
import io.strongroom.platform.identity.Principal;
import io.strongroom.platform.identity.SpkiHash;
import io.strongroom.platform.seal.KdfFloor;
import io.strongroom.platform.seal.Passphrase;
import io.strongroom.platform.seal.PassphraseSource;
import io.strongroom.platform.seal.SealedKeystore;
import io.strongroom.platform.server.ClusterProcess;
import io.strongroom.platform.tls.Channels;
import io.strongroom.platform.tls.TlsIdentity;
import io.strongroom.proto.v1.DeskGrpc;
import io.strongroom.proto.v1.GetWithdrawalRequest;
import io.strongroom.proto.v1.ListVaultsRequest;
import io.strongroom.proto.v1.LogGrpc;
import io.strongroom.proto.v1.SubmitRequest;
import io.strongroom.proto.v1.SubmitResponse;
import io.strongroom.proto.v1.Vault;
import io.strongroom.proto.v1.Withdrawal;
import io.strongroom.testkit.ethereum.WholeTestKey;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A real coordinator in this process, three fake nodes over real TLS, and people who sign.
final class TestCluster implements AutoCloseable {

  static final String CHAIN = "eip155:31337";
  static final BigInteger ETHER = BigInteger.TEN.pow(18);
  static final BigInteger FEE_CAP = BigInteger.valueOf(1_000_000_000_000_000L);
  static final String PASSPHRASE = "correct horse battery staple";

  static final String POLICY =
      """
      {"schema": "strongroom.policy/v1", "default": "DENY",
       "assets": {"ETH": {"chain": "eip155:31337", "decimals": 18}},
       "groups": {"traders": {"members": ["ann"]}, "ops": {"members": ["olga", "oscar"]},
                  "board": {"members": ["ben", "bea"]}, "security": {"members": ["sam"]}},
       "vaults": {"hot": {"assets": ["ETH"]}},
       "destinations": {"coolingOff": "2h", "removal": "immediate"},
       "invariants": {"fee": {"maxAbs": {"ETH": "0.05"}}, "ttl": {"approveWithin": "72h", "signWithin": "2h"},
                      "pendingPerMember": 100},
       "grants": [{"id": "g-hot", "who": "traders", "from": "hot", "to": ["exchange"]}],
       "limits": [{"id": "l-tx", "scope": {"from": "hot"}, "max": {"asset": "50"}, "onExceed": "DENY"}],
       "tiers": {"auto": {"approvals": [], "delay": "0s"},
                 "desk": {"approvals": [{"group": "ops", "n": 1}], "delay": "0s"},
                 "slow": {"approvals": [{"group": "ops", "n": 1}], "delay": "1h"}},
       "ladders": [{"id": "d-hot", "scope": {"from": "hot", "asset": "ETH"}, "basis": ["tx"],
                    "steps": {"0": "auto", "10": "desk", "20": "slow"}}],
       "separationOfDuties": {"initiatorMayApprove": false, "onePersonOneGroup": true},
       "freeze": {"by": ["security", "board"], "lift": [{"group": "board", "n": 2}], "liftDelay": "1h"},
       "change": {"tighten": {"approvals": [{"group": "ops", "n": 1}], "delay": "0s"},
                  "loosen": {"approvals": [{"group": "board", "n": 1}], "delay": "0s"}}}
      """;

  private static final List<String> MEMBERS = List.of("ann", "olga", "oscar", "ben", "bea", "sam");
  private static final long LIFE_MS = 48L * 3_600_000;

  final TestClock clock = new TestClock();
  final WholeTestKey key = new WholeTestKey(new BigInteger("1234567890123456789"));
  final Path dir;
  final List<FakeNode> nodes = new ArrayList<>();
  private final Path root;
  private final int port = freePort();
  private final Map<String, Ed25519PrivateKey> keys = new HashMap<>();
  private final Map<String, TlsIdentity> memberTls = new HashMap<>();
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final Map<String, ManagedChannel> byMember = new HashMap<>();
  private final Directory directory;
  private final String origin;
  private @Nullable ClusterProcess process;
  private int ids;

  TestCluster(Path root) throws Exception {
    this(root, "");
  }

  /// @param extra more lines of config.yaml
  TestCluster(Path root, String extra) throws Exception {
    this.root = root;
    this.dir = root.resolve("coordinator");
    passphraseFile("passphrase", PASSPHRASE);
    SecureRandom random = new SecureRandom();
    for (String member : MEMBERS) {
      keys.put(member, Ed25519PrivateKey.generate(random));
      memberTls.put(member, TlsIdentity.generate(Principal.member(member)));
    }
    var _ =
        CoordinatorInit.run(
            new CommandLine.Init(dir, "coordinator", Optional.empty(), source(), true));
    for (int i = 1; i <= 3; i++) {
      String id = "node-" + i;
      FakeNode node =
          new FakeNode(
              id,
              TlsIdentity.generate(Principal.node(id)),
              Ed25519PrivateKey.generate(random),
              Ed25519PrivateKey.generate(random),
              freePort(),
              key,
              clock);
      keys.put(id, node.identity);
      nodes.add(node);
    }
    JsonNode policy = new ObjectMapper().readTree(POLICY);
    Genesis genesis = genesis(policy);
    Envelope envelope = ceremony(genesis);
    origin = Genesis.originOf(envelope.payload());
    ObjectNode file = new ObjectMapper().createObjectNode();
    file.set("envelope", envelope.json());
    file.set("policy", policy);
    Files.writeString(dir.resolve("genesis.json"), file.toString());
    StringBuilder config = new StringBuilder("listen: 127.0.0.1:" + port + "\ngenesis: \"");
    config.append(envelope.payloadHash().hex()).append("\"\nnodes:\n");
    Map<Principal, SpkiHash> pins = new HashMap<>();
    for (FakeNode node : nodes) {
      config.append("  " + node.id + ": \"127.0.0.1:" + node.port + "\"\n");
      pins.put(Principal.node(node.id), node.tls.spki());
    }
    Files.writeString(dir.resolve("config.yaml"), config + extra);
    IdentityCard card = IdentityCard.read(dir.resolve("identity.json"));
    pins.put(Principal.COORDINATOR, card.tls());
    memberTls.forEach((member, tls) -> pins.put(Principal.member(member), tls.spki()));
    directory = Directory.of(pins);
    for (FakeNode node : nodes) {
      node.start(directory);
    }
  }

  PassphraseSource source() {
    return new PassphraseSource.PrivateFile(root.resolve("passphrase"));
  }

  PassphraseSource passphraseFile(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text + "\n");
    return new PassphraseSource.PrivateFile(file);
  }

  private Genesis genesis(JsonNode policy) throws Exception {
    long now = clock.millis();
    IdentityCard card = IdentityCard.read(dir.resolve("identity.json"));
    List<Genesis.Node> members = new ArrayList<>();
    int index = 0;
    for (FakeNode node : nodes) {
      index++;
      members.add(
          new Genesis.Node(
              node.id,
              index,
              true,
              Hash32.fromHex(node.tls.spki().hex()),
              node.identity.publicKey(),
              node.cosign.publicKey()));
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
        new QuorumParameters(3, 0, 2),
        members,
        new Genesis.Coordinator(
            Hash32.fromHex(card.tls().hex()),
            Ed25519PublicKey.of(card.key("log")),
            Ed25519PublicKey.of(card.key("key"))),
        credentials,
        List.of(
            new Destination(
                "kraken",
                Optional.of("exchange"),
                CHAIN,
                "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed")),
        PolicyParser.parse(policy).hash());
  }

  private Envelope ceremony(Genesis genesis) throws Exception {
    try (Passphrase passphrase = Passphrase.of(PASSPHRASE.toCharArray());
        SealedKeystore keystore =
            SealedKeystore.open(
                dir.resolve("keystore.json"), passphrase, KdfFloor.INSECURE_DEMO_KDF_ALLOWED);
        CoordinatorKeys own = CoordinatorKeys.load(keystore)) {
      GenesisCeremony ceremony = GenesisCeremony.open(genesis, Set.of());
      for (String signer : GenesisCeremony.signersOf(genesis).keySet()) {
        ceremony =
            ceremony.add(
                ceremony.sign(
                    signer.equals("coordinator")
                        ? own.statements()
                        : get(keys, signer).signer(signer)));
      }
      return ceremony.finish();
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  // Processes.

  CommandLine.Run runLine() {
    return new CommandLine.Run(dir, source(), true);
  }

  TestCluster start() throws Exception {
    process = CoordinatorStart.run(runLine(), clock);
    return this;
  }

  void stop() {
    ClusterProcess running = process;
    process = null;
    if (running != null) {
      running.close();
    }
  }

  void restart() throws Exception {
    stop();
    start();
  }

  ClusterProcess process() {
    return Objects.requireNonNull(process);
  }

  int port() {
    return port;
  }

  FakeNode node(int index) {
    return nodes.get(index - 1);
  }

  <T> T bean(Class<T> type) {
    return process().context().getBean(type);
  }

  State state() {
    return bean(RequestLog.class).view().state();
  }

  // Calls.

  ManagedChannel channel(String member) {
    return byMember.computeIfAbsent(member, m -> open(get(memberTls, m)));
  }

  ManagedChannel open(TlsIdentity who) {
    ManagedChannel channel =
        Channels.open("127.0.0.1", port, who, Principal.COORDINATOR, directory);
    channels.add(channel);
    return channel;
  }

  DeskGrpc.DeskBlockingStub desk(String member) {
    channel(member).resetConnectBackoff();
    return DeskGrpc.newBlockingStub(channel(member)).withWaitForReady();
  }

  LogGrpc.LogBlockingStub log(String member) {
    return LogGrpc.newBlockingStub(channel(member)).withWaitForReady();
  }

  Header header(String id) {
    return new Header(origin, 1, id, clock.millis() + LIFE_MS);
  }

  Header header() {
    ids++;
    return header("t-" + ids);
  }

  Envelope envelope(String signer, BoundStatement statement) {
    return Envelope.sign(statement, get(keys, signer).signer(signer));
  }

  SubmitResponse submit(String member, BoundStatement statement) {
    return submit(member, envelope(member, statement), 15_000);
  }

  SubmitResponse submit(String member, Envelope envelope, int waitMs) {
    return desk(member)
        .submit(
            SubmitRequest.newBuilder()
                .setEnvelope(ByteString.copyFrom(envelope.bytes()))
                .setWaitMs(waitMs)
                .build());
  }

  Request request(String id, long ether) {
    return request(header(id), ether);
  }

  Request request(Header header, long ether) {
    return new Request(
        header,
        "hot",
        "ETH",
        ETHER.multiply(BigInteger.valueOf(ether)),
        "kraken",
        FEE_CAP,
        Optional.empty());
  }

  Approval approvalOf(Withdrawal w) {
    return new Approval(
        header(),
        Hash32.fromHex(w.getLeafHash()),
        Hash32.fromHex(w.getRequirementsHash()),
        Optional.of(
            new Intent(
                w.getVault(),
                w.getAsset(),
                new BigInteger(w.getAmount()),
                w.getAddress(),
                new BigInteger(w.getFeeCap()),
                w.getExpiresTs())));
  }

  Withdrawal withdrawal(String id) {
    return desk("ann").getWithdrawal(ask(id));
  }

  static GetWithdrawalRequest ask(String id) {
    return GetWithdrawalRequest.newBuilder().setRequestId(id).setInitiator("ann").build();
  }

  /// Watches the withdrawal until it reaches a state.
  Withdrawal await(String id, String state) {
    Iterator<Withdrawal> stream =
        desk("ann")
            .withDeadlineAfter(Await.LONGEST.toSeconds(), TimeUnit.SECONDS)
            .watchWithdrawal(ask(id));
    List<String> seen = new ArrayList<>();
    while (stream.hasNext()) {
      Withdrawal now = stream.next();
      seen.add(now.getState());
      if (now.getState().equals(state)) {
        return now;
      }
    }
    throw new AssertionError(id + " went through " + seen + " and not " + state);
  }

  /// Proposes vault `hot`, and has its key generated by the coordinator's own flow.
  TestCluster withVault() {
    SubmitResponse proposed =
        submit(
            "olga",
            new Proposal(
                header(), new Change.NewVault("hot", "key-hot-1", 2, List.of(1, 2, 3), CHAIN)));
    approve("ben", Hash32.of(proposed.getLeafHash().toByteArray()));
    Await.until("the vault is active", () -> vault().getState().equals("ACTIVE"));
    return this;
  }

  void approve(String member, Hash32 proposal) {
    Hash32 requirements = state().proposal(proposal).orElseThrow().consent().requirement().hash();
    var _ = submit(member, new Approval(header(), proposal, requirements, Optional.empty()));
  }

  Vault vault() {
    return desk("ann").listVaults(ListVaultsRequest.getDefaultInstance()).getVaults(0);
  }

  static <K, V> V get(Map<K, V> map, K key) {
    return Objects.requireNonNull(map.get(key), () -> "nothing for " + key);
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    stop();
    nodes.forEach(FakeNode::close);
  }
}
