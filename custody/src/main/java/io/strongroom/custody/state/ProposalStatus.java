package io.strongroom.custody.state;

/// Where a proposal stands.
public enum ProposalStatus {
  /// Waits for approvals.
  PENDING,
  /// Approved; waits for its delay.
  TIMELOCKED,
  /// Took effect. Final.
  EFFECTIVE,
  /// So many rejected it that its quorum became impossible, or it was vetoed. Final.
  REJECTED,
  /// Too late. Final.
  EXPIRED,
  /// Due, but no longer possible. Final.
  REFUSED;

  /// Whether it may still take effect.
  public boolean isOpen() {
    return this == PENDING || this == TIMELOCKED;
  }
}
