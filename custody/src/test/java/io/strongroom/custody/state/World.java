package io.strongroom.custody.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strongroom.custody.log.Leaf;
import io.strongroom.custody.policy.Durations;
import io.strongroom.custody.policy.InvalidPolicyException;
import io.strongroom.custody.policy.PolicyParser;
import io.strongroom.custody.policy.SamplePolicy;
import io.strongroom.custody.statement.Approval;
import io.strongroom.custody.statement.Authorize;
import io.strongroom.custody.statement.BoundStatement;
import io.strongroom.custody.statement.Bytes;
import io.strongroom.custody.statement.Cancel;
import io.strongroom.custody.statement.Change;
import io.strongroom.custody.statement.Credential;
import io.strongroom.custody.statement.Destination;
import io.strongroom.custody.statement.Ed25519PrivateKey;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.Freeze;
import io.strongroom.custody.statement.FreezeScope;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.custody.statement.GenesisCeremony;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.Header;
import io.strongroom.custody.statement.Heartbeat;
import io.strongroom.custody.statement.InputSignature;
import io.strongroom.custody.statement.Intent;
import io.strongroom.custody.statement.InvalidStatementException;
import io.strongroom.custody.statement.Key;
import io.strongroom.custody.statement.PlanInput;
import io.strongroom.custody.statement.Proposal;
import io.strongroom.custody.statement.QuorumParameters;
import io.strongroom.custody.statement.Rejection;
import io.strongroom.custody.statement.Release;
import io.strongroom.custody.statement.Request;
import io.strongroom.custody.statement.Signed;
import io.strongroom.custody.statement.Veto;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A small cluster's log for tests: people sign, entries are applied, time is what the test says.
///
/// Every person has one credential by their own name, cleo also `cleo-2`; `oms` is a service; `ned`
/// is bound to vault cold.
public final class World {
  public static final long T0 = 1_767_225_600_000L;
  public static final FakeChain CHAIN = new FakeChain();
  private static final long YEAR = Durations.parseMs("365d");
  private static final List<String> PERSONS =
      List.of(
          "ann", "bob", "olga", "oscar", "cleo", "carl", "ben", "bea", "bo", "sam", "sue",
          "mallory");

  private State state;
  private long now;
  private int ids;
  private final List<Leaf> leaves = new ArrayList<>();
  private final Map<Long, JsonNode> attachments = new TreeMap<>();

  private World(State state, long now) {
    this.state = state;
    this.now = now;
  }

  /// A log with GENESIS under the sample policy.
  public static World bare() {
    return bare(SamplePolicy.document(), new QuorumParameters(3, 0, 2));
  }

  public static World bare(ObjectNode policy, QuorumParameters parameters) {
    try {
      Genesis genesis = genesis(policy, parameters);
      Leaf leaf = Leaf.of(genesis.origin(), 0, T0, sealed(genesis));
      World world = new World(Ledger.genesis(leaf, policy, CHAIN), T0);
      world.leaves.add(leaf);
      world.attachments.put(0L, policy);
      return world;
    } catch (InvalidStatementException | InadmissibleException e) {
      throw new AssertionError(e);
    }
  }

  /// A log with active vaults hot and cold under the sample policy.
  public static World ready() {
    return bare().withVaults();
  }

  public static World ready(ObjectNode policy) {
    return bare(policy, new QuorumParameters(3, 0, 2)).withVaults();
  }

  static Genesis genesis(ObjectNode policy, QuorumParameters parameters) {
    List<Genesis.Node> nodes = new ArrayList<>();
    for (int i = 1; i <= parameters.n(); i++) {
      String id = "node-" + i;
      nodes.add(
          new Genesis.Node(
              id,
              i,
              true,
              hash(id + "/tls"),
              key(id).publicKey(),
              key(id + "/cosign").publicKey()));
    }
    List<Credential> credentials = new ArrayList<>();
    PERSONS.forEach(p ->
        credentials.add(credential(p, p, Credential.HolderKind.PERSON, YEAR, Optional.empty())));
    credentials.add(
        credential("cleo-2", "cleo", Credential.HolderKind.PERSON, YEAR, Optional.empty()));
    credentials.add(
        credential(
            "oms",
            "oms",
            Credential.HolderKind.SERVICE,
            Durations.parseMs("30d"),
            Optional.empty()));
    credentials.add(
        credential(
            "ann-cold", "ann", Credential.HolderKind.PERSON, YEAR, Optional.of(List.of("cold"))));
    return new Genesis(
        "test",
        T0,
        parameters,
        nodes,
        new Genesis.Coordinator(
            hash("coordinator/tls"),
            key("coordinator/log").publicKey(),
            key("coordinator").publicKey()),
        credentials,
        List.of(
            destination("kraken", Optional.of("exchange")),
            destination("bitstamp", Optional.of("exchange")),
            destination("acme", Optional.of("client"))),
        policyHash(policy));
  }

  static Destination destination(String id, Optional<String> group) {
    return new Destination(id, group, FakeChain.CHAIN, FakeChain.address(id));
  }

