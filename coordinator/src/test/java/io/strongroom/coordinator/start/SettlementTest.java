package io.strongroom.coordinator.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.proto.v1.GetClusterStatusRequest;
import io.strongroom.proto.v1.Withdrawal;
import io.strongroom.testkit.ethereum.AnvilNode;
import io.strongroom.testkit.ethereum.RequiredAnvil;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A signed withdrawal on a real Ethereum node.
final class SettlementTest {

  @TempDir Path root;

  @Test
  void signedWithdrawal_isBroadcastConfirmedAndFinal_alsoAcrossARestart() throws Exception {
    try (AnvilNode anvil = RequiredAnvil.start();
        TestCluster cluster = new TestCluster(root, "ethereum: {rpc: \"" + anvil.uri() + "\"}\n")) {
      anvil.setBalance(cluster.key.address(), TestCluster.ETHER.multiply(BigInteger.TEN));
      cluster.start().withVault();
      assertEquals(
          "ok",
          cluster
              .desk("ann")
              .getClusterStatus(GetClusterStatusRequest.getDefaultInstance())
              .getChainGateway());
      var _ = cluster.submit("ann", cluster.request("paid", 1));
      Withdrawal confirmed = awaitChain(cluster, "CONFIRMED");
      assertEquals("SIGNED", confirmed.getState());
      assertTrue(
          anvil
              .call("eth_getTransactionReceipt", confirmed.getTxid())
              .path("status")
              .asText()
              .equals("0x1"));

      cluster.restart();
      anvil.mine(70);
      List<String> seen = new ArrayList<>();
      watch(cluster).forEachRemaining(w -> seen.add(w.getChainState()));
      assertEquals("FINAL", seen.getLast(), "the stream ends there");
    }
  }

  private static Iterator<Withdrawal> watch(TestCluster cluster) {
    return cluster
        .desk("ann")
        .withDeadlineAfter(Await.LONGEST.toSeconds(), TimeUnit.SECONDS)
        .watchWithdrawal(TestCluster.ask("paid"));
  }

  private static Withdrawal awaitChain(TestCluster cluster, String state) {
    Iterator<Withdrawal> stream = watch(cluster);
    while (true) {
      Withdrawal now = stream.next();
      if (now.getChainState().equals(state)) {
        return now;
      }
    }
  }
}
