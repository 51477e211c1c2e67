package io.strongroom.custody.log;

/// A Merkle proof proves nothing. Bad input, never our bug.
public final class InvalidProofException extends Exception {

  private static final long serialVersionUID = 1L;

  /// Why, for programs.
  public enum Code {
    /// The leaf's index is not below the tree's size, or a size is negative.
    BAD_INDEX,
    /// The sizes do not ascend.
    BAD_SIZE,
    /// The path has more or fewer hashes than index and size demand.
    WRONG_LENGTH,
    /// The path leads to another root.
    ROOT_MISMATCH
  }

  private final Code code;

  /// Names the fault.
  public InvalidProofException(Code code, String message) {
    super(message);
    this.code = code;
  }

  public Code code() {
    return code;
  }
}
