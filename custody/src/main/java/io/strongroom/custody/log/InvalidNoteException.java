package io.strongroom.custody.log;

/// A signed note or checkpoint is not what it should be. Bad input, never our bug.
public final class InvalidNoteException extends Exception {

  private static final long serialVersionUID = 1L;

  /// Why, for programs.
  public enum Code {
    /// Not of the format.
    MALFORMED,
    /// More bytes or signature lines than allowed.
    TOO_LARGE,
    /// A checkpoint of another log.
    ORIGIN_MISMATCH,
    /// A signature in the name of the log's key that does not verify.
    BAD_LOG_SIGNATURE,
    /// The log's key has not signed.
    MISSING_LOG_SIGNATURE,
    /// A cosignature in the name of a known cosigner that does not verify, or whose time is out of
    /// range.
    BAD_COSIGNATURE,
    /// Not a cosignature of the expected cosigner.
    UNKNOWN_COSIGNER
  }

  private final Code code;

  /// Names the fault.
  public InvalidNoteException(Code code, String message) {
    super(message);
    this.code = code;
  }

  public Code code() {
    return code;
  }
}
