package io.strongroom.coordinator.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.strongroom.chain.ethereum.EthereumAddress;
import io.strongroom.chain.ethereum.EthereumChain;
import io.strongroom.chain.ethereum.EthereumPlan;
import io.strongroom.chain.ethereum.SignedTransfer;
import io.strongroom.testkit.ethereum.AnvilNode;
import io.strongroom.testkit.ethereum.RequiredAnvil;
import io.strongroom.testkit.ethereum.WholeTestKey;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The gateway against a real Ethereum node that mines only when told.
final class EthereumGatewayTest {

  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  private static final BigInteger ETHER = BigInteger.TEN.pow(18);
  private static final BigInteger GWEI = BigInteger.TEN.pow(9);
  private static final EthereumAddress TO =
      new EthereumAddress("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed");

  private static AnvilNode node;
  private static EthereumGateway gateway;
  private static int accounts;

  private WholeTestKey key;
  private EthereumAddress sender;

  @BeforeAll
  static void start() {
    node = RequiredAnvil.start();
    node.setAutomine(false);
    gateway =
        new EthereumGateway(node.uri(), Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofSeconds(10));
  }

  @AfterAll
  static void stop() {
    if (gateway != null) {
      gateway.close();
    }
    if (node != null) {
      node.close();
    }
  }

  @BeforeEach
  void fundANewAccount() {
    accounts++;
    key = new WholeTestKey(BigInteger.valueOf(0x5eed0000L + accounts));
    sender = key.address();
    node.setBalance(sender, ETHER);
  }

  private static EthereumPlan plan(long nonce, long valueGwei, long capGwei) {
    BigInteger value = GWEI.multiply(BigInteger.valueOf(valueGwei));
    BigInteger cap = GWEI.multiply(BigInteger.valueOf(capGwei));
    return new EthereumPlan(AnvilNode.CHAIN, nonce, TO, value, cap, cap.shiftRight(1));
  }

  private SignedTransfer sign(EthereumPlan plan, int variant) {
    return new SignedTransfer(plan, key.sign(plan.signingDigest(), variant));
  }

  private TransferStatus statusOf(SignedTransfer transfer, long startBlock)
      throws GatewayException {
    return gateway.statusOf(sender, transfer.plan().nonce(), transfer.transactionId(), startBlock);
  }

  @Test
  void chain_isReportedAndChecked() throws GatewayException {
    assertEquals(AnvilNode.CHAIN, gateway.chain());
    gateway.requireChain(AnvilNode.CHAIN);
    GatewayException wrong =
        assertThrows(
            GatewayException.WrongChain.class, () -> gateway.requireChain(new EthereumChain(1)));
    assertEquals("the Ethereum node serves eip155:31337, not eip155:1", wrong.getMessage());
  }

  @Test
  void feeQuote_isTwiceTheBaseFeeAndTheTip() throws GatewayException {
    node.mine(1);
    FeeQuote quote = gateway.feeQuote();

    assertEquals(
        quote.baseFeePerGasWei().shiftLeft(1).add(quote.maxPriorityFeePerGasWei()),
        quote.maxFeePerGasWei());
    assertEquals(node.blockNumber(), quote.block());
    assertEquals(1, quote.baseFeePerGasWei().signum());
    assertEquals(NOW, quote.at());
  }

  @Test
  void accountViews_followTheChain() throws GatewayException {
    assertEquals(ETHER, gateway.balanceWei(sender));
    assertEquals(0, gateway.nonce(sender));

    gateway.sendRaw(sign(plan(0, 5, 20), 0));
    assertEquals(0, gateway.nonce(sender));
    assertEquals(1, gateway.pendingNonce(sender));

    node.mine(1);
    assertEquals(1, gateway.nonce(sender));
    assertEquals(1, gateway.pendingNonce(sender));
  }

  @Test
  void transfer_isFollowedFromUnseenToFinal() throws GatewayException {
    long start = gateway.blockNumber();
    SignedTransfer transfer = sign(plan(0, 5, 20), 0);
    assertEquals(new TransferStatus.NotSeen(), statusOf(transfer, start));

    assertEquals(SendOutcome.SENT, gateway.sendRaw(transfer));
    assertEquals(new TransferStatus.Mempool(), statusOf(transfer, start));

    node.mine(1);
    assertEquals(new TransferStatus.Confirmed(start + 1, 0, true), statusOf(transfer, start));

    node.mine(63);
    assertEquals(new TransferStatus.Confirmed(start + 1, 63, true), statusOf(transfer, start));

    node.mine(1);
    assertEquals(new TransferStatus.Final(start + 1, 64, true), statusOf(transfer, start));
  }

  @Test
  void sending_isIdempotentBeforeAndAfterMining() throws GatewayException {
    SignedTransfer transfer = sign(plan(0, 5, 20), 0);
    assertEquals(SendOutcome.SENT, gateway.sendRaw(transfer));
    assertEquals(SendOutcome.ALREADY_KNOWN, gateway.sendRaw(transfer));

    node.mine(1);
    assertEquals(SendOutcome.ALREADY_KNOWN, gateway.sendRaw(transfer));
    assertEquals(1, gateway.nonce(sender));
  }

