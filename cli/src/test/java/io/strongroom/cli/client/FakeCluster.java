package io.strongroom.cli.client;

import com.google.protobuf.ByteString;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.strongroom.cli.ceremony.TestCluster;
import io.strongroom.custody.log.Checkpoint;
import io.strongroom.custody.log.Leaf;
import io.strongroom.custody.log.LogKeys;
import io.strongroom.custody.log.MerkleTree;
import io.strongroom.custody.log.NoteSignature;
import io.strongroom.custody.log.SignedNote;
import io.strongroom.custody.statement.CanonicalJson;
import io.strongroom.custody.statement.Ed25519PrivateKey;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.InvalidStatementException;
import io.strongroom.custody.statement.Request;
import io.strongroom.custody.statement.StatementKind;
import io.strongroom.custody.statement.Statements;
import io.strongroom.platform.config.Endpoint;
import io.strongroom.platform.config.GenesisFile;
import io.strongroom.platform.identity.Principal;
import io.strongroom.platform.tls.TlsContexts;
import io.strongroom.platform.tls.TlsIdentity;
import io.strongroom.proto.v1.DeskGrpc;
import io.strongroom.proto.v1.GetPolicyRequest;
import io.strongroom.proto.v1.GetPolicyResponse;
import io.strongroom.proto.v1.InclusionProof;
import io.strongroom.proto.v1.ListProposalsRequest;
import io.strongroom.proto.v1.ListProposalsResponse;
import io.strongroom.proto.v1.ListWithdrawalsRequest;
import io.strongroom.proto.v1.ListWithdrawalsResponse;
import io.strongroom.proto.v1.LogEntry;
import io.strongroom.proto.v1.LogGrpc;
import io.strongroom.proto.v1.ProveInclusionRequest;
import io.strongroom.proto.v1.RestrictRequest;
import io.strongroom.proto.v1.RestrictResponse;
import io.strongroom.proto.v1.RestrictionsGrpc;
import io.strongroom.proto.v1.SignedCheckpoint;
import io.strongroom.proto.v1.SubmitRequest;
import io.strongroom.proto.v1.SubmitResponse;
import io.strongroom.proto.v1.Withdrawal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/// A coordinator and nodes that answer over real TLS, keep what they were sent, and lie on demand.
/// They know no policy: every request waits for approvals unless `state` says otherwise.
public final class FakeCluster implements AutoCloseable {

  private static final long TS = 1_767_225_700_000L;

  private final TestCluster keys;
  private final GenesisFile genesis;
  private final LogKeys logKeys;
  private final Ed25519PrivateKey logKey;
  private final List<Ed25519PrivateKey> cosignKeys = new ArrayList<>();
  private final MerkleTree tree = new MerkleTree();
  private final List<Leaf> leaves = new ArrayList<>();
  private final List<Server> servers = new ArrayList<>();

  /// Everything that was submitted, in order.
  public final List<Envelope> submitted = new CopyOnWriteArrayList<>();

  /// Everything that nodes were handed, by `node kind`.
  public final List<String> restricted = new CopyOnWriteArrayList<>();

  /// What every request's state is said to be.
  public volatile String state = "PENDING";

  /// How many nodes cosign.
  public volatile int cosigners = 2;

  /// What is done to a proof before it is sent.
  public volatile UnaryOperator<InclusionProof> lie = proof -> proof;

  private FakeCluster(TestCluster keys, GenesisFile genesis) throws Exception {
    this.keys = keys;
    this.genesis = genesis;
    this.logKeys = LogKeys.of(genesis.genesis());
    this.logKey = keys.key("coordinator", "log");
    for (var node : genesis.genesis().nodes()) {
      cosignKeys.add(keys.key(node.id(), "cosign"));
    }
    add(genesis.envelope());
  }

  /// Starts it and configures every member's profile.
  public static FakeCluster start(Path root) throws Exception {
    TestCluster keys = TestCluster.withKeys(root);
    GenesisFile genesis = keys.genesis();
    FakeCluster cluster = new FakeCluster(keys, genesis);
    Endpoint coordinator = cluster.serve(Principal.COORDINATOR);
    SortedMap<String, Endpoint> nodes = new TreeMap<>();
    for (var node : genesis.genesis().nodes()) {
      nodes.put(node.id(), cluster.serve(Principal.node(node.id())));
    }
    for (String member : List.of("trader", "alice", "bob")) {
      keys.install(member, genesis, coordinator, nodes);
    }
    return cluster;
  }

  private Endpoint serve(Principal who) throws Exception {
    TlsIdentity tls = keys.tls(who);
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sslContext(TlsContexts.server(tls, genesis.directory()));
    Server server =
        who.equals(Principal.COORDINATOR)
            ? builder.addService(new FakeDesk()).addService(new FakeLog()).build()
            : builder.addService(new FakeRestrictions(who.id())).build();
    servers.add(server.start());
    return new Endpoint("127.0.0.1", server.getPort());
  }

  /// Options that select a member's profile.
  public String as(String member) {
    return " --dir "
        + keys.directory(member).root()
        + " --insecure-demo-keys --passphrase-file "
        + keys.passphrase();
  }

  /// Ends one node.
  public void stopNode(int index) {
    servers.get(index).shutdownNow();
  }

  /// Appends an entry, whoever signed it.
  public synchronized Leaf add(Envelope envelope) throws InvalidStatementException {
    Leaf leaf = Leaf.of(genesis.genesis().origin(), leaves.size(), TS + leaves.size(), envelope);
    leaves.add(leaf);
    tree.append(leaf.hash());
    return leaf;
  }

