package io.strongroom.coordinator.chain;

import java.util.Locale;

/// Why a node did not take a transaction, read from its wording: for people and for retry
/// decisions, never for safety.
public enum RefusalReason {
  /// The nonce is used up by a mined transaction.
  NONCE_TOO_LOW,
  /// The fee is below what the node or a replacement asks for.
  UNDERPRICED,
  /// The account cannot pay value and fee.
  INSUFFICIENT_FUNDS,
  /// Anything else.
  OTHER;

  static RefusalReason of(String message) {
    String lower = message.toLowerCase(Locale.ROOT);
    if (lower.contains("nonce too low")
        || lower.contains("nonce_too_low")
        || lower.contains("nonce is too low")) {
      return NONCE_TOO_LOW;
    }
    if (lower.contains("underpriced")
        || lower.contains("less than block base fee")
        || lower.contains("lower than the current base fee")) {
      return UNDERPRICED;
    }
    if (lower.contains("insufficient funds") || lower.contains("insufficient balance")) {
      return INSUFFICIENT_FUNDS;
    }
    return OTHER;
  }
}
