package io.strongroom.coordinator.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.strongroom.coordinator.replicate.Commitments;
import io.strongroom.coordinator.replicate.Replication;
import io.strongroom.custody.statement.Cancel;
import io.strongroom.custody.statement.CanonicalJson;
import io.strongroom.custody.statement.Change;
import io.strongroom.custody.statement.Freeze;
import io.strongroom.custody.statement.FreezeScope;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.Proposal;
import io.strongroom.proto.v1.GetClusterStatusRequest;
import io.strongroom.proto.v1.SignRequest;
import io.strongroom.proto.v1.SignResponse;
import io.strongroom.proto.v1.SignResult;
import io.strongroom.proto.v1.SubmitRequest;
import io.strongroom.proto.v1.SubmitResponse;
import io.strongroom.proto.v1.SubmitResponse.Acknowledgement;
import io.strongroom.proto.v1.Withdrawal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nodes that are away, fail, or lie.
final class NodeFailureTest {

  private static Optional<SignResponse> fail(SignRequest request) {
    return Optional.of(FakeNode.failure("TIMEOUT", List.of()));
  }

  @TempDir static Path root;
  private static TestCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = new TestCluster(root).start().withVault();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @AfterEach
  void mend() throws Exception {
    all(request -> Optional.empty());
    for (FakeNode node : cluster.nodes) {
      node.startIfStopped();
    }
    Await.until(
        "all nodes follow",
        () ->
            cluster.bean(Replication.class).health().values().stream()
                .allMatch(health -> health.following()));
  }

  private static void all(Function<SignRequest, Optional<SignResponse>> deviation) {
    cluster.nodes.forEach(node -> node.deviation = deviation);
  }

  @Test
  void oneNodeDown_theOthersSign_andItCatchesUpLater() throws Exception {
    cluster.node(1).stop();
    SubmitResponse response = cluster.submit("ann", cluster.request("without-1", 1));
    assertEquals(Acknowledgement.COMMITTED, response.getAcknowledgement());
    Withdrawal signed = cluster.await("without-1", "SIGNED");
    assertEquals(List.of(2, 3), signed.getSigning().getSignersList());
    var status = cluster.desk("ann").getClusterStatus(GetClusterStatusRequest.getDefaultInstance());
    assertFalse(status.getNodes(0).getReachable());
    assertFalse(status.getNodes(0).getReason().isEmpty());
    assertTrue(status.getNodes(1).getReady());

    cluster.node(1).start();
    Await.until("node-1 holds the head", () -> cluster.node(1).size() == cluster.state().size());
  }

  @Test
  void corruptNodeThatBlamesItsPartners_isSoonLeftOut() {
    cluster.node(1).deviation =
        request ->
            Optional.of(
                FakeNode.failure(
                    "COT_CHECK",
                    request.getSignersList().stream().filter(party -> party != 1).toList()));
    Function<SignRequest, Optional<SignResponse>> blamesOne =
        request ->
            request.getSignersList().contains(1)
                ? Optional.of(FakeNode.failure("COT_CHECK", List.of(1)))
                : Optional.empty();
    cluster.node(2).deviation = blamesOne;
    cluster.node(3).deviation = blamesOne;

    var _ = cluster.submit("ann", cluster.request("blamed", 1));
    Withdrawal signed = cluster.await("blamed", "SIGNED");
    assertEquals(List.of(2, 3), signed.getSigning().getSignersList());
  }

  @Test
  void wrongSignatures_areNeverLogged() {
    all(request ->
        Optional.of(
            SignResponse.newBuilder()
                .setResult(SignResult.newBuilder().addSignatures(ByteString.copyFrom(new byte[65])))
                .build()));
    var _ = cluster.submit("ann", cluster.request("lied", 1));
    Await.until(
        "the lie is seen",
        () -> cluster.withdrawal("lied").getSigning().getLastFailure().contains("do not verify"));
    assertEquals("AUTHORIZED", cluster.withdrawal("lied").getState());

    all(request -> Optional.empty());
    assertEquals("SIGNED", cluster.await("lied", "SIGNED").getState());
  }

  @Test
  void oneLiar_doesNotHideAnothersTrueSignatures() {
    Function<SignRequest, Optional<SignResponse>> lies =
        request ->
            Optional.of(
                SignResponse.newBuilder()
                    .setResult(SignResult.newBuilder().addSignatures(ByteString.copyFromUtf8("no")))
                    .build());
    cluster.node(1).deviation = lies;
    cluster.node(3).deviation = lies;
    var _ = cluster.submit("ann", cluster.request("half-lied", 1));
    assertEquals("SIGNED", cluster.await("half-lied", "SIGNED").getState());
  }

  @Test
  void twoNodesDown_isAcceptedPending_andGoesOnWhenOneIsBack() throws Exception {
    cluster.node(1).stop();
    cluster.node(2).stop();
    var envelope = cluster.envelope("ann", cluster.request("waits", 1));
    SubmitResponse response = cluster.submit("ann", envelope, 200);
    assertEquals(Acknowledgement.ACCEPTED_PENDING, response.getAcknowledgement());
    long calls = cluster.node(3).signCalls.size();
    for (int i = 0; i < 3; i++) {
      assertEquals(
          Acknowledgement.ACCEPTED_PENDING,
          cluster.submit("ann", envelope, 50).getAcknowledgement());
    }
    Await.until(
        "nobody waits who has given up", () -> cluster.bean(Commitments.class).waiting() == 0);
    assertEquals(
        calls, cluster.node(3).signCalls.size(), "nothing is signed that is not committed");

    cluster.node(1).start();
    assertEquals("SIGNED", cluster.await("waits", "SIGNED").getState());
    assertEquals(
        Acknowledgement.COMMITTED, cluster.submit("ann", envelope, 1_000).getAcknowledgement());
    cluster.node(2).start();
  }

