package io.strongroom.custody.statement;

/// Where a broadcast transaction stands on its chain.
public enum ChainStatus {
  MEMPOOL,
  CONFIRMED,
  FINAL,
  DROPPED,
  FAILED
}
