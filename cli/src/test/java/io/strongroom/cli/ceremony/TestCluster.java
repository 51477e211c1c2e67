package io.strongroom.cli.ceremony;

import io.strongroom.cli.policy.PolicyYaml;
import io.strongroom.cli.profile.Membership;
import io.strongroom.cli.profile.SealedSeeds;
import io.strongroom.cli.profile.Unlocking;
import io.strongroom.custody.statement.Credential.HolderKind;
import io.strongroom.custody.statement.Ed25519PrivateKey;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.platform.config.Endpoint;
import io.strongroom.platform.config.GenesisFile;
import io.strongroom.platform.identity.IdentityCard;
import io.strongroom.platform.identity.Principal;
import io.strongroom.platform.process.ProcessDirectory;
import io.strongroom.platform.seal.PassphraseSource;
import io.strongroom.platform.seal.SealedKeystore;
import io.strongroom.platform.tls.TlsIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/// The directories of a cluster that was never started: real keys, sealed weakly, a real ceremony.
public final class TestCluster {

  /// A policy under which two board members approve from 5 ETH on.
  public static final String POLICY =
      """
      schema: strongroom.policy/v1
      default: DENY
      assets: {ETH: {chain: "eip155:31337", decimals: 18}}
      groups: {desk: {members: [trader]}, board: {members: [alice, bob]}}
      vaults: {hot: {assets: [ETH]}}
      destinations: {coolingOff: 1h, removal: immediate}
      invariants: {fee: {maxAbs: {ETH: "0.01"}}, ttl: {approveWithin: 1h, signWithin: 10m}, pendingPerMember: 20}
      grants: [{id: g, who: desk, from: hot, to: [exchange]}]
      limits: []
      tiers: {dual: {approvals: [{group: board, n: 2}], delay: 0s}}
      ladders: [{id: d, scope: {from: hot, asset: ETH}, basis: [tx], steps: {"0": dual}}]
      separationOfDuties: {initiatorMayApprove: false, onePersonOneGroup: true}
      freeze: {by: [board], lift: [{group: board, n: 2}], liftDelay: 1s}
      change: {tighten: {approvals: [{group: board, n: 1}], delay: 0s}, loosen: {approvals: [{group: board, n: 2}], delay: 0s}}
      """;

  /// Where the one destination leads.
  public static final String ADDRESS = "0x70997970c51812dc3a010c7d01b50e0d17dc79c8";

  static final List<String> NODES = List.of("node-1", "node-2", "node-3");
  static final List<String> MEMBERS = List.of("trader", "alice", "bob");
  static final long CREATED = 1_767_225_600_000L;
  static final long EXPIRES = 4_102_444_800_000L;

  private final Path root;
  private final Path passphrase;

  private TestCluster(Path root, Path passphrase) {
    this.root = root;
    this.passphrase = passphrase;
  }

  /// Everybody's keys, no genesis yet.
  public static TestCluster withKeys(Path root) throws Exception {
    Path passphrase = Files.writeString(root.resolve("pass"), "a passphrase for tests\n");
    Files.setPosixFilePermissions(passphrase, PosixFilePermissions.fromString("rw-------"));
    TestCluster cluster = new TestCluster(root, passphrase);
    for (String node : NODES) {
      cluster.process(Principal.node(node), "identity", "cosign");
    }
    cluster.process(Principal.COORDINATOR, "log", "key");
    for (String member : MEMBERS) {
      Membership.create(cluster.directory(member), member, member, cluster.unlocking());
    }
    return cluster;
  }

  private void process(Principal principal, String... purposes) throws Exception {
    ProcessDirectory where = directory(principal.id()).create();
    Map<String, byte[]> raw = new HashMap<>();
    TlsIdentity tls = TlsIdentity.generate(principal);
    try (SealedKeystore keystore = unlocking().create(where)) {
      tls.store(keystore);
      for (String purpose : purposes) {
        try (Ed25519PrivateKey key = Ed25519PrivateKey.generate(new SecureRandom())) {
          keystore.put(purpose, key.insecureSeedCopy());
          raw.put(purpose, key.publicKey().bytes());
        }
      }
    }
    IdentityCard.of(principal, Optional.empty(), tls.spki(), raw).write(where.identity());
  }

  public ProcessDirectory directory(String who) {
    return new ProcessDirectory(root.resolve(who));
  }

  public Path passphrase() {
    return passphrase;
  }

  public Unlocking unlocking() {
    return new Unlocking(new PassphraseSource.PrivateFile(passphrase), true);
  }

  IdentityCard card(String who) throws Exception {
    return IdentityCard.read(directory(who).identity());
  }

  /// A drafting of everybody here.
  Drafting drafting(String policy, int f, int q) throws Exception {
    List<Drafting.Cosigner> nodes = new ArrayList<>();
    for (String node : NODES) {
      nodes.add(new Drafting.Cosigner(card(node), true));
    }
    List<Drafting.Holder> members = new ArrayList<>();
    for (String member : MEMBERS) {
      members.add(new Drafting.Holder(card(member), HolderKind.PERSON, EXPIRES, Optional.empty()));
    }
    return new Drafting(
        "test",
        CREATED,
        nodes,
        card("coordinator"),
        members,
        List.of(
            Drafting.destination(
                "test", "exchange-1", Optional.of("exchange"), "eip155:31337", ADDRESS)),
        PolicyYaml.parse(policy),
        f,
        q);
  }

  static List<String> parties() {
    List<String> parties = new ArrayList<>(NODES);
    parties.add("coordinator");
    parties.addAll(MEMBERS);
    return parties;
  }

  /// Everybody's signatures of a draft.
  List<Envelope> signatures(Draft draft) throws Exception {
    List<Envelope> signatures = new ArrayList<>();
    for (String party : parties()) {
      signatures.add(Signing.sign(draft, directory(party), card(party), unlocking()));
    }
    return signatures;
  }

  /// A finished genesis, written and read back.
  public GenesisFile genesis() throws Exception {
    Draft draft = drafting(POLICY, 0, 2).draft(Set.of());
    Path file = root.resolve("genesis.json");
    Finishing.write(file, draft, Finishing.finish(draft, signatures(draft)));
    return GenesisFile.read(file, draft.hash());
  }

  /// Configures a party's directory.
  public void install(
      String who, GenesisFile genesis, Endpoint coordinator, SortedMap<String, Endpoint> nodes)
      throws Exception {
    new Installation(coordinator, nodes, Optional.empty(), Optional.empty())
        .into(
            directory(who),
            card(who),
            genesis.genesis(),
            genesis.envelope().payloadHash(),
            root.resolve("genesis.json"));
  }

  /// A key out of somebody's keystore.
  public Ed25519PrivateKey key(String who, String entry) throws Exception {
    try (SealedKeystore keystore = unlocking().open(directory(who))) {
      return SealedSeeds.key(keystore, entry);
    }
  }

  /// Somebody's TLS identity.
  public TlsIdentity tls(Principal who) throws Exception {
    try (SealedKeystore keystore = unlocking().open(directory(who.id()))) {
      return TlsIdentity.load(keystore, who);
    }
  }
}
