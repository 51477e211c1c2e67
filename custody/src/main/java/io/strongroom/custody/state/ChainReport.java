package io.strongroom.custody.state;

/// What the chain gateway last reported. Information only: nothing depends on it.
///
/// @param status `BROADCAST`, or a [io.strongroom.custody.statement.ChainStatus]
/// @param block height; 0 if in no block
public record ChainReport(long seq, String status, String txid, long block, long confirmations) {}
