package io.strongroom.custody.replay;

/// Carries a refusal out of the checks.
final class RefusedReplayException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Replay.Refused refused;

  RefusedReplayException(Replay.Refused refused) {
    super(refused.message());
    this.refused = refused;
  }

  Replay.Refused refused() {
    return refused;
  }
}
