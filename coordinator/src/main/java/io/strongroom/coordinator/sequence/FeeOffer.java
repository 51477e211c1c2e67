package io.strongroom.coordinator.sequence;

import java.math.BigInteger;
import java.util.Optional;

/// What transfers offer for gas right now. Never blocks: whoever knows keeps it current.
@FunctionalInterface
public interface FeeOffer {

  /// The newest fees; empty while nobody knows them.
  Optional<Fees> current();

  /// Fees in wei per gas.
  ///
  /// @param leastPerGasWei below which a transfer would not be mined soon
  /// @param maxFeePerGasWei what to offer at most
  /// @param tipWei priority fee
  record Fees(BigInteger leastPerGasWei, BigInteger maxFeePerGasWei, BigInteger tipWei) {}
}
