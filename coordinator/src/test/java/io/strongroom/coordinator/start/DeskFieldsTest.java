package io.strongroom.coordinator.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.strongroom.custody.log.CosignedCheckpoint;
import io.strongroom.custody.log.InclusionProof;
import io.strongroom.custody.log.Leaf;
import io.strongroom.custody.log.LogKeys;
import io.strongroom.custody.statement.Heartbeat;
import io.strongroom.platform.grpc.StrongroomException;
import io.strongroom.proto.v1.DeskGrpc;
import io.strongroom.proto.v1.EvaluateRequest;
import io.strongroom.proto.v1.GetClusterStatusRequest;
import io.strongroom.proto.v1.GetEntriesRequest;
import io.strongroom.proto.v1.GetPolicyRequest;
import io.strongroom.proto.v1.GetWithdrawalRequest;
import io.strongroom.proto.v1.ListProposalsRequest;
import io.strongroom.proto.v1.ListWithdrawalsRequest;
import io.strongroom.proto.v1.ListWithdrawalsResponse;
import io.strongroom.proto.v1.ProveInclusionRequest;
import io.strongroom.proto.v1.SubmitRequest;
import io.strongroom.proto.v1.WatchAllRequest;
import io.strongroom.proto.v1.Withdrawal;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/// Every field's limits, every reading call, and who may call.
final class DeskFieldsTest {

  @TempDir static Path root;
  private static TestCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = new TestCluster(root).start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static DeskGrpc.DeskBlockingStub desk() {
    return cluster.desk("ann");
  }

  private static void refused(String code, String field, Executable call) {
    StrongroomException error = WithdrawalTest.refusal(call);
    assertEquals(code, error.code().reason(), error.sentence());
    assertEquals(field, error.field(), error.sentence());
  }

  private static SubmitRequest.Builder valid() {
    return SubmitRequest.newBuilder()
        .setEnvelope(
            ByteString.copyFrom(
                cluster.envelope("ann", cluster.request(cluster.header(), 1)).bytes()));
  }

  @Test
  void submit_limits() {
    long before = cluster.state().size();
    refused("FIELD_MISSING", "envelope", () -> desk().submit(SubmitRequest.getDefaultInstance()));
    refused(
        "FIELD_TOO_LONG",
        "envelope",
        () ->
            desk()
                .submit(
                    SubmitRequest.newBuilder()
                        .setEnvelope(ByteString.copyFrom(new byte[48 * 1024 + 1]))
                        .build()));
    refused(
        "FIELD_TOO_LONG",
        "attachment",
        () ->
            desk()
                .submit(
                    valid().setAttachment(ByteString.copyFrom(new byte[1024 * 1024 + 1])).build()));
    refused(
        "FIELD_OUT_OF_RANGE", "wait_ms", () -> desk().submit(valid().setWaitMs(60_001).build()));
    refused("FIELD_OUT_OF_RANGE", "wait_ms", () -> desk().submit(valid().setWaitMs(-1).build()));
    refused(
        "ATTACHMENT_UNEXPECTED",
        "attachment",
        () -> desk().submit(valid().setAttachment(ByteString.copyFromUtf8("{}")).build()));
    refused(
        "KIND_NOT_ACCEPTED",
        "envelope.payloadType",
        () ->
            desk()
                .submit(
                    SubmitRequest.newBuilder()
                        .setEnvelope(
                            ByteString.copyFrom(
                                cluster.envelope("ann", new Heartbeat(cluster.header())).bytes()))
                        .build()));
    StrongroomException garbage =
        WithdrawalTest.refusal(() ->
            desk()
                .submit(
                    SubmitRequest.newBuilder()
                        .setEnvelope(ByteString.copyFromUtf8("{\"payload\": 1}"))
                        .build()));
    assertEquals(io.grpc.Status.Code.INVALID_ARGUMENT, garbage.code().status());
    assertEquals(before, cluster.state().size(), "nothing was logged");
  }

