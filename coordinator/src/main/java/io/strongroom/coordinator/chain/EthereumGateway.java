package io.strongroom.coordinator.chain;

import com.fasterxml.jackson.databind.JsonNode;
import io.strongroom.chain.ethereum.EthereumAddress;
import io.strongroom.chain.ethereum.EthereumChain;
import io.strongroom.chain.ethereum.SignedTransfer;
import java.math.BigInteger;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/// One Ethereum node over JSON-RPC. Every answer is bounded in size and checked in form; every call
/// ends within the timeout. All calls may be repeated. Safe for several threads.
///
/// What it reports is that node's view and binds nobody; see the package's description.
public final class EthereumGateway implements AutoCloseable {

  /// Blocks on top that count as final where the node does not report finality (two epochs of 32
  /// slots).
  public static final long FINAL_DEPTH = 64;

  /// Blocks that one call of [#statusOf] scans at most.
  public static final long MAX_SCANNED_BLOCKS = 256;

  /// The tip offered where the node suggests none: 1 gwei.
  public static final BigInteger FALLBACK_TIP_WEI = BigInteger.valueOf(1_000_000_000);

  private static final int STATUS_ATTEMPTS = 3;

  private final JsonRpcClient rpc;
  private final Clock clock;

  /// @param endpoint an http or https address; its path and query may hold an access key and are
  ///   never logged here
  /// @param clock stamps fee quotes
  /// @param timeout for each call as a whole
  /// @throws IllegalArgumentException if the endpoint or the timeout is unusable
  public EthereumGateway(URI endpoint, Clock clock, Duration timeout) {
    this.rpc = new JsonRpcClient(endpoint, timeout);
    this.clock = clock;
  }

  /// The chain that the node serves.
  public EthereumChain chain() throws GatewayException {
    long id = Quantities.small(rpc.call("eth_chainId"), "the chain id");
    if (id < 1 || id > EthereumChain.MAX_ID) {
      throw new GatewayException.BadResponse("the chain id is out of range");
    }
    return new EthereumChain(id);
  }

  /// Checks that the node serves `expected`.
  ///
  /// @throws GatewayException.WrongChain if it serves another chain
  public void requireChain(EthereumChain expected) throws GatewayException {
    EthereumChain served = chain();
    if (!served.equals(expected)) {
      throw new GatewayException.WrongChain(expected.toString(), served.toString());
    }
  }

  /// What to offer for a transfer now: the latest block's base fee, the node's suggested tip (or 1
  /// gwei where it has no suggestion), and a cap of twice the base fee and the tip.
  public FeeQuote feeQuote() throws GatewayException {
    JsonNode block = rpc.call("eth_getBlockByNumber", "latest", false);
    BigInteger base = Quantities.number(block.path("baseFeePerGas"), "the base fee");
    long number = Quantities.small(block.path("number"), "the block number");
    BigInteger tip = suggestedTip();
    BigInteger cap = base.shiftLeft(1).add(tip);
    return new FeeQuote(number, base, tip, cap, clock.instant());
  }

  private BigInteger suggestedTip() throws GatewayException {
    try {
      return Quantities.number(rpc.call("eth_maxPriorityFeePerGas"), "the suggested tip");
    } catch (GatewayException.Refused e) {
      return FALLBACK_TIP_WEI;
    }
  }

  /// The number of the latest block: where to start a scan for a transfer that is about to be sent.
  public long blockNumber() throws GatewayException {
    return Quantities.small(rpc.call("eth_blockNumber"), "the block number");
  }

  /// How many transactions of the account are mined: the next nonce if none waits.
  public long nonce(EthereumAddress account) throws GatewayException {
    return transactionCount(account, "latest");
  }

  /// The next nonce after the transactions that wait in the node's mempool.
  public long pendingNonce(EthereumAddress account) throws GatewayException {
    return transactionCount(account, "pending");
  }

  private long transactionCount(EthereumAddress account, String block) throws GatewayException {
    return Quantities.small(
        rpc.call("eth_getTransactionCount", account.canonical(), block), "the nonce");
  }

  /// The account's balance in the latest block.
  public BigInteger balanceWei(EthereumAddress account) throws GatewayException {
    return Quantities.number(
        rpc.call("eth_getBalance", account.canonical(), "latest"), "the balance");
  }

  /// Hands a signed transfer to the node. Idempotent: whatever reason a node gives for refusing a
  /// transaction, if it has that very transaction, waiting or mined, it counts as sent.
  ///
  /// @throws GatewayException.WrongChain before anything is sent, if the node serves another chain
  ///   than the plan's
  /// @throws GatewayException.Refused if the node refuses and does not have it
  /// @throws GatewayException.Unreachable if the outcome is unknown; send again
  public SendOutcome sendRaw(SignedTransfer transfer) throws GatewayException {
    requireChain(transfer.plan().chain());
    String txid = transfer.transactionId();
    try {
      JsonNode answer =
          rpc.call("eth_sendRawTransaction", "0x" + HexFormat.of().formatHex(transfer.raw()));
      if (!txid.equals(Quantities.hash(answer, "the transaction id"))) {
        throw new GatewayException.BadResponse(
            "the node reports another transaction id than that of the bytes sent");
      }
      return SendOutcome.SENT;
    } catch (GatewayException.Refused refused) {
      if (rpc.call("eth_getTransactionByHash", txid).isObject()) {
        return SendOutcome.ALREADY_KNOWN;
      }
      throw refused;
    }
  }

