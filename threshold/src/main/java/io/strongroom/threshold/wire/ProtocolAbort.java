package io.strongroom.threshold.wire;

import io.strongroom.threshold.Abort;
import java.util.Objects;

/// Carries an [Abort] from the check that failed to the session that reports it as a value. Never
/// leaves the library; no stack trace, since peers can cause it.
public final class ProtocolAbort extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Abort abort;

  /// Wraps an abort.
  ///
  /// @param abort what to report
  public ProtocolAbort(Abort abort) {
    super(abort.code().name(), null, false, false);
    this.abort = Objects.requireNonNull(abort);
  }

  /// What to report.
  public Abort abort() {
    return abort;
  }
}
