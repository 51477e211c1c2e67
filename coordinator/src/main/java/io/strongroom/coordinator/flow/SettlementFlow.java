package io.strongroom.coordinator.flow;

import io.strongroom.chain.ethereum.SignedTransfer;
import io.strongroom.coordinator.chain.EthereumGateway;
import io.strongroom.coordinator.chain.GatewayException;
import io.strongroom.coordinator.chain.TransferStatus;
import io.strongroom.coordinator.sequence.RequestLog;
import io.strongroom.coordinator.sequence.Sequencer;
import io.strongroom.coordinator.sequence.Speaker;
import io.strongroom.custody.state.ChainReport;
import io.strongroom.custody.state.State;
import io.strongroom.custody.state.Withdrawal;
import io.strongroom.custody.state.WithdrawalStatus;
import io.strongroom.custody.statement.ChainStatus;
import io.strongroom.custody.statement.Envelope;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands signed transactions to the chain and logs what becomes of them. Information only: nothing
/// that this flow reports frees a budget or a nonce.
///
/// A transfer is followed by its sender and nonce: any valid signature of the authorised digest may
/// be the one that settles.
@Singleton
public final class SettlementFlow {

  private static final long PERIOD_MS = 1_000;

  /// Blocks before the first look in which a transfer of an earlier run may have been mined.
  private static final long LOOK_BACK_BLOCKS = 255;

  private static final Logger LOG = LoggerFactory.getLogger(SettlementFlow.class);

  private final RequestLog log;
  private final Sequencer sequencer;
  private final Speaker speaker;
  private final ChainFees fees;
  private final Optional<EthereumGateway> gateway;
  private final Map<Long, Long> startBlocks = new HashMap<>();
  private final Map<Long, Long> lookedAt = new HashMap<>();
  private final Set<Long> open = new HashSet<>();
  private final Semaphore work = new Semaphore(1);
  private final Thread thread = Thread.ofVirtual().name("settlement-flow").unstarted(this::run);
  private long scanned;

  SettlementFlow(
      RequestLog log,
      Sequencer sequencer,
      Speaker speaker,
      ChainFees fees,
      ChainGateways gateways) {
    this.log = log;
    this.sequencer = sequencer;
    this.speaker = speaker;
    this.fees = fees;
    this.gateway = gateways.ethereum();
    log.listen(view -> work.release());
  }

  /// Begins, with what the log left open. Nothing to do where no chain is configured.
  public void start() {
    if (gateway.isPresent()) {
      thread.start();
    }
  }

