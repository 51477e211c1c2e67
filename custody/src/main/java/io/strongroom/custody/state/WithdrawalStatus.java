package io.strongroom.custody.state;

/// Where a withdrawal stands.
public enum WithdrawalStatus {
  /// Logged, not yet decided: seen only in a history.
  SUBMITTED,
  /// Refused by policy. Final.
  DENIED,
  /// Waits for approvals.
  PENDING,
  /// Approved; waits for its delay or for a freeze to be lifted.
  TIMELOCKED,
  /// May be authorised; its amount is reserved.
  READY,
  /// Authorised: its amount is spent.
  AUTHORIZED,
  /// Signed. Final for custody; the chain goes on.
  SIGNED,
  /// So many rejected it that its quorum became impossible. Final.
  REJECTED,
  /// Cancelled by its initiator, or vetoed. Final.
  CANCELLED,
  /// Too late. Final.
  EXPIRED;

  /// Whether nothing but information about the chain may follow.
  public boolean isFinal() {
    return switch (this) {
      case DENIED, SIGNED, REJECTED, CANCELLED, EXPIRED -> true;
      case SUBMITTED, PENDING, TIMELOCKED, READY, AUTHORIZED -> false;
    };
  }

  /// Whether it is still to be authorised.
  public boolean isOpen() {
    return switch (this) {
      case SUBMITTED, PENDING, TIMELOCKED, READY -> true;
      case AUTHORIZED, DENIED, SIGNED, REJECTED, CANCELLED, EXPIRED -> false;
    };
  }
}
