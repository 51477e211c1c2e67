package io.strongroom.threshold.sign;

import io.strongroom.threshold.PairSetup;
import io.strongroom.threshold.PartyIndex;

/// A pairwise check that failed, with the received bytes, ready to be computed once more from
/// freshly loaded set-up: step 1 of the burn procedure (`docs/protocol.md`, section 17). Secret;
/// [#close] erases it.
public sealed interface FailedCheck extends AutoCloseable
    permits FailedExtensionCheck, FailedMultiplicationCheck {

  /// The peer whose message failed.
  PartyIndex peer();

  /// Computes the check again.
  ///
  /// @param reloaded the pair's set-up, loaded anew through its authenticated encryption; stays the
  ///   caller's
  /// @return true if it fails again, so that the pair must be burned; false if the first failure
  ///   was a fault of this machine
  boolean failsAgain(PairSetup reloaded);

  @Override
  void close();
}
