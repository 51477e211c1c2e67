package io.strongroom.node.session;

import io.strongroom.threshold.Abort;
import io.strongroom.threshold.PartyIndex;
import java.util.Set;

/// How a session ended. Public unless the result is secret.
public sealed interface Outcome<R> {

  /// What every outcome tells.
  Effort effort();

  /// What the session cost this party.
  ///
  /// @param rounds the highest round that this party sent
  /// @param cpuMicros processor time in the protocol's own code, microseconds
  record Effort(int rounds, long cpuMicros) {}

  /// The protocol gave its result.
  record Completed<R>(R result, Effort effort) implements Outcome<R> {

    /// Shows no result: it may be a secret.
    @Override
    public String toString() {
      return "Completed[" + effort + "]";
    }
  }

  /// The protocol refused somebody's messages.
  record Aborted<R>(Abort abort, Effort effort) implements Outcome<R> {}

  /// Somebody stayed silent for too long, or could not be reached.
  record TimedOut<R>(Set<PartyIndex> silent, String message, Effort effort) implements Outcome<R> {}

  /// This node itself stopped: its gate closed, the pair was burned, the caller left, the node
  /// shuts down.
  record Stopped<R>(String code, String message, Effort effort) implements Outcome<R> {}
}
