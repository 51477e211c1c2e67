package io.strongroom.custody.gate;

/// Why a node does not sign. Stable names, for programs.
public enum GateCode {
  /// The question itself is malformed: positions not ascending, of several vaults, or too many.
  BAD_REQUEST,
  /// The checkpoint is of no head of the node's own, or the position lies at or above it.
  NOT_COMMITTED,
  /// Fewer than q cosigners vouched for the head within the last 30 s.
  STALE_COSIGNATURES,
  /// The checkpoint's root is not the node's own.
  ROOT_MISMATCH,
  /// No AUTHORIZE in force stands at the position.
  NOT_AUTHORIZED,
  /// The authorisation has its signatures already.
  ALREADY_SIGNED,
  /// The share holders, or this one, released it.
  RELEASED,
  CANCELLED,
  VETOED,
  FROZEN,
  /// The destination left the allowlist, or an approval that it needs was taken back.
  REVOKED,
  SIGN_BY_PASSED,
  /// A delay that began with a late entry has not passed since the node saw that entry.
  DELAY_NOT_ELAPSED,
  /// The request or an approval had expired when the node saw the late entry that needed it.
  EXPIRED,
  /// The logged digests are not what the plan gives.
  DIGEST_MISMATCH,
  VAULT_NOT_ACTIVE
}
