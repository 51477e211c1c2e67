package io.strongroom.coordinator.chain;

import io.strongroom.chain.ethereum.SignedTransfer;
import java.util.Optional;

/// What became of a transfer on its chain, as one node sees it. Until [Final] anything may change
/// back (reorganisation).
public sealed interface TransferStatus {

  /// The node has neither this transaction nor another mined one with its sender and nonce: never
  /// sent, or dropped.
  record NotSeen() implements TransferStatus {}

  /// It waits to be mined.
  record Mempool() implements TransferStatus {}

  /// It is in a block.
  ///
  /// @param depth blocks on top of its own
  /// @param succeeded whether the value moved; a recipient that is a contract can make a transfer
  ///   fail and keep the fee
  record Confirmed(long block, long depth, boolean succeeded) implements TransferStatus {}

  /// It is in a block that the chain's finality covers, or with 64 blocks on top where the node
  /// knows no finality.
  record Final(long block, long depth, boolean succeeded) implements TransferStatus {}

  /// Another transaction with its sender and nonce was mined, so this one never will be (short of a
  /// reorganisation).
  ///
  /// @param txid the other's identifier
  /// @param depth blocks on top of its own
  /// @param isFinal as for [Final]
  /// @param transfer the other, where it is a native transfer whose bytes have that identifier. An
  ///   equal plan means that the authorised payment settled under another valid signature; empty or
  ///   another plan is an alarm
  record ReplacedBy(
      String txid, long block, long depth, boolean isFinal, Optional<SignedTransfer> transfer)
      implements TransferStatus {}

  /// The nonce is used up, but by none of the transactions in the blocks that were scanned.
  ///
  /// @param scannedTo the last block scanned; asking again from the next one goes on
  /// @param latest the latest block
  record NonceUsed(long scannedTo, long latest) implements TransferStatus {}
}
