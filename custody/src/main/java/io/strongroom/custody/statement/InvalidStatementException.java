package io.strongroom.custody.statement;

/// Refusal of bytes that should have been a statement, an envelope, a leaf or a canonical document.
/// Bad input, never our bug.
public final class InvalidStatementException extends Exception {

  private static final long serialVersionUID = 1L;

  /// Why, for programs.
  public enum Code {
    /// Not JSON at all.
    NOT_JSON,
    /// JSON, but other bytes than canonicalising its value gives.
    NOT_CANONICAL,
    /// One object names a key twice.
    DUPLICATE_KEY,
    /// A number that is no integer of 0..2^53-1.
    BAD_NUMBER,
    /// A character outside printable ASCII.
    BAD_TEXT,
    /// Nested deeper than [CanonicalJson#MAX_DEPTH].
    TOO_DEEP,
    /// More bytes, entries or characters than allowed.
    TOO_LARGE,
    /// A required field is absent.
    MISSING_FIELD,
    /// A field that the closed schema does not know.
    UNKNOWN_FIELD,
    /// A field's value is of the wrong type, form or range.
    BAD_FIELD,
    /// Fields that are valid alone contradict each other.
    INCONSISTENT,
    /// Base64 that is not the one standard encoding of its bytes.
    BAD_BASE64,
    /// A payload type or kind that is unknown or not the expected one.
    BAD_TYPE,
    /// A signature that does not verify.
    BAD_SIGNATURE,
    /// A signature is required and absent.
    MISSING_SIGNATURE,
    /// Signed by a key id that has no part in it.
    UNKNOWN_SIGNER,
    /// Genesis parameters with which two conflicting histories could commit, or none.
    UNSAFE_QUORUM
  }

  private final Code code;
  private final String field;

  /// Names the fault.
  ///
  /// @param code why
  /// @param field path of the offending field, such as `nodes[2].tls`; empty for the document as a
  ///   whole; public data
  /// @param message for people; public data
  public InvalidStatementException(Code code, String field, String message) {
    super(field.isEmpty() ? message : field + ": " + message);
    this.code = code;
    this.field = field;
  }

  public Code code() {
    return code;
  }

  /// Path of the offending field; empty for the document as a whole.
  public String field() {
    return field;
  }
}