  @Test
  void getWithdrawal_limits() {
    refused(
        "FIELD_MISSING",
        "request_id",
        () -> desk().getWithdrawal(GetWithdrawalRequest.getDefaultInstance()));
    refused(
        "FIELD_TOO_LONG",
        "request_id",
        () ->
            desk()
                .getWithdrawal(
                    GetWithdrawalRequest.newBuilder().setRequestId("x".repeat(65)).build()));
    refused(
        "FIELD_TOO_LONG",
        "initiator",
        () ->
            desk()
                .getWithdrawal(
                    GetWithdrawalRequest.newBuilder()
                        .setRequestId("x")
                        .setInitiator("x".repeat(65))
                        .build()));
    refused(
        "FIELD_INVALID",
        "leaf_hash",
        () -> desk().getWithdrawal(GetWithdrawalRequest.newBuilder().setLeafHash("0xAB").build()));
    refused("WITHDRAWAL_UNKNOWN", "", () -> cluster.withdrawal("nowhere"));
    refused(
        "WITHDRAWAL_UNKNOWN",
        "",
        () -> desk().watchWithdrawal(TestCluster.ask("nowhere")).forEachRemaining(w -> {}));
  }

  @Test
  void listWithdrawals_limits() {
    refused(
        "FIELD_INVALID",
        "states",
        () -> list(ListWithdrawalsRequest.newBuilder().addStates("SINGED")));
    refused(
        "FIELD_OUT_OF_RANGE",
        "page_size",
        () -> list(ListWithdrawalsRequest.newBuilder().setPageSize(501)));
    refused(
        "FIELD_INVALID",
        "page_token",
        () -> list(ListWithdrawalsRequest.newBuilder().setPageToken("-1")));
    refused(
        "FIELD_TOO_LONG",
        "vault",
        () -> list(ListWithdrawalsRequest.newBuilder().setVault("v".repeat(65))));
  }

  private static ListWithdrawalsResponse list(ListWithdrawalsRequest.Builder request) {
    return desk().listWithdrawals(request.build());
  }

  @Test
  void listWithdrawals_pagesNewestFirst() {
    for (int i = 0; i < 3; i++) {
      var _ = cluster.submit("ann", cluster.request("page-" + i, 1));
    }
    var first = list(ListWithdrawalsRequest.newBuilder().setPageSize(2));
    assertEquals(2, first.getWithdrawalsCount());
    assertTrue(first.getWithdrawals(0).getSeq() > first.getWithdrawals(1).getSeq());
    var next =
        list(
            ListWithdrawalsRequest.newBuilder()
                .setPageSize(2)
                .setPageToken(first.getNextPageToken()));
    assertTrue(next.getWithdrawals(0).getSeq() < first.getWithdrawals(1).getSeq());
    assertEquals(
        0, list(ListWithdrawalsRequest.newBuilder().addStates("SIGNED")).getWithdrawalsCount());
    assertEquals(
        0, list(ListWithdrawalsRequest.newBuilder().setVault("cold")).getWithdrawalsCount());
  }

  @Test
  void evaluate_limits() {
    EvaluateRequest good =
        EvaluateRequest.newBuilder()
            .setVault("hot")
            .setAsset("ETH")
            .setAmount("1")
            .setDestination("kraken")
            .setFeeCap("21000")
            .setExpiresTs(cluster.clock.millis() + 1000)
            .build();
    assertEquals("DENY", desk().evaluate(good).getOutcome(), "the vault has no key yet");
    refused("FIELD_MISSING", "vault", () -> evaluate(good.toBuilder().clearVault()));
    refused("FIELD_INVALID", "asset", () -> evaluate(good.toBuilder().setAsset("E TH")));
    refused("AMOUNT_INVALID", "amount", () -> evaluate(good.toBuilder().setAmount("01")));
    refused("AMOUNT_INVALID", "amount", () -> evaluate(good.toBuilder().setAmount("9".repeat(78))));
    refused(
        "FIELD_TOO_LONG",
        "destination",
        () -> evaluate(good.toBuilder().setDestination("d".repeat(71))));
    refused("AMOUNT_INVALID", "fee_cap", () -> evaluate(good.toBuilder().setFeeCap("-1")));
    refused("FIELD_OUT_OF_RANGE", "expires_ts", () -> evaluate(good.toBuilder().setExpiresTs(0)));
  }

