package io.strongroom.cli.ceremony;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.cli.profile.Profile;
import io.strongroom.cli.terminal.CliException;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.InvalidStatementException;
import io.strongroom.custody.statement.QuorumParameters.Weakness;
import io.strongroom.platform.config.Endpoint;
import io.strongroom.platform.config.GenesisFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The ceremony from cards to configured directories, and what it refuses.
final class CeremonyTest {

  private static final Endpoint HERE = new Endpoint("127.0.0.1", 7000);

  @TempDir Path root;
  private TestCluster cluster;

  @BeforeEach
  void makeKeys() throws Exception {
    cluster = TestCluster.withKeys(root);
  }

  private static SortedMap<String, Endpoint> nodes() {
    SortedMap<String, Endpoint> nodes = new TreeMap<>();
    TestCluster.NODES.forEach(id -> nodes.put(id, new Endpoint("127.0.0.1", 7001)));
    return nodes;
  }

  @Test
  void everybodySigns_andTheGenesisHolds() throws Exception {
    GenesisFile genesis = cluster.genesis();

    assertEquals(7, genesis.envelope().signatures().size());
    assertEquals(3, genesis.genesis().nodes().getLast().index());
    assertEquals("trader", genesis.genesis().credentials().getFirst().person());
  }

  @Test
  void draft_survivesItsFile() throws Exception {
    Draft draft = cluster.drafting(TestCluster.POLICY, 0, 2).draft(Set.of());
    Path file = root.resolve("draft.json");
    draft.write(file);

    Draft read = Draft.read(file);

    assertEquals(draft.hash(), read.hash());
    assertThrows(FileAlreadyExistsException.class, () -> draft.write(file));
  }

  @Test
  void draftWithAnotherPolicy_isRefused() throws Exception {
    Path file = root.resolve("draft.json");
    cluster.drafting(TestCluster.POLICY, 0, 2).draft(Set.of()).write(file);
    Files.writeString(
        file, Files.readString(file).replace("\"24h\"", "\"23h\"").replace("\"1h\"", "\"2h\""));

    assertEquals("policy", assertThrows(CliException.class, () -> Draft.read(file)).field());
  }

  @Test
  void unsafeQuorum_isRefusedUnlessAcceptedByName() throws Exception {
    Drafting unsafe = cluster.drafting(TestCluster.POLICY, 1, 2);

    var refusal = assertThrows(InvalidStatementException.class, () -> unsafe.draft(Set.of()));
    assertEquals(InvalidStatementException.Code.UNSAFE_QUORUM, refusal.code());
    assertEquals("parameters.q", refusal.field());
    assertThrows(
        InvalidStatementException.class, () -> unsafe.draft(Set.of(Weakness.OUTAGE_STOPS_SIGNING)));
    assertEquals(2, unsafe.draft(Set.of(Weakness.FORK_POSSIBLE)).genesis().parameters().q());
  }

  @Test
  void policyThatNobodyCouldChange_isRefused() throws Exception {
    String lonely =
        TestCluster.POLICY.replace(
            "board: {members: [alice, bob]}", "board: {members: [alice, zoe]}");

    var refusal =
        assertThrows(CliException.class, () -> cluster.drafting(lonely, 0, 2).draft(Set.of()));
    assertTrue(Set.of("change.loosen", "freeze.lift").contains(refusal.field()), refusal.field());
  }

  @Test
  void missingSignature_isNamed() throws Exception {
    Draft draft = cluster.drafting(TestCluster.POLICY, 0, 2).draft(Set.of());
    List<Envelope> signatures = new ArrayList<>(cluster.signatures(draft));
    signatures.removeLast();

    var refusal =
        assertThrows(InvalidStatementException.class, () -> Finishing.finish(draft, signatures));
    assertEquals(InvalidStatementException.Code.MISSING_SIGNATURE, refusal.code());
    assertTrue(String.valueOf(refusal.getMessage()).contains("bob"));
  }

  @Test
  void signatureOfAnotherDraft_isRefused() throws Exception {
    Draft draft = cluster.drafting(TestCluster.POLICY, 0, 2).draft(Set.of());
    Draft other = cluster.drafting(TestCluster.POLICY, 0, 3).draft(Set.of());
    List<Envelope> signatures = new ArrayList<>(cluster.signatures(draft));
    signatures.set(0, cluster.signatures(other).getFirst());

    assertThrows(InvalidStatementException.class, () -> Finishing.finish(draft, signatures));
  }

  @Test
  void whoeverTheDraftDoesNotName_cannotSign() throws Exception {
    Draft draft = cluster.drafting(TestCluster.POLICY, 0, 2).draft(Set.of());
    Files.createDirectory(root.resolve("other"));
    TestCluster stranger = TestCluster.withKeys(root.resolve("other"));

    assertEquals(
        "--draft",
        assertThrows(
                CliException.class,
                () ->
                    Signing.sign(
                        draft,
                        stranger.directory("alice"),
                        stranger.card("alice"),
                        stranger.unlocking()))
            .field());
  }

  @Test
  void everyKindOfDirectory_isConfiguredOnce() throws Exception {
    GenesisFile genesis = cluster.genesis();

    for (String who : List.of("node-1", "coordinator", "alice")) {
      cluster.install(who, genesis, HERE, nodes());
    }

    Profile profile = Profile.read(cluster.directory("alice").root());
    assertEquals(HERE, profile.coordinator());
    assertEquals(Set.copyOf(TestCluster.NODES), profile.nodes().keySet());
    String node = Files.readString(cluster.directory("node-1").config());
    assertTrue(node.contains("id: node-1"), node);
    assertTrue(!node.substring(node.indexOf("peers")).contains("node-1"), node);
    assertThrows(
        FileAlreadyExistsException.class, () -> cluster.install("alice", genesis, HERE, nodes()));
  }

  @Test
  void anUnknownAddressOfANode_isNamed() throws Exception {
    GenesisFile genesis = cluster.genesis();

    var refusal =
        assertThrows(
            CliException.class,
            () ->
                cluster.install(
                    "alice", genesis, HERE, Collections.unmodifiableSortedMap(new TreeMap<>())));
    assertEquals("--node", refusal.field());
  }

  @Test
  void destinations_areNormalisedOrRefused() {
    var good =
        Drafting.destination(
            "--destination",
            "id=a,group=g,chain=eip155:1,address=0x52908400098527886E0F7030069857D2E4169EE7");

    assertEquals("0x52908400098527886e0f7030069857d2e4169ee7", good.address());
    assertEquals(Optional.of("g"), good.group());
    for (String bad :
        List.of(
            "id=a,chain=eip155:1",
            "id=a,id=b,chain=eip155:1,address=0x52908400098527886E0F7030069857D2E4169EE7",
            "id=a,chain=eip155:1,address=0x52908400098527886E0F7030069857D2E4169EE8",
            "id=a,chain=bip122:x,address=0x52908400098527886E0F7030069857D2E4169EE7",
            "id=a,colour=red,chain=eip155:1,address=0x52908400098527886E0F7030069857D2E4169EE7")) {
      assertThrows(CliException.class, () -> Drafting.destination("--destination", bad), bad);
    }
  }
}
