package io.strongroom.threshold.sign;

import io.strongroom.threshold.EcdsaSignature;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.wire.Inbox;
import io.strongroom.threshold.wire.ProtocolAbort;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// A state of a signing session: this party has computed the messages of a round and waits for
/// those of the others.
///
/// Secret. A round is stepped once; it is then spent and stepping it again throws. A successful
/// step hands what the next round needs over to it; [#close] erases what the round still holds.
public sealed interface SigningRound extends AutoCloseable
    permits CommitRound, MultiplyRound, MaskRound, FragmentRound {

  /// 1-based number.
  int number();

  /// What this party sends in this round.
  Messages messages();

  /// Whether every message of this round has arrived.
  boolean isComplete(Inbox inbox);

  /// Checks everything received, in the order of the specification, and moves on.
  ///
  /// @throws ProtocolAbort if a check fails; nothing of the next round exists then
  /// @throws IllegalStateException if the round is spent
  Transition step(Inbox inbox) throws ProtocolAbort;

  /// After an abort that asks for a burn: the check that failed, to be repeated with freshly loaded
  /// set-up.
  default Optional<FailedCheck> failedCheck() {
    return Optional.empty();
  }

  @Override
  void close();

  /// The payloads of one round.
  ///
  /// @param broadcast the same for every peer, if the round has one
  /// @param direct per peer; empty if the round has none
  /// @param carriesFragment whether the payloads hold signature fragments
  record Messages(
      Optional<byte[]> broadcast, SortedMap<PartyIndex, byte[]> direct, boolean carriesFragment) {}

  /// What a step leads to.
  sealed interface Transition {

    /// The next round.
    record Next(SigningRound round) implements Transition {}

    /// The verified signatures, one per request.
    record Signed(List<EcdsaSignature> signatures) implements Transition {}
  }
}