  private static Credential credential(
      String id,
      String person,
      Credential.HolderKind kind,
      long life,
      Optional<List<String>> vaults) {
    return new Credential(
        id, person, kind, key(id).publicKey(), hash(id + "/tls"), T0, T0 + life, vaults);
  }

  static Hash32 policyHash(JsonNode policy) {
    try {
      return PolicyParser.parse(policy).hash();
    } catch (InvalidPolicyException e) {
      throw new AssertionError(e);
    }
  }

  static Envelope sealed(Genesis genesis) throws InvalidStatementException {
    GenesisCeremony ceremony = GenesisCeremony.open(genesis, Set.of());
    for (String signer : GenesisCeremony.signersOf(genesis).keySet()) {
      ceremony = ceremony.add(ceremony.sign(key(signer).signer(signer)));
    }
    return ceremony.finish();
  }

  public static Ed25519PrivateKey key(String name) {
    return Ed25519PrivateKey.fromSeed(hash(name).bytes());
  }

  static Hash32 hash(String name) {
    return Hash32.sha256(name.getBytes(StandardCharsets.US_ASCII));
  }

  /// ETH in wei.
  public static BigInteger eth(String units) {
    return new BigDecimal(units).movePointRight(18).toBigIntegerExact();
  }

  private World withVaults() {
    createVault("hot");
    createVault("cold");
    return this;
  }

  void createVault(String vault) {
    Change order = new Change.NewVault(vault, "key-" + vault, 2, List.of(1, 2, 3), FakeChain.CHAIN);
    Hash32 proposal = propose("olga", order);
    long seq = proposal(proposal).seq();
    approveChange(proposal, "ben", "bea", "sam");
    pass("1h");
    for (int i = 1; i <= 3; i++) {
      say("node-" + i, keyStatement(seq, vault, "key-" + vault));
    }
  }

  Key keyStatement(long proposal, String vault, String keyName) {
    byte[] publicKey = FakeChain.publicKey(keyName);
    return new Key(
        header(),
        proposal,
        vault,
        "key-" + vault,
        Bytes.of(publicKey),
        hash(keyName + "/package"),
        List.of(1, 2, 3),
        2,
        1,
        new TreeMap<>(Map.of(FakeChain.CHAIN, CHAIN.addressOf(FakeChain.CHAIN, publicKey))));
  }

  // ---- Time

  public long now() {
    return now;
  }

  public World pass(String duration) {
    now += Durations.parseMs(duration);
    return this;
  }

  /// Lets time pass and an entry show it.
  World tick(String duration) {
    pass(duration);
    say("coordinator", new Heartbeat(header()));
    return this;
  }

  // ---- Speaking

  public Header header() {
    return header("72h");
  }

  Header header(String lifetime) {
    ids++;
    return new Header(state.origin(), 1, "s-" + ids, now + Durations.parseMs(lifetime));
  }

  public Leaf leaf(Envelope envelope) {
    try {
      return Leaf.of(state.origin(), state.size(), now, envelope);
    } catch (InvalidStatementException e) {
      throw new AssertionError(e);
    }
  }

  public static Envelope envelope(String signer, BoundStatement statement) {
    return Envelope.sign(statement, key(signer).signer(signer));
  }

  Admission attempt(String signer, BoundStatement statement) {
    return attempt(signer, statement, Optional.empty());
  }

  Admission attempt(String signer, BoundStatement statement, Optional<JsonNode> attachment) {
    return Ledger.admissible(state, leaf(envelope(signer, statement)), attachment, CHAIN);
  }

  public Hash32 say(String signer, BoundStatement statement) {
    return say(signer, statement, Optional.empty());
  }

  Hash32 say(String signer, BoundStatement statement, Optional<JsonNode> attachment) {
    Leaf leaf = leaf(envelope(signer, statement));
    state =
        switch (Ledger.admissible(state, leaf, attachment, CHAIN)) {
          case Admission.Admitted(State next) -> next;
          case Admission.Duplicate duplicate -> throw new AssertionError(duplicate);
          case Admission.Refused refused -> throw new AssertionError(refused);
        };
    leaves.add(leaf);
    attachment.ifPresent(document -> attachments.put(leaf.seq(), document));
    return leaf.hash();
  }

  RefusalCode refusal(String signer, BoundStatement statement) {
    return refusal(attempt(signer, statement));
  }

  static RefusalCode refusal(Admission admission) {
    return switch (admission) {
      case Admission.Refused(RefusalCode code, var _, var _) -> code;
      case Admission.Admitted _ -> throw new AssertionError("was admitted");
      case Admission.Duplicate duplicate -> throw new AssertionError(duplicate);
    };
  }

  // ---- Requests and approvals

  Request requestOf(String vault, String amount, String destination) {
    return requestOf(vault, amount, destination, "72h");
  }

  Request requestOf(String vault, String amount, String destination, String lifetime) {
    return new Request(
        header(lifetime), vault, "ETH", eth(amount), destination, eth("0.01"), Optional.empty());
  }

