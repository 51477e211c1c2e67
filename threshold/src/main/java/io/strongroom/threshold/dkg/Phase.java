package io.strongroom.threshold.dkg;

import io.strongroom.threshold.Emission;
import io.strongroom.threshold.PendingKey;
import io.strongroom.threshold.wire.ProtocolAbort;

/// Where one party's run stands: the messages of a round were sent, those of the peers are awaited.
///
/// A phase is spent once it has advanced.
public sealed interface Phase extends AutoCloseable permits Round1Sent, Round2Sent, Round3Sent {

  /// Whether all messages of the round have arrived.
  boolean ready();

  /// Verifies everything received in the round, then prepares what follows.
  ///
  /// @throws ProtocolAbort if a check fails; nothing may be emitted any more
  Outcome advance() throws ProtocolAbort;

  /// Erases the secrets of this phase that were not handed on.
  @Override
  void close();

  /// What a round leads to.
  sealed interface Outcome {

    /// Messages to send and the next phase.
    record Next(Emission emission, Phase phase) implements Outcome {}

    /// The end of the run.
    record Done(PendingKey key) implements Outcome {}
  }

  /// Starts a run: the messages of round 1 and the first phase.
  static Outcome.Next start(Run run) {
    return Round1Sent.start(run);
  }
}