  @Test
  void otherTransferWithAUsedNonce_isRefused() throws GatewayException {
    gateway.sendRaw(sign(plan(0, 5, 20), 0));
    node.mine(1);

    GatewayException.Refused refused =
        assertThrows(
            GatewayException.Refused.class, () -> gateway.sendRaw(sign(plan(0, 6, 20), 0)));
    assertEquals(RefusalReason.NONCE_TOO_LOW, refused.reason());
  }

  @Test
  void unaffordableTransfer_isRefused() {
    GatewayException.Refused refused =
        assertThrows(
            GatewayException.Refused.class,
            () -> gateway.sendRaw(sign(plan(0, 2_000_000_000, 20), 0)));
    assertEquals(RefusalReason.INSUFFICIENT_FUNDS, refused.reason());
  }

  @Test
  void transferOfAnotherChain_isNotSent() {
    EthereumPlan plan = new EthereumPlan(new EthereumChain(1), 0, TO, GWEI, GWEI, GWEI);
    assertThrows(GatewayException.WrongChain.class, () -> gateway.sendRaw(sign(plan, 0)));
  }

  @Test
  void feeBump_isFoundAsTheReplacement() throws GatewayException {
    long start = gateway.blockNumber();
    SignedTransfer first = sign(plan(0, 5, 20), 0);
    SignedTransfer bump = sign(plan(0, 5, 60), 0);
    gateway.sendRaw(first);
    gateway.sendRaw(bump);
    assertEquals(new TransferStatus.NotSeen(), statusOf(first, start));

    node.mine(1);
    assertEquals(
        new TransferStatus.ReplacedBy(bump.transactionId(), start + 1, 0, false, Optional.of(bump)),
        statusOf(first, start));
    assertEquals(new TransferStatus.Confirmed(start + 1, 0, true), statusOf(bump, start));

    node.mine(64);
    assertEquals(
        new TransferStatus.ReplacedBy(bump.transactionId(), start + 1, 64, true, Optional.of(bump)),
        statusOf(first, start));
  }

  @Test
  void samePlanUnderAnotherSignature_isRecognisableAsThePlan() throws GatewayException {
    long start = gateway.blockNumber();
    EthereumPlan plan = plan(0, 5, 20);
    SignedTransfer logged = sign(plan, 0);
    SignedTransfer sentByAnother = sign(plan, 1);
    node.call("eth_sendRawTransaction", "0x" + HexFormat.of().formatHex(sentByAnother.raw()));
    node.mine(1);

    TransferStatus.ReplacedBy replaced =
        assertInstanceOf(TransferStatus.ReplacedBy.class, statusOf(logged, start));
    assertEquals(sentByAnother.transactionId(), replaced.txid());
    assertEquals(Optional.of(plan), replaced.transfer().map(SignedTransfer::plan));
  }

  @Test
  void usedNonceOutsideTheScannedBlocks_saysHowFarTheScanWent() throws GatewayException {
    SignedTransfer mined = sign(plan(0, 5, 20), 0);
    gateway.sendRaw(mined);
    node.mine(2);
    SignedTransfer never = sign(plan(0, 6, 20), 0);
    long latest = gateway.blockNumber();

    assertEquals(new TransferStatus.NonceUsed(latest, latest), statusOf(never, latest));
    assertEquals(new TransferStatus.NonceUsed(latest, latest), statusOf(never, latest + 1));

    node.mine(300);
    long end = latest + EthereumGateway.MAX_SCANNED_BLOCKS - 1;
    assertEquals(new TransferStatus.NonceUsed(end, latest + 300), statusOf(never, latest));
    assertInstanceOf(TransferStatus.ReplacedBy.class, statusOf(never, latest - 2));
  }

  @Test
  void transferThatAContractRefused_isConfirmedAsFailed() throws GatewayException {
    node.call("anvil_setCode", TO.canonical(), "0x600080fd");
    try {
      long start = gateway.blockNumber();
      SignedTransfer transfer = sign(plan(0, 5, 20), 0);
      gateway.sendRaw(transfer);
      node.mine(1);
      assertEquals(new TransferStatus.Confirmed(start + 1, 0, false), statusOf(transfer, start));
    } finally {
      node.call("anvil_setCode", TO.canonical(), "0x");
    }
  }

  @Test
  void malformedQuestions_areTheCallersError() {
    String txid = "0x" + "0".repeat(64);
    assertThrows(IllegalArgumentException.class, () -> gateway.statusOf(sender, -1, txid, 0));
    assertThrows(IllegalArgumentException.class, () -> gateway.statusOf(sender, 0, txid, -1));
    assertThrows(IllegalArgumentException.class, () -> gateway.statusOf(sender, 0, "0xabc", 0));
  }
}
