package io.strongroom.platform.process;

import io.strongroom.platform.config.ConfigException;
import io.strongroom.platform.files.DiskErrors;
import io.strongroom.platform.seal.SealException;
import io.strongroom.platform.store.CorruptStoreException;
import io.strongroom.platform.store.StoreFailedException;
import io.strongroom.platform.tls.PinException;
import java.io.IOException;
import java.net.BindException;
import java.sql.SQLException;
import java.util.Set;

/// Why a process cannot start or go on: an exit code, and one sentence for its operator that says
/// what to do. Never holds a secret.
public final class ProcessFailure extends Exception {

  private static final long serialVersionUID = 1L;
  private static final int MAX_CAUSES = 32;

  /// H2: FILE_CORRUPTED_1, FILE_VERSION_ERROR_1; its storage engine reports most damage as
  /// GENERAL_ERROR_1.
  private static final Set<Integer> H2_CORRUPT = Set.of(90030, 90048);

  /// H2: DATABASE_ALREADY_OPEN_1.
  private static final int H2_ALREADY_OPEN = 90020;

  private final ExitCode exitCode;

  /// With the sentence to print.
  public ProcessFailure(ExitCode exitCode, String sentence) {
    super(sentence);
    this.exitCode = exitCode;
  }

  /// With the sentence to print, and the cause for the log.
  public ProcessFailure(ExitCode exitCode, String sentence, Throwable cause) {
    super(sentence, cause);
    this.exitCode = exitCode;
  }

  /// How to exit.
  public ExitCode exitCode() {
    return exitCode;
  }

  /// What to print.
  public String sentence() {
    return String.valueOf(getMessage());
  }

  /// What a failure means for the operator, found anywhere in its chain of causes.
  public static ProcessFailure of(Throwable failure) {
    if (DiskErrors.isFull(failure)) {
      return new ProcessFailure(
          ExitCode.DISK,
          "the disk is full: free some space and start again; nothing acknowledged was lost",
          failure);
    }
    Throwable current = failure;
    for (int depth = 0;
        current != null && depth < MAX_CAUSES;
        depth++, current = current.getCause()) {
      switch (current) {
        case ProcessFailure known -> {
          return known;
        }
        case SealException seal -> {
          return ofSeal(seal);
        }
        case ConfigException config -> {
          return failed(ExitCode.USAGE, config);
        }
        case PinException pin -> {
          return failed(ExitCode.IDENTITY, pin);
        }
        case CorruptStoreException corrupt -> {
          return failed(ExitCode.CORRUPT, corrupt);
        }
        case StoreFailedException store -> {
          return failed(ExitCode.DISK, store);
        }
        case SQLException sql when isCorrupt(sql) -> {
          return new ProcessFailure(
              ExitCode.CORRUPT,
              "the database is damaged: restore it, or let this process catch up from its peers",
              sql);
        }
        case SQLException sql when sql.getErrorCode() == H2_ALREADY_OPEN -> {
          return new ProcessFailure(ExitCode.USAGE, "the database is open in another process", sql);
        }
        default -> {
          // Wrapped by the framework: look further.
        }
      }
    }
    return ofRoot(failure);
  }

  /// A port that could not be bound.
  private static ProcessFailure portInUse(String host, int port, Throwable cause) {
    return new ProcessFailure(
        ExitCode.PORT_IN_USE,
        "cannot listen on "
            + host
            + ":"
            + port
            + ": something else uses the port, or the address is not this machine's",
        cause);
  }

  /// What a failure to start means, when the process was about to listen on this address.
  public static ProcessFailure ofStart(Throwable failure, String host, int port) {
    return isBind(failure) ? portInUse(host, port, failure) : of(failure);
  }

  private static boolean isBind(Throwable failure) {
    Throwable current = failure;
    for (int depth = 0;
        current != null && depth < MAX_CAUSES;
        depth++, current = current.getCause()) {
      if (current instanceof BindException
          || (current instanceof IOException
              && String.valueOf(current.getMessage()).startsWith("Failed to bind"))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isCorrupt(SQLException sql) {
    return H2_CORRUPT.contains(sql.getErrorCode())
        || String.valueOf(sql.getMessage()).contains("MVStoreException")
        || String.valueOf(sql.getMessage()).contains("File corrupted");
  }

  private static ProcessFailure ofSeal(SealException seal) {
    ExitCode code =
        switch (seal.reason()) {
          case WRONG_PASSPHRASE, BAD_PASSPHRASE, PERMISSIONS, NO_SOURCE ->
              ExitCode.WRONG_PASSPHRASE;
          case CORRUPT, VERSION, NO_SUCH_ENTRY -> ExitCode.CORRUPT;
          case WEAK_KDF, MISSING, EXISTS -> ExitCode.USAGE;
          case IO -> ExitCode.DISK;
        };
    return failed(code, seal);
  }

  private static ProcessFailure ofRoot(Throwable failure) {
    if (DiskErrors.isIo(failure)) {
      return new ProcessFailure(
          ExitCode.DISK, "reading or writing failed: " + failure.getMessage(), failure);
    }
    return new ProcessFailure(
        ExitCode.FAILURE,
        "unexpected failure (" + failure.getClass().getSimpleName() + "); see the log",
        failure);
  }

  private static ProcessFailure failed(ExitCode code, Exception known) {
    return new ProcessFailure(code, String.valueOf(known.getMessage()), known);
  }
}
