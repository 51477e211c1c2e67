package io.strongroom.threshold;

/// What an abort asks of the process that ran the session (`docs/protocol.md` 17).
public enum Response {
  /// Try again under a new session identifier, as the retry rules allow.
  RETRY,
  /// Only a new session can make progress; find out what differed first.
  NEW_SESSION,
  /// Suspend the culprits: a signed message proves the fault.
  SUSPEND_SENDER,
  /// Burn the pair-wise set-up with the named peer, after the recheck, and cancel all sessions with
  /// it.
  BURN_PAIR,
  /// Stop and alarm: continuing needs an operator.
  STOP
}
