package io.strongroom.threshold;

/// Why a session was refused or stopped: the table of `docs/protocol.md` 17.
public enum AbortCode {
  /// A party stayed silent. Decided by the caller, who has the clock.
  TIMEOUT,
  /// Parameters are outside their ranges; refused before round 1.
  BAD_PARAMS,
  /// The epoch was confirmed before; refused before round 1.
  EPOCH_USED,
  /// The session identifier was recorded before; refused before round 1.
  SID_USED,
  /// A signed payload does not decode.
  ENCODING,
  /// Two different signed payloads for one slot.
  EQUIVOCATION,
  /// The round-1 broadcasts that parties saw differ.
  EQUIVOCATION_R1,
  /// The round-2 values that parties saw differ.
  EQUIVOCATION_R2,
  /// A commitment does not open.
  COMMIT_OPEN,
  /// A dealer's polynomial has the wrong number of coefficients.
  VSS_DEGREE,
  /// A proof of knowledge is invalid.
  POK,
  /// A zero-share seed does not open.
  ZSEED_OPEN,
  /// A constant term is not the prescribed one.
  RESHARE_CONST,
  /// A chain-code share is not the prescribed one.
  CHAINCODE,
  /// A confirmation's proof of knowledge is invalid.
  CONFIRM_POK,
  /// A share does not lie on the dealer's committed polynomial.
  SHARE,
  /// A punctured-tree message is inconsistent.
  PPRF_CHECK,
  /// A confirmation names another package.
  CONFIRM_MISMATCH,
  /// An OT-extension message is inconsistent.
  COT_CHECK,
  /// A vector-OLE message is inconsistent.
  RVOLE_CHECK,
  /// The peer's first multiplication input is not its nonce.
  GAMMA_U,
  /// The peer's second multiplication input is not its key share.
  GAMMA_V,
  /// The key shares do not add up to the key.
  SUM_PK,
  /// An event of probability about 2^-256.
  DEGENERATE,
  /// A fragment belongs to another request.
  FRAGMENT_MISMATCH,
  /// The combined signature does not verify.
  BAD_SIGNATURE
}
