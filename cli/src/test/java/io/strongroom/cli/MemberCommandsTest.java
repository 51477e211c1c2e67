package io.strongroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.strongroom.cli.client.FakeCluster;
import io.strongroom.custody.statement.Approval;
import io.strongroom.custody.statement.Bytes;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.Freeze;
import io.strongroom.custody.statement.Header;
import io.strongroom.custody.statement.Request;
import io.strongroom.custody.statement.StatementKind;
import io.strongroom.custody.statement.Statements;
import io.strongroom.proto.v1.InclusionProof;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What members' commands send, and what they refuse to sign, over real TLS.
final class MemberCommandsTest {

  private static final String REQUEST =
      "request --vault hot --amount \"1.5 ETH\" --to exchange-1 --id w-1";

  @TempDir Path root;
  private FakeCluster cluster;
  private long approvals;

  @BeforeEach
  void start() throws Exception {
    cluster = FakeCluster.start(root);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private Typed typed(String line, String member) {
    return Typed.of(line + cluster.as(member));
  }

  private static JsonNode json(Typed typed) throws IOException {
    return new ObjectMapper().readTree(typed.out());
  }

  @Test
  void request_signsExactlyWhatWasTyped() throws Exception {
    Typed typed = typed(REQUEST + " --json", "trader");

    assertEquals(0, typed.exit(), typed.err());
    assertEquals("COMMITTED", json(typed).path("acknowledgement").asText());
    Envelope envelope = cluster.submitted.getFirst();
    Request request = (Request) Statements.decode(envelope);
    assertEquals("trader", envelope.keyId());
    assertEquals("w-1", request.id());
    assertEquals(new BigInteger("1500000000000000000"), request.amount());
    assertEquals(BigInteger.TEN.pow(16), request.feeCap());
  }

  @Test
  void requestAgain_sendsTheSameBytes() {
    assertEquals(0, typed(REQUEST, "trader").exit());
    Typed again = typed(REQUEST, "trader");

    assertEquals(0, again.exit(), again.err());
    assertTrue(again.out().contains("sent before"), again.out());
    assertEquals(cluster.submitted.get(0), cluster.submitted.get(1));
  }

  @Test
  void sameIdForSomethingElse_isRefusedBeforeItIsSent() {
    assertEquals(0, typed(REQUEST, "trader").exit());
    Typed other = typed(REQUEST.replace("1.5", "1.6"), "trader");

    assertEquals(3, other.exit());
    assertEquals(1, cluster.submitted.size());
  }

  @Test
  void deniedRequest_endsWith3() {
    cluster.state = "DENIED";

    assertEquals(3, typed(REQUEST, "trader").exit());
  }

  @Test
  void approval_repeatsWhatWasProved() throws Exception {
    assertEquals(0, typed(REQUEST, "trader").exit());
    Typed typed = typed("approve w-1 --yes", "alice");

    assertEquals(0, typed.exit(), typed.err());
    assertTrue(typed.out().contains("verified: signed by trader"), typed.out());
    assertTrue(typed.out().contains("as in genesis"), typed.out());
    Approval approval = (Approval) Statements.decode(cluster.submitted.getLast());
    assertEquals(new BigInteger("1500000000000000000"), approval.intent().orElseThrow().amount());
    assertTrue(approval.expires() > Clock.systemUTC().millis());
  }

  @Test
  void withoutYesAndTerminal_nothingIsApproved() {
    assertEquals(0, typed(REQUEST, "trader").exit());

    assertEquals(2, typed("approve w-1", "alice").exit());
    assertEquals(1, cluster.submitted.size());
  }

  @Test
  void tooFewCosignatures_nothingIsSigned() {
    assertEquals(0, typed(REQUEST, "trader").exit());
    cluster.cosigners = 1;

    requireUnproved(typed("approve w-1 --yes", "alice"), "1 of 2 cosignatures");
  }

  @Test
  void anotherEntryThanDescribed_nothingIsSigned() {
    assertEquals(0, typed(REQUEST, "trader").exit());
    assertEquals(0, typed(REQUEST.replace("w-1", "w-2"), "trader").exit());
    InclusionProof[] first = new InclusionProof[1];
    cluster.lie =
        proof -> {
          if (first[0] == null) {
            first[0] = proof;
          }
          return first[0];
        };
    assertEquals(0, typed("approve w-1 --yes", "alice").exit());
    approvals = 1;

    requireUnproved(typed("approve w-2 --yes", "alice"), "another entry");
  }

  @Test
  void bentPath_nothingIsSigned() {
    assertEquals(0, typed(REQUEST, "trader").exit());
    cluster.lie = proof -> proof.toBuilder().setPath(0, ByteString.copyFrom(new byte[32])).build();

    requireUnproved(typed("approve w-1 --yes", "alice"), "root");
  }

  @Test
  void requestThatNobodySigned_isNotApproved() throws Exception {
    assertEquals(0, typed(REQUEST, "trader").exit());
    Envelope genuine = cluster.submitted.getFirst();
    Request request = (Request) Statements.decode(genuine);
    Request larger =
        new Request(
            new Header(request.log(), request.epoch(), "w-9", request.expires()),
            request.vault(),
            request.asset(),
            request.amount().add(BigInteger.ONE),
            request.destination(),
            request.feeCap(),
            request.memo());
    cluster.add(
        new Envelope(
            StatementKind.REQUEST, Bytes.of(Statements.encode(larger)), genuine.signatures()));

    requireUnproved(typed("approve w-9 --yes", "alice"), "not a signature");
  }

  private void requireUnproved(Typed typed, String why) {
    assertEquals(1, typed.exit());
    assertTrue(typed.err().contains("VERIFICATION_FAILED"), typed.err());
    assertTrue(typed.err().contains(why), typed.err());
    assertEquals(approvals, approvalsSent(), "an approval was sent");
  }

  private long approvalsSent() {
    return cluster.submitted.stream()
        .filter(envelope -> envelope.kind() == StatementKind.APPROVAL)
        .count();
  }

  @Test
  void cancelRejectAndVeto_nameTheProvedEntry() {
    assertEquals(0, typed(REQUEST, "trader").exit());

    assertEquals(0, typed("cancel w-1", "trader").exit());
    assertEquals(0, typed("reject w-1", "alice").exit());
    assertEquals(0, typed("veto w-1", "alice").exit());
    assertEquals(
        List.of(
            StatementKind.REQUEST,
            StatementKind.CANCEL,
            StatementKind.REJECTION,
            StatementKind.VETO),
        cluster.submitted.stream().map(Envelope::kind).toList());
  }

  @Test
  void freeze_reachesTheCoordinatorAndEveryNode() throws Exception {
    Typed typed = typed("freeze --json", "alice");

    assertEquals(0, typed.exit(), typed.err());
    assertEquals(4, json(typed).path("taken").size());
    assertEquals(
        List.of("node-1 FREEZE", "node-2 FREEZE", "node-3 FREEZE"),
        List.copyOf(new TreeSet<>(cluster.restricted)));
    Freeze freeze = (Freeze) Statements.decode(cluster.submitted.getFirst());
    assertEquals("cluster", freeze.scope().text());
    assertTrue(freeze.expires() - Clock.systemUTC().millis() > 300L * 86_400_000L);
  }

  @Test
  void freezeThatMissesANode_saysWhichAndEndsWith5() {
    cluster.stopNode(2);

    Typed typed = typed("freeze --vault hot", "alice");

    assertEquals(5, typed.exit(), typed.out());
    assertTrue(typed.out().contains("node-2       NO"), typed.out());
    assertEquals(2, cluster.restricted.size());
  }

  @Test
  void unknownId_endsWith4() {
    assertEquals(4, typed("approve nothing --yes", "alice").exit());
  }

  @Test
  void coordinatorThatIsAway_endsWith5AndIsNamed() {
    cluster.stopNode(0);

    Typed typed = typed(REQUEST, "trader");

    assertEquals(5, typed.exit());
    assertTrue(typed.err().contains("the coordinator at 127.0.0.1:"), typed.err());
  }

  @Test
  void weakKeystoreWithoutTheUglyFlag_isRefused() {
    String line = REQUEST + cluster.as("trader").replace(" --insecure-demo-keys", "");

    assertEquals(2, Typed.of(line).exit());
  }
}