  public Hash32 request(String signer, String vault, String amount, String destination) {
    return say(signer, requestOf(vault, amount, destination));
  }

  Approval approvalOf(Hash32 subject) {
    return approvalOf(subject, "72h");
  }

  Approval approvalOf(Hash32 subject, String lifetime) {
    Optional<Withdrawal> withdrawal = state.withdrawal(subject);
    Consent consent =
        withdrawal.map(Withdrawal::consent).orElseGet(() -> proposal(subject).consent());
    return new Approval(
        header(lifetime), subject, consent.requirement().hash(), withdrawal.map(World::intent));
  }

  static Intent intent(Withdrawal w) {
    return new Intent(
        w.request().vault(),
        w.request().asset(),
        w.request().amount(),
        w.address().orElse("0x" + "00".repeat(20)),
        w.request().feeCap(),
        w.request().expires());
  }

  public void approve(Hash32 subject, String... signers) {
    for (String signer : signers) {
      say(signer, approvalOf(subject));
    }
  }

  Rejection rejectionOf(Hash32 subject) {
    return new Rejection(header(), subject);
  }

  public Veto vetoOf(Hash32 subject) {
    return new Veto(header(), subject);
  }

  public Cancel cancelOf(Hash32 subject) {
    return new Cancel(header(), subject);
  }

  public Freeze freezeOf(String scope) {
    return freezeOf(scope, "72h");
  }

  public Freeze freezeOf(String scope, String lifetime) {
    return new Freeze(header(lifetime), scope(scope));
  }

  static FreezeScope scope(String text) {
    return text.equals("cluster")
        ? new FreezeScope.Cluster()
        : new FreezeScope.OneVault(text.substring("vault:".length()));
  }

  // ---- Proposals

  public Hash32 propose(String signer, Change change) {
    return say(signer, new Proposal(header("500h"), change));
  }

  Hash32 proposePolicy(String signer, JsonNode policy) {
    Proposal proposal = new Proposal(header("500h"), new Change.NewPolicy(policyHash(policy)));
    return say(signer, proposal, Optional.of(policy));
  }

  public void approveChange(Hash32 proposal, String... signers) {
    for (String signer : signers) {
      say(signer, approvalOf(proposal, "400h"));
    }
  }

  // ---- Signing

  ObjectNode planOf(Hash32 request) {
    Withdrawal w = withdrawal(request);
    long nonce = state.vault(w.request().vault()).orElseThrow().nextNonce();
    return FakeChain.plan(nonce, w.address().orElseThrow(), w.request().amount(), eth("0.005"));
  }

  public Authorize draft(Hash32 request) throws InadmissibleException {
    return Ledger.draftAuthorize(state, request, planOf(request), now, state.size(), CHAIN);
  }

  /// Logs an AUTHORIZE.
  ///
  /// @return its position
  public long authorize(Hash32 request) {
    try {
      say("coordinator", draft(request));
    } catch (InadmissibleException e) {
      throw new AssertionError(e.code() + " " + e.getMessage(), e);
    }
    return state.size() - 1;
  }

  Signed signedOf(long authorize) {
    Withdrawal w = state.withdrawalOfAuthorize(authorize).orElseThrow();
    Authorize statement = w.authorization().orElseThrow().statement();
    byte[] publicKey =
        state.vault(w.request().vault()).orElseThrow().key().orElseThrow().publicKey().toArray();
    List<InputSignature> signatures = new ArrayList<>();
    for (PlanInput input : statement.inputs()) {
      byte[] signature = FakeChain.sign(publicKey, input.digest().bytes());
      signatures.add(new InputSignature(input.digest(), Bytes.of(signature)));
    }
    List<byte[]> raw = signatures.stream().map(s -> s.signature().toArray()).toList();
    String txid = CHAIN.transactionId(FakeChain.CHAIN, statement.plan().json(), raw);
    return new Signed(header(), authorize, signatures, txid);
  }

  /// Authorises and signs a ready request.
  public void pay(Hash32 request) {
    long seq = authorize(request);
    say("coordinator", signedOf(seq));
  }

  public Release releaseOf(long authorize) {
    return new Release(header(), authorize);
  }

  // ---- Looking

  public State state() {
    return state;
  }

  public List<Leaf> leaves() {
    return leaves;
  }

  public Optional<JsonNode> attachment(long seq) {
    return Optional.ofNullable(attachments.get(seq));
  }

  public Withdrawal withdrawal(Hash32 request) {
    return state.withdrawal(request).orElseThrow();
  }

  WithdrawalStatus status(Hash32 request) {
    return withdrawal(request).status();
  }

  /// The status once time has passed to now, without an entry.
  WithdrawalStatus statusNow(Hash32 request) {
    return state.advance(now).withdrawal(request).orElseThrow().status();
  }

  ChangeProposal proposal(Hash32 leafHash) {
    return state.proposal(leafHash).orElseThrow();
  }
}
