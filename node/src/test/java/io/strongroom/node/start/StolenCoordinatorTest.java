package io.strongroom.node.start;

import static io.strongroom.node.start.ClusterSigningTest.ONE_ETH;
import static io.strongroom.node.start.ClusterSigningTest.assertSigned;
import static io.strongroom.node.start.TestCluster.refusalOf;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strongroom.custody.log.Checkpoint;
import io.strongroom.custody.log.Leaf;
import io.strongroom.custody.log.SignedNote;
import io.strongroom.custody.replay.LogEntry;
import io.strongroom.custody.statement.Authorize;
import io.strongroom.custody.statement.Cancel;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.Freeze;
import io.strongroom.custody.statement.FreezeScope;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.PlanDocument;
import io.strongroom.custody.statement.PlanInput;
import io.strongroom.platform.grpc.StrongroomException;
import io.strongroom.proto.v1.LogHead;
import io.strongroom.proto.v1.SignRequest;
import io.strongroom.proto.v1.SignResponse;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Somebody holds the coordinator's TLS identity, its log key and its statement key, and asks for
/// what the log does not give.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StolenCoordinatorTest {

  private TestCluster cluster;

  @BeforeAll
  void start(@TempDir Path root) throws Exception {
    cluster = new TestCluster(root).startAll();
    cluster.commit();
    cluster.withVault();
  }

  @AfterAll
  void stop() {
    cluster.close();
  }

  private String codeAt(int node, SignRequest request) {
    SignResponse response = cluster.signAt(node, request);
    assertTrue(response.hasFailure(), response::toString);
    assertFalse(response.getFailure().getPossiblySigned());
    return response.getFailure().getCode();
  }

  private SignRequest asking(long seq) {
    return cluster.signRequest(cluster.committedNote(), cluster.nonce(), List.of(seq), 1, 2);
  }

  /// A note over the node's head as if q cosigners had vouched for it at a time.
  private byte[] cosignedBy12(Checkpoint checkpoint, long timeS) throws Exception {
    SignedNote note = cluster.log.sign(checkpoint);
    for (int i = 1; i <= 2; i++) {
      note =
          note.with(
              cluster
                  .log
                  .logKeys()
                  .cosign(checkpoint, TestCluster.id(i), timeS, cluster.nodeKeys(i).cosign()));
    }
    return note.bytes();
  }

  @Test
  void absentPendingFrozenAndForged_areRefusedByEveryNode_andTheClusterGoesOn() throws Exception {
    Hash32 pending = cluster.log.request(ONE_ETH.multiply(BigInteger.valueOf(20)));
    long pendingSeq = cluster.log.state().withdrawal(pending).orElseThrow().seq();
    Hash32 ready = cluster.log.request(ONE_ETH);
    cluster.commit();
    for (int node = 1; node <= TestCluster.NODES; node++) {
      int at = node;
      assertEquals("NOT_COMMITTED", codeAt(at, asking(1_000)));
      assertEquals("NOT_AUTHORIZED", codeAt(at, asking(pendingSeq)));

      Leaf forged = forgedAuthorize(pending, ready);
      LogHead before = cluster.head(at);
      StrongroomException refused =
          refusalOf(() ->
              cluster.replicate(
                  at,
                  List.of(LogEntry.of(forged.bytes())),
                  cluster.log.signedHeadWith(forged).bytes()));
      assertEquals("NOT_ADMISSIBLE", refused.code().reason());
      assertTrue(refused.sentence().contains("entry " + forged.seq()), refused.sentence());
      assertEquals(before, cluster.head(at), "a refusal changes nothing");
    }

    long seq = cluster.log.authorize(ready);
    cluster.commit();
    assertSigned(cluster, seq, cluster.sign(seq, 1, 2).of(1));
  }

  /// An AUTHORIZE of the pending withdrawal, signed by the coordinator, in the form of a valid one.
  private Leaf forgedAuthorize(Hash32 pending, Hash32 ready) throws Exception {
    Authorize valid = cluster.log.draft(ready);
    ObjectNode plan = cluster.log.planOf(pending);
    List<PlanInput> inputs = TestLog.RULES.decode(TestLog.CHAIN, plan).inputs();
    Authorize forged =
        new Authorize(
            cluster.log.header(),
            pending,
            cluster.log.state().withdrawal(pending).orElseThrow().seq(),
            1,
            valid.replaces(),
            valid.basis(),
            valid.approvals(),
            valid.policy(),
            valid.decision(),
            valid.signBy(),
            PlanDocument.of(plan),
            inputs);
    return cluster.log.leaf(cluster.log.envelope("coordinator", forged));
  }

  @Test
  void restrictionByAMemberWhoMayNot_isRefused() {
    Envelope freeze =
        cluster.log.envelope("ann", new Freeze(cluster.log.header(), new FreezeScope.Cluster()));

    assertEquals(
        "MAY_NOT_FREEZE", refusalOf(() -> cluster.restrict(1, "ann", freeze)).code().reason());
  }

  @Test
  void cancelledWithdrawal_isNotSigned() throws Exception {
    Hash32 request = cluster.log.request(ONE_ETH);
    long seq = cluster.log.authorize(request);
    cluster.commit();
    Envelope cancel = cluster.log.envelope("ann", new Cancel(cluster.log.header(), request));

    cluster.restrict(1, "ann", cancel);

    assertEquals("CANCELLED", codeAt(1, asking(seq)));
  }

  @Test
  void staleOrForeignCheckpoint_isRefused() throws Exception {
    long seq = cluster.log.authorize(cluster.log.request(ONE_ETH));
    cluster.commit();
    long now = System.currentTimeMillis() / 1000;
    Checkpoint head = cluster.log.checkpoint();
    byte[] stale = cosignedBy12(head, now - 60);
    byte[] otherRoot =
        cosignedBy12(
            new Checkpoint(head.origin(), head.size(), Hash32.sha256(new byte[] {1})), now);
    byte[] uncosigned = cluster.log.signedHead().bytes();

    assertEquals(
        "STALE_COSIGNATURES",
        codeAt(1, cluster.signRequest(stale, cluster.nonce(), List.of(seq), 1, 2)));
    assertEquals(
        "STALE_COSIGNATURES",
        codeAt(1, cluster.signRequest(uncosigned, cluster.nonce(), List.of(seq), 1, 2)));
    assertEquals(
        "ROOT_MISMATCH",
        codeAt(3, cluster.signRequest(otherRoot, cluster.nonce(), List.of(seq), 1, 3)));
    byte[] garbled = cluster.committedNote().clone();
    garbled[garbled.length / 2] ^= 1;
    assertEquals(
        "BAD_CHECKPOINT",
        codeAt(1, cluster.signRequest(garbled, cluster.nonce(), List.of(seq), 1, 2)));
  }

  @Test
  void otherRootOfTheHeadsSize_isNeverCosigned() {
    Checkpoint head = cluster.log.checkpoint();
    byte[] other =
        cluster
            .log
            .sign(new Checkpoint(head.origin(), head.size(), Hash32.sha256(new byte[] {2})))
            .bytes();

    assertEquals(
        "ROOT_MISMATCH", refusalOf(() -> cluster.replicate(1, List.of(), other)).code().reason());
  }

  @Test
  void anotherEntryAtAHeldPosition_isAFork() throws Exception {
    cluster.log.request(ONE_ETH);
    cluster.commit();
    TestLog log = cluster.log;
    long last = log.state().size() - 1;
    Leaf held = Leaf.parse(log.entriesFrom(last).getFirst().leaf().toArray());
    Leaf other = Leaf.of(held.log(), held.seq(), held.ts() + 1, held.envelope());

    assertEquals(
        "FORK",
        refusalOf(() ->
                cluster.replicate(1, List.of(LogEntry.of(other.bytes())), log.signedHead().bytes()))
            .code()
            .reason());
  }

  @Test
  void releaseThenSign_isRefused_andSignThenRelease() throws Exception {
    long released = cluster.log.authorize(cluster.log.request(ONE_ETH));
    long signed = cluster.log.authorize(cluster.log.request(ONE_ETH));
    cluster.commit();

    byte[] statement = cluster.release(1, released);
    assertArrayEquals(statement, cluster.release(1, released), "the same statement every time");
    assertEquals("RELEASED", codeAt(1, asking(released)));
    cluster.restart(1);
    cluster.commit();
    assertEquals("RELEASED", codeAt(1, asking(released)));
    assertArrayEquals(statement, cluster.release(1, released));

    assertSigned(cluster, signed, cluster.sign(signed, 1, 2).of(1));
    assertEquals("POSSIBLY_SIGNED", refusalOf(() -> cluster.release(1, signed)).code().reason());
    assertEquals("POSSIBLY_SIGNED", refusalOf(() -> cluster.release(2, signed)).code().reason());
    assertEquals("NOT_AUTHORIZED", refusalOf(() -> cluster.release(1, 0)).code().reason());
    cluster.log.say(Envelope.parse(cluster.release(3, released)));
  }

  @Test
  void sameSession_isNeverJoinedTwice_alsoAfterARestart() throws Exception {
    long seq = cluster.log.authorize(cluster.log.request(ONE_ETH));
    cluster.commit();
    byte[] nonce = cluster.nonce();
    SignRequest once = cluster.signRequest(cluster.committedNote(), nonce, List.of(seq), 1, 2);
    assertSigned(cluster, seq, cluster.sign(once, 1, 2).of(1));

    assertEquals("SID_USED", cluster.signAt(1, once).getFailure().getCode());
    cluster.restart(1);
    cluster.commit();
    SignRequest again = cluster.signRequest(cluster.committedNote(), nonce, List.of(seq), 1, 2);
    assertEquals("SID_USED", cluster.signAt(1, again).getFailure().getCode());

    assertSigned(cluster, seq, cluster.sign(seq, 1, 3).of(3));
  }

  @Test
  void wrongRoles_reachNothing() {
    assertEquals(
        "ROLE_DENIED",
        refusalOf(() ->
                io.strongroom.proto.v1.ReplicaGrpc.newBlockingStub(cluster.memberChannel(1, "ann"))
                    .sign(SignRequest.getDefaultInstance()))
            .code()
            .reason());
    assertEquals(
        "ROLE_DENIED",
        refusalOf(() ->
                io.strongroom.proto.v1.PeerGrpc.newBlockingStub(cluster.coordinatorChannel(1))
                    .deliver(io.strongroom.proto.v1.DeliverRequest.getDefaultInstance()))
            .code()
            .reason());
  }

  @Test
  void malformedQuestions_nameTheField() {
    SignRequest noSigners = SignRequest.newBuilder().addAuthorizeSeqs(1).build();
    SignRequest shortNonce = noSigners.toBuilder().addSigners(1).addSigners(2).build();
    SignRequest notAscending = shortNonce.toBuilder().addSigners(2).build();

    assertEquals("signers", refusalOf(() -> cluster.signAt(1, noSigners)).field());
    assertEquals("nonce", refusalOf(() -> cluster.signAt(1, shortNonce)).field());
    assertEquals("signers", refusalOf(() -> cluster.signAt(1, notAscending)).field());
  }
}
