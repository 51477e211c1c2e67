package io.strongroom.custody.statement;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One full statement of every kind, with fixed keys, for tests of this and of neighbouring
/// packages.
public final class SampleStatements {

  public static final long NOW = 1_767_225_600_000L;
  public static final Header HEADER =
      new Header("strongroom/" + "ab".repeat(32), 1, "id-1", NOW + 1000);
  public static final String ADDRESS = "0x" + "0123456789abcdef".repeat(2) + "01234567";
  public static final String TXID = "0x" + "cd".repeat(32);

  private SampleStatements() {}

  /// A key that the name stands for.
  public static Ed25519PrivateKey key(String name) {
    return Ed25519PrivateKey.fromSeed(hash(name).bytes());
  }

  public static Hash32 hash(String name) {
    return Hash32.sha256(name.getBytes(StandardCharsets.US_ASCII));
  }

  /// Three nodes, the third a witness; a desk's service and two board members.
  public static Genesis genesis() {
    return genesis(3, new QuorumParameters(3, 0, 2));
  }

  public static Genesis genesis(int nodeCount, QuorumParameters parameters) {
    List<Genesis.Node> nodes = new ArrayList<>();
    for (int index = 1; index <= nodeCount; index++) {
      String id = "node-" + index;
      nodes.add(
          new Genesis.Node(
              id,
              index,
              index != 3,
              hash(id + "/tls"),
              key(id + "/identity").publicKey(),
              key(id + "/cosign").publicKey()));
    }
    var coordinator =
        new Genesis.Coordinator(
            hash("coordinator/tls"),
            key("coordinator/log").publicKey(),
            key("coordinator").publicKey());
    List<Credential> credentials =
        List.of(
            credential(
                "desk-1", Credential.HolderKind.SERVICE, Optional.of(List.of("hot", "warm"))),
            credential("board-1", Credential.HolderKind.PERSON, Optional.empty()),
            credential("board-2", Credential.HolderKind.PERSON, Optional.empty()));
    return new Genesis(
        "test",
        NOW,
        parameters,
        nodes,
        coordinator,
        credentials,
        List.of(
            new Destination("exchange-1", Optional.of("exchange"), "eip155:31337", ADDRESS),
            new Destination("alone", Optional.empty(), "bip122:regtest", "bcrt1qexample")),
        hash("policy"));
  }

  private static Credential credential(
      String id, Credential.HolderKind kind, Optional<List<String>> vaults) {
    return new Credential(
        id,
        "person-of-" + id,
        kind,
        key(id).publicKey(),
        hash(id + "/tls"),
        NOW,
        NOW + 86_400_000,
        vaults);
  }

  public static PlanDocument plan() {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("type", "eip1559").put("nonce", 7);
    node.putArray("accessList");
    return PlanDocument.of(node);
  }

  public static Request request() {
    return new Request(
        HEADER,
        "hot",
        "ETH",
        BigInteger.TEN.pow(18),
        "exchange-1",
        BigInteger.valueOf(21_000),
        Optional.of("invoice 7"));
  }

  /// One statement of each kind.
  public static Map<StatementKind, Statement> all() {
    Map<StatementKind, Statement> all = new EnumMap<>(StatementKind.class);
    List<Statement> statements = new ArrayList<>(List.of(genesis(), request()));
    statements.add(
        new Approval(
            HEADER,
            hash("leaf"),
            hash("requirements"),
            Optional.of(
                new Intent(
                    "hot",
                    "ETH",
                    BigInteger.TEN.pow(18),
                    ADDRESS,
                    BigInteger.valueOf(21_000),
                    NOW))));
    statements.add(new Rejection(HEADER, hash("leaf")));
    statements.add(new Veto(HEADER, hash("leaf")));
    statements.add(new Cancel(HEADER, hash("leaf")));
    statements.add(new Freeze(HEADER, new FreezeScope.OneVault("hot")));
    statements.add(
        new Proposal(
            HEADER, new Change.NewVault("hot", "key-1", 2, List.of(1, 2, 4), "eip155:31337")));
    statements.add(authorize());
    statements.add(
        new Signed(
            HEADER, 9, List.of(new InputSignature(hash("digest"), Bytes.of(new byte[65]))), TXID));
    statements.add(new Release(HEADER, 9));
    statements.add(
        new Key(
            HEADER,
            4,
            "hot",
            "key-1",
            Bytes.fromHex("02" + "11".repeat(32)),
            hash("package"),
            List.of(1, 2, 4),
            2,
            0,
            new TreeMap<>(Map.of("eip155:31337", ADDRESS))));
    statements.add(new Broadcast(HEADER, 9, TXID));
    statements.add(new Confirmed(HEADER, 9, TXID, 100, 3, ChainStatus.CONFIRMED));
    statements.add(new Heartbeat(HEADER));
    statements.forEach(statement -> all.put(statement.kind(), statement));
    return all;
  }

  public static Authorize authorize() {
    return new Authorize(
        HEADER,
        hash("leaf"),
        3,
        2,
        Optional.of(5L),
        8,
        List.of(Hash32.fromHex("00" + "11".repeat(31)), Hash32.fromHex("ff" + "11".repeat(31))),
        hash("policy"),
        hash("decision"),
        NOW,
        plan(),
        List.of(new PlanInput(hash("digest"), ""), new PlanInput(hash("digest 2"), "0/1")));
  }

  /// Every kind of change that a PROPOSAL can make.
  public static List<Change> changes() {
    return List.of(
        new Change.NewPolicy(hash("policy")),
        new Change.AddDestination(new Destination("d-1", Optional.empty(), "eip155:1", ADDRESS)),
        new Change.RemoveDestination("d-1"),
        new Change.Unfreeze(new FreezeScope.Cluster()),
        new Change.NewVault("hot", "key-1", 2, List.of(1, 2), "eip155:31337"));
  }

  /// The finished envelope of [#genesis()].
  public static Envelope signedGenesis() throws InvalidStatementException {
    return signedGenesis(genesis());
  }

  /// Everybody signs: their keys are those that their ids stand for.
  public static Envelope signedGenesis(Genesis genesis) throws InvalidStatementException {
    GenesisCeremony ceremony = GenesisCeremony.open(genesis, genesis.parameters().weaknesses());
    for (String id : GenesisCeremony.signersOf(genesis).keySet()) {
      String name = id.startsWith("node-") ? id + "/identity" : id;
      ceremony = ceremony.add(ceremony.sign(key(name).signer(id)));
    }
    return ceremony.finish();
  }
}
