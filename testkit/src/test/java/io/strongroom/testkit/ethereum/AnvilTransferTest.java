package io.strongroom.testkit.ethereum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import io.strongroom.chain.ethereum.EthereumAddress;
import io.strongroom.chain.ethereum.EthereumChain;
import io.strongroom.chain.ethereum.EthereumPlan;
import io.strongroom.chain.ethereum.Secp256k1;
import io.strongroom.chain.ethereum.SignedTransfer;
import java.math.BigInteger;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A real node agrees with our bytes, digest, sender and transaction id.
final class AnvilTransferTest {

  private static final BigInteger ETHER = BigInteger.TEN.pow(18);
  private static final BigInteger GWEI = BigInteger.TEN.pow(9);
  private static final EthereumAddress TO =
      new EthereumAddress("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed");

  private static AnvilNode node;

  @BeforeAll
  static void start() {
    node = RequiredAnvil.start();
  }

  @AfterAll
  static void stop() {
    if (node != null) {
      node.close();
    }
  }

  private static EthereumPlan plan(EthereumChain chain, long nonce, BigInteger value) {
    return new EthereumPlan(chain, nonce, TO, value, GWEI.multiply(BigInteger.valueOf(30)), GWEI);
  }

  private static String send(SignedTransfer transfer) {
    return node.call("eth_sendRawTransaction", "0x" + HexFormat.of().formatHex(transfer.raw()))
        .asText();
  }

  @Test
  void signedTransfers_areMinedUnderOurTransactionId() {
    WholeTestKey key = new WholeTestKey(new BigInteger("5eed01", 16));
    node.setBalance(key.address(), ETHER.multiply(BigInteger.TEN));
    BigInteger before = node.balanceWei(TO);
    node.setAutomine(false);

    for (long nonce = 0; nonce < 3; nonce++) {
      EthereumPlan plan = plan(AnvilNode.CHAIN, nonce, ETHER);
      SignedTransfer transfer = new SignedTransfer(plan, key.sign(plan.signingDigest()));
      assertEquals(transfer.transactionId(), send(transfer));
      node.mine(1);

      JsonNode receipt = node.call("eth_getTransactionReceipt", transfer.transactionId());
      assertEquals("0x1", receipt.path("status").asText());
      assertEquals("0x5208", receipt.path("gasUsed").asText());
      assertEquals(key.address().canonical(), receipt.path("from").asText());
      assertEquals(TO.canonical(), receipt.path("to").asText());
      JsonNode raw = node.call("eth_getRawTransactionByHash", transfer.transactionId());
      assertEquals(
          transfer, SignedTransfer.decode(HexFormat.of().parseHex(raw.asText().substring(2))));
    }
    assertEquals(before.add(ETHER.multiply(BigInteger.valueOf(3))), node.balanceWei(TO));
  }

  @Test
  void transferOfAnotherChain_isRefusedByTheNode() {
    WholeTestKey key = new WholeTestKey(new BigInteger("5eed02", 16));
    node.setBalance(key.address(), ETHER);
    EthereumPlan plan = plan(new EthereumChain(1), 0, GWEI);

    assertThrows(
        IllegalStateException.class,
        () -> send(new SignedTransfer(plan, key.sign(plan.signingDigest()))));
  }

  @Test
  void signatureVariants_areAllValidAndAllDiffer() {
    WholeTestKey key = new WholeTestKey(new BigInteger("5eed03", 16));
    EthereumPlan plan = plan(AnvilNode.CHAIN, 0, GWEI);
    byte[] digest = plan.signingDigest();
    SignedTransfer first = new SignedTransfer(plan, key.sign(digest));
    SignedTransfer second = new SignedTransfer(plan, key.sign(digest, 1));

    assertNotEquals(first.transactionId(), second.transactionId());
    assertEquals(first.sender(), second.sender());
    assertArrayEquals(key.publicKey33(), Secp256k1.recoverVarTime(digest, second.signature()));
  }

  @Test
  void mining_isUnderTheTestsControl() {
    long start = node.blockNumber();
    node.mine(5);
    assertEquals(start + 5, node.blockNumber());
  }
}