  @Test
  void cancelledAfterItWasAuthorised_isReleasedByItsHolders() {
    all(NodeFailureTest::fail);
    Withdrawal authorised = cluster.submit("ann", cluster.request("recalled", 1)).getWithdrawal();
    assertEquals("AUTHORIZED", authorised.getState());
    var _ =
        cluster.submit(
            "ann", new Cancel(cluster.header(), Hash32.fromHex(authorised.getLeafHash())));
    assertEquals("CANCELLED", cluster.await("recalled", "CANCELLED").getState());
    assertTrue(cluster.node(1).hasReleased(authorised.getAuthorizeSeq()));
  }

  @Test
  void notSignedInTime_isReleasedAndAuthorisedAgain() {
    all(NodeFailureTest::fail);
    Withdrawal first = cluster.submit("ann", cluster.request("late", 1)).getWithdrawal();
    assertEquals("AUTHORIZED", first.getState());
    cluster.clock.advance(Duration.ofMinutes(121));
    Await.until(
        "a further attempt is authorised",
        () -> cluster.withdrawal("late").getAuthorizeSeq() > first.getAuthorizeSeq());
    all(request -> Optional.empty());
    Withdrawal signed = cluster.await("late", "SIGNED");
    assertTrue(signed.getAuthorizeSeq() > first.getAuthorizeSeq());
  }

  @Test
  void frozen_isNotSigned_andGoesOnAfterTheFreezeIsLifted() {
    all(NodeFailureTest::fail);
    var _ = cluster.submit("ann", cluster.request("frozen", 1));
    var _ = cluster.submit("sam", new Freeze(cluster.header(), new FreezeScope.Cluster()));
    assertTrue(
        cluster
            .desk("ann")
            .getClusterStatus(GetClusterStatusRequest.getDefaultInstance())
            .getFrozen());
    all(request -> Optional.empty());
    var waiting = cluster.submit("ann", cluster.request("frozen-too", 1)).getWithdrawal();
    assertFalse(List.of("AUTHORIZED", "SIGNED").contains(waiting.getState()), waiting.getState());

    SubmitResponse proposal =
        cluster.submit(
            "sam", new Proposal(cluster.header(), new Change.Unfreeze(new FreezeScope.Cluster())));
    Hash32 leaf = Hash32.of(proposal.getLeafHash().toByteArray());
    cluster.approve("bea", leaf);
    cluster.approve("ben", leaf);
    assertTrue(cluster.state().proposal(leaf).orElseThrow().consent().readyAt().isPresent());
    assertEquals("AUTHORIZED", cluster.withdrawal("frozen").getState());
    long before = cluster.state().size();
    cluster.clock.advance(Duration.ofMinutes(61));
    assertEquals("SIGNED", cluster.await("frozen", "SIGNED").getState());
    assertEquals("SIGNED", cluster.await("frozen-too", "SIGNED").getState());
    assertTrue(cluster.state().size() - before < 12, "time is carried into the log, not poured");
  }

  @Test
  void nodeThatWasLongAway_isCaughtUpInMessagesThatFit() throws Exception {
    cluster.node(3).stop();
    int batches = cluster.node(3).replicateBytes.size();
    StringBuilder groups = new StringBuilder("\"groups\": {");
    for (int group = 0; group < 50; group++) {
      List<String> members = new ArrayList<>();
      for (int i = 0; i < 250; i++) {
        members.add("\"member-" + "x".repeat(50) + i + "\"");
      }
      groups.append("\"g-" + group + "\": {\"members\": [" + String.join(",", members) + "]},");
    }
    for (int i = 0; i < 10; i++) {
      String text =
          TestCluster.POLICY
              .replace("\"groups\": {", groups)
              .replace("\"72h\"", "\"" + (50 + i) + "h\"");
      byte[] document = CanonicalJson.write(new ObjectMapper().readTree(text));
      assertTrue(document.length > 700_000);
      var response =
          cluster
              .desk("olga")
              .submit(
                  SubmitRequest.newBuilder()
                      .setEnvelope(
                          ByteString.copyFrom(
                              cluster
                                  .envelope(
                                      "olga",
                                      new Proposal(
                                          cluster.header(),
                                          new Change.NewPolicy(Hash32.sha256(document))))
                                  .bytes()))
                      .setAttachment(ByteString.copyFrom(document))
                      .build());
      assertEquals(Acknowledgement.COMMITTED, response.getAcknowledgement());
    }
    cluster.node(3).start();
    Await.until("it caught up", () -> cluster.node(3).size() == cluster.state().size());
    List<Integer> sizes = cluster.node(3).replicateBytes;
    assertTrue(sizes.size() > batches + 1, "more than one message");
    assertTrue(sizes.stream().allMatch(size -> size < 8 << 20));
  }
}