  /// What became of the transfer with this sender and nonce. It is followed by those two, not by
  /// its identifier alone: any valid signature of the authorised digest may be the one that
  /// settles.
  ///
  /// @param sender the vault's account
  /// @param nonce the plan's nonce
  /// @param txid the identifier under which it was sent: `0x` and 64 lower-case digits
  /// @param startBlock a block before which it cannot have been mined: the latest one when it was
  ///   signed
  /// @throws IllegalArgumentException if `nonce` or `startBlock` is negative or `txid` malformed
  public TransferStatus statusOf(EthereumAddress sender, long nonce, String txid, long startBlock)
      throws GatewayException {
    if (nonce < 0 || startBlock < 0 || !Quantities.isHash(txid)) {
      throw new IllegalArgumentException("nonce, txid or startBlock is malformed");
    }
    // Calls see different moments; where two contradict each other a block came between, and a new
    // look settles it.
    for (int attempt = 0; attempt < STATUS_ATTEMPTS; attempt++) {
      long latest = blockNumber();
      Optional<TransferStatus> mined = mined(sender, txid, latest);
      if (mined.isPresent()) {
        return mined.get();
      }
      if (nonce(sender) > nonce) {
        if (mined(sender, txid, latest).isEmpty()) {
          return scan(sender, nonce, txid, startBlock);
        }
        continue;
      }
      JsonNode waiting = rpc.call("eth_getTransactionByHash", txid);
      if (!waiting.isObject()) {
        return new TransferStatus.NotSeen();
      }
      if (!waiting.path("blockNumber").isTextual()) {
        return new TransferStatus.Mempool();
      }
    }
    return new TransferStatus.Mempool();
  }

  private Optional<TransferStatus> mined(EthereumAddress sender, String txid, long latest)
      throws GatewayException {
    JsonNode receipt = rpc.call("eth_getTransactionReceipt", txid);
    if (!receipt.path("blockNumber").isTextual()) {
      return Optional.empty();
    }
    if (!receipt.path("from").asText().toLowerCase(Locale.ROOT).equals(sender.canonical())) {
      throw new GatewayException.BadResponse("the receipt names another sender");
    }
    long block = Quantities.small(receipt.path("blockNumber"), "the receipt's block");
    long depth = Math.max(0, latest - block);
    boolean succeeded = Quantities.small(receipt.path("status"), "the receipt's status") == 1;
    return Optional.of(
        isFinal(block, depth)
            ? new TransferStatus.Final(block, depth, succeeded)
            : new TransferStatus.Confirmed(block, depth, succeeded));
  }

  /// The node's finality where it reports one, and only depth where it does not.
  private boolean isFinal(long block, long depth) throws GatewayException {
    try {
      JsonNode finalized = rpc.call("eth_getBlockByNumber", "finalized", false);
      if (finalized.isObject()) {
        return block <= Quantities.small(finalized.path("number"), "the finalized block");
      }
    } catch (GatewayException.Refused e) {
      // A chain without finality: depth decides.
    }
    return depth >= FINAL_DEPTH;
  }

  private TransferStatus scan(EthereumAddress sender, long nonce, String txid, long startBlock)
      throws GatewayException {
    long latest = blockNumber();
    long end = Math.min(latest, startBlock + MAX_SCANNED_BLOCKS - 1);
    for (long number = startBlock; number <= end; number++) {
      JsonNode block = rpc.call("eth_getBlockByNumber", Quantities.hex(number), true);
      if (!block.path("transactions").isArray()) {
        throw new GatewayException.BadResponse("the node does not have block " + number);
      }
      for (JsonNode transaction : block.path("transactions")) {
        if (SettledTransaction.matches(transaction, sender, nonce)) {
          return settled(
              SettledTransaction.read(transaction, sender), sender, txid, number, latest);
        }
      }
    }
    return new TransferStatus.NonceUsed(Math.max(end, startBlock - 1), latest);
  }

  private TransferStatus settled(
      SettledTransaction transaction, EthereumAddress sender, String txid, long block, long latest)
      throws GatewayException {
    long depth = Math.max(0, latest - block);
    if (transaction.txid().equals(txid)) {
      // Mined since the receipt was asked for.
      return mined(sender, txid, latest)
          .orElseThrow(() ->
              new GatewayException.BadResponse(
                  "the node has the transaction but no receipt of it"));
    }
    return new TransferStatus.ReplacedBy(
        transaction.txid(), block, depth, isFinal(block, depth), transaction.transfer());
  }

  /// Ends all calls at once.
  @Override
  public void close() {
    rpc.close();
  }
}
