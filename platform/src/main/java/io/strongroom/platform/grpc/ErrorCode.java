package io.strongroom.platform.grpc;

import io.grpc.Status;
import java.util.regex.Pattern;

/// A stable reason for a refusal, and the gRPC status that carries it.
///
/// The vocabulary is open, because the rules that refuse live elsewhere:
/// `ErrorCode.refused("FROZEN")`. Codes that any call may give are constants here.
///
/// @param reason upper-case, `[A-Z][A-Z0-9_]{0,63}`; clients may rely on it
/// @param status gRPC status code
public record ErrorCode(String reason, Status.Code status) {

  private static final Pattern FORM = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");

  /// The caller has no certificate that this cluster knows.
  public static final ErrorCode UNAUTHENTICATED =
      new ErrorCode("UNAUTHENTICATED", Status.Code.UNAUTHENTICATED);

  /// The caller is known and may not make this call.
  public static final ErrorCode ROLE_DENIED =
      new ErrorCode("ROLE_DENIED", Status.Code.PERMISSION_DENIED);

  /// The message is larger than this call allows.
  public static final ErrorCode TOO_LARGE =
      new ErrorCode("TOO_LARGE", Status.Code.RESOURCE_EXHAUSTED);

  /// The caller has too many calls in flight.
  public static final ErrorCode TOO_MANY_CALLS =
      new ErrorCode("TOO_MANY_CALLS", Status.Code.RESOURCE_EXHAUSTED);

  /// Our fault; the message holds an incident id and nothing else.
  public static final ErrorCode INTERNAL = new ErrorCode("INTERNAL", Status.Code.INTERNAL);

  /// The call took longer than its deadline. Whether it had an effect is not known.
  public static final ErrorCode DEADLINE = new ErrorCode("DEADLINE", Status.Code.DEADLINE_EXCEEDED);

  /// The caller gave up.
  public static final ErrorCode CANCELLED_CALL =
      new ErrorCode("CANCELLED_CALL", Status.Code.CANCELLED);

  /// Nobody answers, or the connection broke.
  public static final ErrorCode UNREACHABLE = new ErrorCode("UNREACHABLE", Status.Code.UNAVAILABLE);

  /// The process is up and not ready; the message says why.
  public static final ErrorCode NOT_READY = new ErrorCode("NOT_READY", Status.Code.UNAVAILABLE);

  /// The server's certificate is not the one that was expected.
  public static final ErrorCode SERVER_IDENTITY =
      new ErrorCode("SERVER_IDENTITY", Status.Code.UNAVAILABLE);

  /// The server refused this side's certificate.
  public static final ErrorCode CLIENT_IDENTITY =
      new ErrorCode("CLIENT_IDENTITY", Status.Code.UNAVAILABLE);

  /// The server does not know this call: it is older or newer.
  public static final ErrorCode UNIMPLEMENTED =
      new ErrorCode("UNIMPLEMENTED", Status.Code.UNIMPLEMENTED);

  /// Checks the form.
  ///
  /// @throws IllegalArgumentException when the reason is malformed or the status is OK
  public ErrorCode {
    if (!FORM.matcher(reason).matches()) {
      throw new IllegalArgumentException("a reason must match " + FORM.pattern());
    }
    if (status == Status.Code.OK) {
      throw new IllegalArgumentException("OK is no error");
    }
  }

  /// The input is malformed, whatever the state (INVALID_ARGUMENT).
  public static ErrorCode invalid(String reason) {
    return new ErrorCode(reason, Status.Code.INVALID_ARGUMENT);
  }

  /// The input is well-formed and the state or a rule says no (FAILED_PRECONDITION).
  public static ErrorCode refused(String reason) {
    return new ErrorCode(reason, Status.Code.FAILED_PRECONDITION);
  }

  /// There is no such thing (NOT_FOUND).
  public static ErrorCode notFound(String reason) {
    return new ErrorCode(reason, Status.Code.NOT_FOUND);
  }

  /// The identifier is taken by something else (ALREADY_EXISTS).
  public static ErrorCode conflict(String reason) {
    return new ErrorCode(reason, Status.Code.ALREADY_EXISTS);
  }

  /// This caller may not (PERMISSION_DENIED).
  public static ErrorCode denied(String reason) {
    return new ErrorCode(reason, Status.Code.PERMISSION_DENIED);
  }

  /// Lost a race; read again and retry at a higher level (ABORTED).
  public static ErrorCode aborted(String reason) {
    return new ErrorCode(reason, Status.Code.ABORTED);
  }

  /// A limit is reached (RESOURCE_EXHAUSTED).
  public static ErrorCode exhausted(String reason) {
    return new ErrorCode(reason, Status.Code.RESOURCE_EXHAUSTED);
  }

  /// Not now (UNAVAILABLE).
  public static ErrorCode unavailable(String reason) {
    return new ErrorCode(reason, Status.Code.UNAVAILABLE);
  }

  @Override
  public String toString() {
    return reason;
  }
}