  private void run() {
    try {
      while (true) {
        if (fees.refresh()) {
          sequencer.wake();
        }
        discover(log.view().state());
        for (long seq : List.copyOf(open)) {
          follow(seq);
        }
        if (work.tryAcquire(PERIOD_MS, TimeUnit.MILLISECONDS)) {
          work.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void discover(State state) {
    for (; scanned < state.size(); scanned++) {
      if (state.withdrawalOfAuthorize(scanned).isPresent()) {
        open.add(scanned);
      }
    }
  }

  private void follow(long seq) {
    Withdrawal withdrawal = log.view().state().withdrawalOfAuthorize(seq).orElse(null);
    if (withdrawal == null || withdrawal.released().contains(seq) || isOver(withdrawal)) {
      close(seq);
      return;
    }
    if (withdrawal.status() != WithdrawalStatus.SIGNED || notYet(seq)) {
      return;
    }
    lookedAt.put(seq, System.nanoTime());
    try {
      settle(gateway.orElseThrow(), withdrawal, seq);
    } catch (GatewayException.Unreachable e) {
      LOG.debug("the chain's node cannot be reached", e);
    } catch (GatewayException | RuntimeException e) {
      LOG.warn("the transfer of {} cannot be settled now: {}", seq, e.getMessage());
    }
  }

  private static boolean isOver(Withdrawal withdrawal) {
    return withdrawal
        .chainReport()
        .filter(report -> report.status().equals(ChainStatus.FINAL.name()))
        .isPresent();
  }

  /// What is not on the chain yet is sent at once; what is there is looked at every period.
  private boolean notYet(long seq) {
    Long last = lookedAt.get(seq);
    return last != null && System.nanoTime() - last < TimeUnit.MILLISECONDS.toNanos(PERIOD_MS);
  }

  private void close(long seq) {
    open.remove(seq);
    lookedAt.remove(seq);
    startBlocks.remove(seq);
  }

  private void settle(EthereumGateway chain, Withdrawal withdrawal, long seq)
      throws GatewayException {
    SignedTransfer transfer = SignedTransfers.of(withdrawal);
    String txid = transfer.transactionId();
    Optional<ChainReport> last = withdrawal.chainReport();
    if (!startBlocks.containsKey(seq)) {
      long latest = chain.blockNumber();
      startBlocks.put(seq, last.isEmpty() ? latest : Math.max(0, latest - LOOK_BACK_BLOCKS));
    }
    if (last.isEmpty()) {
      chain.sendRaw(transfer);
      say(speaker.broadcast(seq, txid));
      return;
    }
    TransferStatus status =
        chain.statusOf(
            transfer.sender(), transfer.plan().nonce(), txid, startBlocks.getOrDefault(seq, 0L));
    switch (status) {
      case TransferStatus.NotSeen _ -> {
        chain.sendRaw(transfer);
        report(seq, last.get(), txid, ChainStatus.DROPPED, 0, 0);
      }
      case TransferStatus.Mempool _ -> report(seq, last.get(), txid, ChainStatus.MEMPOOL, 0, 0);
      case TransferStatus.Confirmed mined ->
          report(
              seq,
              last.get(),
              txid,
              mined.succeeded() ? ChainStatus.CONFIRMED : ChainStatus.FAILED,
              mined.block(),
              mined.depth() + 1);
      case TransferStatus.Final mined -> {
        report(
            seq,
            last.get(),
            txid,
            mined.succeeded() ? ChainStatus.FINAL : ChainStatus.FAILED,
            mined.block(),
            mined.depth() + 1);
        close(seq);
      }
      case TransferStatus.ReplacedBy other -> replaced(seq, last.get(), transfer, other);
      case TransferStatus.NonceUsed used -> startBlocks.put(seq, used.scannedTo() + 1);
    }
  }

  private void replaced(
      long seq, ChainReport last, SignedTransfer transfer, TransferStatus.ReplacedBy other) {
    boolean same =
        other.transfer().map(SignedTransfer::plan).filter(transfer.plan()::equals).isPresent();
    if (same) {
      ChainStatus status = other.isFinal() ? ChainStatus.FINAL : ChainStatus.CONFIRMED;
      report(seq, last, other.txid(), status, other.block(), other.depth() + 1);
    } else {
      LOG.error(
          "ALARM: the vault's nonce {} was spent by {}, which no AUTHORIZE of {} covers",
          transfer.plan().nonce(),
          other.txid(),
          seq);
      report(seq, last, other.txid(), ChainStatus.FAILED, other.block(), other.depth() + 1);
    }
    if (other.isFinal()) {
      close(seq);
    }
  }

  /// Logs a status when it is another than the last one: confirmations that merely grow are not
  /// worth an entry.
  private void report(
      long seq, ChainReport last, String txid, ChainStatus status, long block, long confirmations) {
    if (!last.status().equals(status.name()) || !last.txid().equals(txid)) {
      say(speaker.confirmed(seq, txid, status, block, confirmations, last.seq()));
    }
  }

  private void say(Envelope statement) {
    var _ =
        sequencer
            .submit(statement, Optional.empty())
            .whenComplete((placed, failure) -> {
              if (failure != null) {
                LOG.debug("a report of the chain was not logged", failure);
              }
            });
  }

  @PreDestroy
  void close() {
    thread.interrupt();
  }
}