  private synchronized SignedNote head() {
    Checkpoint checkpoint = new Checkpoint(genesis.genesis().origin(), tree.size(), tree.root());
    SignedNote note = logKeys.sign(checkpoint, logKey);
    List<NoteSignature> lines = new ArrayList<>(note.signatures());
    for (int i = 0; i < cosigners; i++) {
      lines.add(
          logKeys.cosign(
              checkpoint, genesis.genesis().nodes().get(i).id(), TS / 1000, cosignKeys.get(i)));
    }
    return new SignedNote(note.text(), lines);
  }

  private synchronized InclusionProof prove(int seq) {
    InclusionProof.Builder proof =
        InclusionProof.newBuilder()
            .setEntry(
                LogEntry.newBuilder()
                    .setLeaf(ByteString.copyFrom(leaves.get(seq).bytes().toArray())))
            .setCheckpoint(
                SignedCheckpoint.newBuilder().setNote(ByteString.copyFrom(head().bytes())));
    tree.inclusionProof(seq, tree.size())
        .path()
        .forEach(hash -> proof.addPath(ByteString.copyFrom(hash.bytes())));
    return proof.build();
  }

  private synchronized List<Withdrawal> withdrawals() {
    List<Withdrawal> views = new ArrayList<>();
    for (Leaf leaf : leaves) {
      if (leaf.kind() == StatementKind.REQUEST) {
        views.add(view(leaf));
      }
    }
    return views;
  }

  private Withdrawal view(Leaf leaf) {
    try {
      Request request = (Request) Statements.decode(leaf.envelope());
      return Withdrawal.newBuilder()
          .setRequestId(request.id())
          .setInitiator(leaf.envelope().keyId())
          .setLeafHash(leaf.hash().hex())
          .setSeq(leaf.seq())
          .setState(state)
          .setVault(request.vault())
          .setAsset(request.asset())
          .setAmount(request.amount().toString())
          .setDestination(request.destination())
          .setAddress(TestCluster.ADDRESS)
          .setFeeCap(request.feeCap().toString())
          .setRequirementsHash(HexFormat.of().formatHex(new byte[32]))
          .build();
    } catch (InvalidStatementException e) {
      throw new IllegalStateException(e);
    }
  }

  private final class FakeDesk extends DeskGrpc.DeskImplBase {
    @Override
    public void getPolicy(GetPolicyRequest request, StreamObserver<GetPolicyResponse> observer) {
      byte[] canonical = CanonicalJson.write(genesis.policy());
      observer.onNext(
          GetPolicyResponse.newBuilder()
              .setPolicyHash(genesis.genesis().policy().hex())
              .setCanonical(ByteString.copyFrom(canonical))
              .build());
      observer.onCompleted();
    }

    @Override
    public void submit(SubmitRequest request, StreamObserver<SubmitResponse> observer) {
      try {
        Envelope envelope = Envelope.parse(request.getEnvelope().toByteArray());
        boolean duplicate = submitted.contains(envelope);
        submitted.add(envelope);
        Leaf leaf =
            duplicate
                ? leaves.stream()
                    .filter(each -> each.envelope().equals(envelope))
                    .findFirst()
                    .orElseThrow()
                : add(envelope);
        SubmitResponse.Builder answer =
            SubmitResponse.newBuilder()
                .setAcknowledgement(SubmitResponse.Acknowledgement.COMMITTED)
                .setSeq(leaf.seq())
                .setDuplicate(duplicate)
                .setLeafHash(ByteString.copyFrom(leaf.hash().bytes()));
        if (leaf.kind() == StatementKind.REQUEST) {
          answer.setWithdrawal(view(leaf));
        }
        observer.onNext(answer.build());
        observer.onCompleted();
      } catch (InvalidStatementException e) {
        observer.onError(Status.INVALID_ARGUMENT.asRuntimeException());
      }
    }

    @Override
    public void listWithdrawals(
        ListWithdrawalsRequest request, StreamObserver<ListWithdrawalsResponse> observer) {
      observer.onNext(
          ListWithdrawalsResponse.newBuilder().addAllWithdrawals(withdrawals()).build());
      observer.onCompleted();
    }

    @Override
    public void listProposals(
        ListProposalsRequest request, StreamObserver<ListProposalsResponse> observer) {
      observer.onNext(ListProposalsResponse.getDefaultInstance());
      observer.onCompleted();
    }
  }

  private final class FakeLog extends LogGrpc.LogImplBase {
    @Override
    public void proveInclusion(
        ProveInclusionRequest request, StreamObserver<InclusionProof> observer) {
      observer.onNext(lie.apply(prove((int) request.getSeq())));
      observer.onCompleted();
    }
  }

  private final class FakeRestrictions extends RestrictionsGrpc.RestrictionsImplBase {
    private final String node;

    FakeRestrictions(String node) {
      this.node = node;
    }

    @Override
    public void restrict(RestrictRequest request, StreamObserver<RestrictResponse> observer) {
      try {
        Envelope envelope = Envelope.parse(request.getEnvelope().toByteArray());
        restricted.add(node + " " + envelope.kind());
        observer.onNext(RestrictResponse.getDefaultInstance());
        observer.onCompleted();
      } catch (InvalidStatementException e) {
        observer.onError(Status.INVALID_ARGUMENT.asRuntimeException());
      }
    }
  }

  @Override
  public void close() {
    servers.forEach(Server::shutdownNow);
  }
}
