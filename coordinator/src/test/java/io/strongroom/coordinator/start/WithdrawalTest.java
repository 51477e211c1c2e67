package io.strongroom.coordinator.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.custody.statement.Cancel;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.Request;
import io.strongroom.platform.grpc.Errors;
import io.strongroom.platform.grpc.StrongroomException;
import io.strongroom.proto.v1.SubmitResponse;
import io.strongroom.proto.v1.SubmitResponse.Acknowledgement;
import io.strongroom.proto.v1.Vault;
import io.strongroom.proto.v1.Withdrawal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The lives of withdrawals, over real connections, while all nodes are well.
final class WithdrawalTest {

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

  @Test
  void vault_isActiveWithTheKeyThatAllHoldersConfirmed() {
    Vault vault = cluster.vault();
    assertEquals("ACTIVE", vault.getState());
    assertEquals(cluster.key.address().canonical(), vault.getAddressesMap().get(TestCluster.CHAIN));
    assertEquals(List.of(1, 2, 3), vault.getPartiesList());
  }

  @Test
  void smallWithdrawal_isAuthorisedAtOnceAndSigned() {
    SubmitResponse response = cluster.submit("ann", cluster.request("small", 1));
    assertEquals(Acknowledgement.COMMITTED, response.getAcknowledgement());
    assertTrue(List.of("AUTHORIZED", "SIGNED").contains(response.getWithdrawal().getState()));

    Withdrawal signed = cluster.await("small", "SIGNED");
    assertTrue(signed.getTxid().matches("0x[0-9a-f]{64}"));
    assertTrue(signed.getRawTransaction().startsWith("0x02"));
    assertEquals(2, signed.getSigning().getSignersCount());
    assertEquals(3, signed.getSigning().getRounds());
    assertTrue(signed.getSigning().getDurationUs() > 0);
    assertTrue(signed.getHistoryMap().keySet().containsAll(List.of("AUTHORIZED", "SIGNED")));
    assertEquals("ALLOW", signed.getDecision().getOutcome());
  }

  @Test
  void largerWithdrawal_waitsForItsApproval() {
    Withdrawal pending = cluster.submit("ann", cluster.request("larger", 11)).getWithdrawal();
    assertEquals("PENDING", pending.getState());
    assertFalse(pending.getDecision().getMissingList().isEmpty());

    var _ = cluster.submit("olga", cluster.approvalOf(pending));
    Withdrawal signed = cluster.await("larger", "SIGNED");
    assertEquals("olga", signed.getApprovals(0).getMember());
    assertTrue(signed.getApprovals(0).getCounts());
  }

  @Test
  void timeLockedWithdrawal_isSignedByTimeAlone() {
    Withdrawal pending = cluster.submit("ann", cluster.request("locked", 21)).getWithdrawal();
    var _ = cluster.submit("oscar", cluster.approvalOf(pending));
    Withdrawal locked = cluster.withdrawal("locked");
    assertEquals("TIMELOCKED", locked.getState());
    assertTrue(locked.getReadyAtTs() > cluster.clock.millis());

    cluster.clock.advance(Duration.ofMinutes(61));
    assertEquals("SIGNED", cluster.await("locked", "SIGNED").getState());
  }

  @Test
  void unknownDestination_isDeniedWithItsReason() {
    Request elsewhere =
        new Request(
            cluster.header("elsewhere"),
            "hot",
            "ETH",
            TestCluster.ETHER,
            "stranger",
            TestCluster.FEE_CAP,
            Optional.empty());
    Withdrawal denied = cluster.submit("ann", elsewhere).getWithdrawal();
    assertEquals("DENIED", denied.getState());
    assertFalse(denied.getReason().isEmpty());
    assertTrue(
        denied.getDecision().getRulesList().stream()
            .anyMatch(
                rule -> rule.getKind().contains("destination") && rule.getResult().equals("DENY")),
        denied.getDecision().getRulesList()::toString);
  }

  @Test
  void amountBeyondTheLimit_isDeniedByThatRule() {
    Withdrawal denied = cluster.submit("ann", cluster.request("beyond", 51)).getWithdrawal();
    assertEquals("DENIED", denied.getState());
    assertTrue(
        denied.getDecision().getRulesList().stream()
            .anyMatch(rule -> rule.getRule().equals("l-tx") && rule.getResult().equals("DENY")));
  }

  @Test
  void sameStatementAgain_getsTheFirstAnswer_andAnotherUnderItsIdIsRefused() {
    Request request = cluster.request("again", 1);
    SubmitResponse first = cluster.submit("ann", request);
    SubmitResponse second = cluster.submit("ann", request);
    assertFalse(first.getDuplicate());
    assertTrue(second.getDuplicate());
    assertEquals(first.getSeq(), second.getSeq());
    assertEquals(first.getTs(), second.getTs());
    assertEquals(first.getLeafHash(), second.getLeafHash());

    StrongroomException refused = refusal(() -> cluster.submit("ann", cluster.request("again", 2)));
    assertEquals("ID_REUSED", refused.code().reason());
    assertEquals(io.grpc.Status.Code.ALREADY_EXISTS, refused.code().status());
  }

  @Test
  void statementOfAnotherMember_isJudgedByItsSignature() {
    SubmitResponse response =
        cluster.submit("sam", cluster.envelope("ann", cluster.request("relayed", 1)), 10_000);
    assertEquals("ann", response.getWithdrawal().getInitiator());

    SubmitResponse own =
        cluster.submit("ann", cluster.envelope("sam", cluster.request("own", 1)), 10_000);
    assertEquals("sam", own.getWithdrawal().getInitiator());
    assertEquals("DENIED", own.getWithdrawal().getState(), "what ann may do, sam may not");
  }

  @Test
  void cancelledWhilePending_isOver() {
    Withdrawal pending = cluster.submit("ann", cluster.request("gone", 11)).getWithdrawal();
    var _ =
        cluster.submit("ann", new Cancel(cluster.header(), Hash32.fromHex(pending.getLeafHash())));
    assertEquals("CANCELLED", cluster.await("gone", "CANCELLED").getState());
  }

  @Test
  void feeCapBelowTheOffer_staysReadyAndSaysWhy() {
    Request poor =
        new Request(
            cluster.header("poor"),
            "hot",
            "ETH",
            TestCluster.ETHER,
            "kraken",
            BigInteger.valueOf(20_999),
            Optional.empty());
    Withdrawal ready = cluster.submit("ann", poor).getWithdrawal();
    assertEquals("READY", ready.getState());
    assertTrue(ready.getReason().contains("wei per gas"), ready.getReason());
  }

  @Test
  void manyAtOnce_areAllSigned_eachWithItsOwnNonce() throws Exception {
    int count = 40;
    try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        String id = "many-" + i;
        var envelope = cluster.envelope("ann", cluster.request(id, 1));
        var _ = threads.submit(() -> cluster.submit("ann", envelope, 15_000));
      }
    }
    java.util.Set<String> txids = new java.util.HashSet<>();
    for (int i = 0; i < count; i++) {
      txids.add(cluster.await("many-" + i, "SIGNED").getTxid());
    }
    assertEquals(count, txids.size());
    int largest =
        cluster.nodes.stream()
            .flatMap(node -> node.signCalls.stream())
            .mapToInt(call -> call.getAuthorizeSeqsCount())
            .max()
            .orElse(0);
    assertTrue(largest > 1, "what waits is signed together");
    assertTrue(largest <= 32);
  }

  static StrongroomException refusal(org.junit.jupiter.api.function.Executable call) {
    return Errors.from(assertThrows(RuntimeException.class, call));
  }
}
