package io.strongroom.custody.gate;

/// The gate stays closed; carries the refusal out of the checks.
final class ClosedGateException extends Exception {
  private static final long serialVersionUID = 1L;

  private final GateCode code;
  private final long seq;

  ClosedGateException(GateCode code, long seq, String message) {
    super(message);
    this.code = code;
    this.seq = seq;
  }

  GateVerdict.Refused refused() {
    return new GateVerdict.Refused(code, seq, String.valueOf(getMessage()));
  }
}
