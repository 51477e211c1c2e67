package io.strongroom.platform.seal;

/// Why a sealed thing could not be opened or written. Messages never hold secrets.
public final class SealException extends Exception {

  private static final long serialVersionUID = 1L;

  /// What is wrong.
  public enum Reason {
    /// The passphrase does not open this keystore.
    WRONG_PASSPHRASE,
    /// The file or an entry was damaged, cut or changed.
    CORRUPT,
    /// The file is of a version that this software does not know.
    VERSION,
    /// The work factor is below the floor and nobody asked for a demonstration.
    WEAK_KDF,
    /// The passphrase is too short, too long or empty.
    BAD_PASSPHRASE,
    /// A passphrase file may be read by others, or is no file.
    PERMISSIONS,
    /// There is no terminal, descriptor or file to read from.
    NO_SOURCE,
    /// The file is not there.
    MISSING,
    /// The file is already there.
    EXISTS,
    /// No entry has this name.
    NO_SUCH_ENTRY,
    /// Reading or writing failed; see the cause.
    IO
  }

  private final Reason reason;
  private final String entry;

  SealException(Reason reason, String message) {
    this(reason, "", message, null);
  }

  SealException(Reason reason, String entry, String message) {
    this(reason, entry, message, null);
  }

  SealException(
      Reason reason,
      String entry,
      String message,
      @org.jspecify.annotations.Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.entry = entry;
  }

  /// What is wrong.
  public Reason reason() {
    return reason;
  }

  /// The entry at fault, or empty when it is the whole file.
  public String entry() {
    return entry;
  }
}