  private static void evaluate(EvaluateRequest.Builder request) {
    var _ = desk().evaluate(request.build());
  }

  @Test
  void log_limits_andProofs() throws Exception {
    refused(
        "FIELD_OUT_OF_RANGE",
        "from",
        () ->
            cluster
                .log("ann")
                .getEntries(GetEntriesRequest.newBuilder().setFrom(3).setTo(2).build()));
    refused(
        "NOT_COMMITTED",
        "seq",
        () ->
            cluster
                .log("ann")
                .proveInclusion(ProveInclusionRequest.newBuilder().setSeq(1_000_000).build()));
    var response = cluster.submit("ann", cluster.request("proved", 1));
    var proof =
        cluster
            .log("ann")
            .proveInclusion(ProveInclusionRequest.newBuilder().setSeq(response.getSeq()).build());
    CosignedCheckpoint checkpoint =
        CosignedCheckpoint.verify(
            proof.getCheckpoint().getNote().toByteArray(), LogKeys.of(cluster.state().genesis()));
    assertTrue(checkpoint.quorumSatisfied());
    new InclusionProof(
            response.getSeq(),
            checkpoint.checkpoint().size(),
            proof.getPathList().stream()
                .map(hash -> io.strongroom.custody.statement.Hash32.of(hash.toByteArray()))
                .toList())
        .verify(
            Leaf.parse(proof.getEntry().getLeaf().toByteArray()).hash(),
            checkpoint.checkpoint().root());
    var entries = cluster.log("sam").getEntries(GetEntriesRequest.newBuilder().setFrom(0).build());
    assertFalse(entries.getEntries(0).getAttachment().isEmpty(), "the first policy");
    assertEquals(entries.getHead().getSize(), entries.getEntriesCount());
  }

  @Test
  void otherReads_answer() {
    assertEquals(
        cluster.state().policy().hash().hex(),
        desk().getPolicy(GetPolicyRequest.getDefaultInstance()).getPolicyHash());
    assertEquals(
        0, desk().listProposals(ListProposalsRequest.getDefaultInstance()).getProposalsCount());
    var status = desk().getClusterStatus(GetClusterStatusRequest.getDefaultInstance());
    assertEquals(3, status.getNodesCount());
    assertEquals(2, status.getQ());
    assertEquals("none", status.getChainGateway());
    assertTrue(status.getNodesList().stream().allMatch(node -> node.getReachable()));
  }

  @Test
  void watchAll_showsChangesFromNowOn() {
    Iterator<Withdrawal> stream =
        desk()
            .withDeadlineAfter(20, TimeUnit.SECONDS)
            .watchAll(WatchAllRequest.getDefaultInstance());
    try (var thread = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      var first = thread.submit(stream::next);
      Await.until(
          "a change is seen",
          () -> {
            var _ = cluster.submit("ann", cluster.request(cluster.header(), 1));
            return first.isDone();
          });
      assertEquals("hot", first.resultNow().getVault());
    }
  }

  @Test
  void onlyMembersReachTheDesk_nodesMayReadTheLog() {
    var node = cluster.open(cluster.node(1).tls);
    refused(
        "ROLE_DENIED",
        "",
        () -> DeskGrpc.newBlockingStub(node).getPolicy(GetPolicyRequest.getDefaultInstance()));
    assertTrue(
        io.strongroom.proto.v1.LogGrpc.newBlockingStub(node)
                .getHead(io.strongroom.proto.v1.GetHeadRequest.getDefaultInstance())
                .getSize()
            > 0);
  }
}
