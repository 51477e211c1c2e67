package io.strongroom.cli.terminal;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.strongroom.chain.InvalidChainInputException;
import io.strongroom.custody.policy.InvalidPolicyException;
import io.strongroom.custody.statement.InvalidStatementException;
import io.strongroom.platform.config.ConfigException;
import io.strongroom.platform.files.StrictJson.JsonFormatException;
import io.strongroom.platform.grpc.Errors;
import io.strongroom.platform.grpc.StrongroomException;
import io.strongroom.platform.process.ExitCode;
import io.strongroom.platform.process.ProcessFailure;
import io.strongroom.platform.seal.SealException;
import io.strongroom.platform.tls.PinException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CancellationException;

/// What any failure means to whoever typed the command. No stack trace ever gets past this.
public final class Failures {

  private Failures() {}

  /// The failure as an exit code, a reason, a field and a sentence.
  public static CliException of(Throwable failure) {
    return switch (failure) {
      case CliException known -> known;
      case StrongroomException typed -> ofCall(typed);
      case StatusRuntimeException call -> ofCall(Errors.from(call));
      case StatusException call -> ofCall(Errors.from(call));
      case SealException seal -> ofSeal(seal);
      case ProcessFailure process -> ofProcess(process);
      case ConfigException config ->
          new CliException(Exit.USAGE, "CONFIG", "", message(config), config);
      case InvalidPolicyException policy ->
          new CliException(
              Exit.USAGE, "POLICY_INVALID", policy.path(), bare(policy.path(), policy), policy);
      case InvalidStatementException statement ->
          new CliException(
              Exit.USAGE,
              statement.code().name(),
              statement.field(),
              bare(statement.field(), statement),
              statement);
      case InvalidChainInputException chain ->
          new CliException(
              Exit.USAGE, "CHAIN_INPUT", chain.field(), bare(chain.field(), chain), chain);
      case JsonFormatException json ->
          new CliException(Exit.USAGE, "NOT_JSON", "", message(json), json);
      case PinException pin -> new CliException(Exit.FAILURE, "IDENTITY", "", message(pin), pin);
      case IOException io -> ofIo(io);
      case InterruptedException stop ->
          new CliException(Exit.FAILURE, "INTERRUPTED", "", "interrupted", stop);
      case CancellationException stop ->
          new CliException(Exit.FAILURE, "INTERRUPTED", "", "interrupted", stop);
      case OutOfMemoryError memory ->
          new CliException(
              Exit.FAILURE,
              "OUT_OF_MEMORY",
              "",
              "out of memory: opening a keystore alone needs 300 MiB",
              memory);
      default ->
          new CliException(
              Exit.FAILURE,
              "UNEXPECTED",
              "",
              "unexpected failure: "
                  + failure.getClass().getSimpleName()
                  + (failure.getMessage() == null ? "" : ": " + failure.getMessage()),
              failure);
    };
  }

  private static CliException ofCall(StrongroomException e) {
    return new CliException(
        exitOf(e.code().status()), e.code().reason(), e.field(), e.sentence(), e);
  }

  private static Exit exitOf(Status.Code status) {
    return switch (status) {
      case NOT_FOUND -> Exit.NOT_FOUND;
      case UNAVAILABLE, DEADLINE_EXCEEDED -> Exit.UNREACHABLE;
      case INVALID_ARGUMENT, OUT_OF_RANGE -> Exit.USAGE;
      case FAILED_PRECONDITION,
          PERMISSION_DENIED,
          UNAUTHENTICATED,
          ALREADY_EXISTS,
          RESOURCE_EXHAUSTED ->
          Exit.REFUSED;
      case OK, CANCELLED, UNKNOWN, ABORTED, UNIMPLEMENTED, INTERNAL, DATA_LOSS -> Exit.FAILURE;
    };
  }

  private static CliException ofSeal(SealException e) {
    Exit exit =
        switch (e.reason()) {
          case WRONG_PASSPHRASE, BAD_PASSPHRASE, PERMISSIONS, NO_SOURCE -> Exit.WRONG_PASSPHRASE;
          case WEAK_KDF, EXISTS, MISSING -> Exit.USAGE;
          case CORRUPT, VERSION, NO_SUCH_ENTRY, IO -> Exit.FAILURE;
        };
    return new CliException(exit, e.reason().name(), "", message(e), e);
  }

  private static CliException ofProcess(ProcessFailure e) {
    Exit exit =
        switch (e.exitCode()) {
          case USAGE -> Exit.USAGE;
          case WRONG_PASSPHRASE -> Exit.WRONG_PASSPHRASE;
          case OK, FAILURE, CORRUPT, PORT_IN_USE, DISK, CLOCK, IDENTITY -> Exit.FAILURE;
        };
    String code = e.exitCode() == ExitCode.USAGE ? "CONFIG" : e.exitCode().name();
    return new CliException(exit, code, "", e.sentence(), e);
  }

  private static CliException ofIo(IOException e) {
    return switch (e) {
      case NoSuchFileException missing ->
          new CliException(Exit.USAGE, "NO_SUCH_FILE", "", "there is no " + missing.getFile(), e);
      case FileAlreadyExistsException exists ->
          new CliException(
              Exit.USAGE, "EXISTS", "", exists.getFile() + " exists; nothing was overwritten", e);
      case AccessDeniedException denied ->
          new CliException(Exit.FAILURE, "ACCESS", "", "no permission for " + denied.getFile(), e);
      default ->
          new CliException(
              Exit.FAILURE, "IO", "", "reading or writing failed: " + e.getMessage(), e);
    };
  }

  private static String message(Throwable failure) {
    return String.valueOf(failure.getMessage());
  }

  /// The message without the field that stands before it.
  private static String bare(String field, Throwable failure) {
    String message = message(failure);
    String prefix = field + ": ";
    return !field.isEmpty() && message.startsWith(prefix)
        ? message.substring(prefix.length())
        : message;
  }
}
