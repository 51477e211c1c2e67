package io.strongroom.platform.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.strongroom.platform.tls.PinException;
import io.strongroom.proto.v1.ErrorDetail;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Typed errors to and from the wire: a gRPC status, and the trailer `strongroom-error-bin` with an
/// `ErrorDetail`.
public final class Errors {

  /// The trailer.
  public static final Metadata.Key<byte[]> TRAILER =
      Metadata.Key.of("strongroom-error-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private static final int MAX_CAUSES = 16;
  private static final int MAX_SENTENCE = 1000;

  private Errors() {}

  /// The status to close a call with.
  public static Status status(StrongroomException error) {
    return error
        .code()
        .status()
        .toStatus()
        .withDescription(error.code() + ": " + shortened(error.sentence()));
  }

  /// The trailers to close a call with.
  public static Metadata trailers(StrongroomException error) {
    ErrorDetail detail =
        ErrorDetail.newBuilder()
            .setCode(error.code().reason())
            .setField(shortened(error.field()))
            .setMessage(shortened(error.sentence()))
            .setRetryable(error.retryable())
            .build();
    Metadata trailers = new Metadata();
    trailers.put(TRAILER, detail.toByteArray());
    return trailers;
  }

  /// What went wrong with a call, whoever says so: the server's own typed error, or what the
  /// transport's failure means (nobody listens, the wrong certificate on either side, the
  /// deadline).
  public static StrongroomException from(Throwable failure) {
    Throwable current = failure;
    for (int depth = 0;
        current != null && depth < MAX_CAUSES;
        depth++, current = current.getCause()) {
      switch (current) {
        case StrongroomException typed -> {
          return typed;
        }
        case StatusRuntimeException e -> {
          return from(e.getStatus(), e.getTrailers(), failure);
        }
        case StatusException e -> {
          return from(e.getStatus(), e.getTrailers(), failure);
        }
        default -> {
          // Wrapped by a future or an executor: look further.
        }
      }
    }
    return new StrongroomException(
        ErrorCode.INTERNAL, "", "an unexpected failure on this side", false, failure);
  }

  private static StrongroomException from(
      Status status, @Nullable Metadata trailers, Throwable failure) {
    Optional<ErrorDetail> detail = detail(trailers);
    if (detail.isPresent()) {
      ErrorDetail d = detail.get();
      try {
        return new StrongroomException(
            new ErrorCode(d.getCode(), status.getCode()),
            d.getField(),
            d.getMessage(),
            d.getRetryable(),
            failure);
      } catch (IllegalArgumentException e) {
        return new StrongroomException(
            ErrorCode.INTERNAL, "", "the server sent a malformed error", false, failure);
      }
    }
    return fromTransport(status, failure);
  }

  private static Optional<ErrorDetail> detail(@Nullable Metadata trailers) {
    byte[] bytes = trailers == null ? null : trailers.get(TRAILER);
    if (bytes == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(ErrorDetail.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  private static StrongroomException fromTransport(Status status, Throwable failure) {
    return switch (status.getCode()) {
      case UNAVAILABLE -> unavailable(status, failure);
      case DEADLINE_EXCEEDED ->
          error(
              ErrorCode.DEADLINE,
              "no answer before the deadline; the call may have had its effect",
              true,
              failure);
      case CANCELLED -> error(ErrorCode.CANCELLED_CALL, "the call was cancelled", true, failure);
      case UNIMPLEMENTED ->
          error(
              ErrorCode.UNIMPLEMENTED,
              "the server does not know this call; its version differs",
              false,
              failure);
      case RESOURCE_EXHAUSTED ->
          error(
              ErrorCode.TOO_LARGE,
              "a message is larger than the limit of a connection",
              false,
              failure);
      case UNAUTHENTICATED ->
          error(ErrorCode.UNAUTHENTICATED, "the server does not know this caller", false, failure);
      case PERMISSION_DENIED ->
          error(ErrorCode.ROLE_DENIED, "this caller may not make this call", false, failure);
      default ->
          error(ErrorCode.INTERNAL, "the call failed with " + status.getCode(), false, failure);
    };
  }

  private static StrongroomException unavailable(Status status, Throwable failure) {
    Throwable current = status.getCause();
    for (int depth = 0;
        current != null && depth < MAX_CAUSES;
        depth++, current = current.getCause()) {
      if (current instanceof PinException pin) {
        return error(
            ErrorCode.SERVER_IDENTITY,
            "the server's identity is not the expected one: " + pin.getMessage(),
            false,
            failure);
      }
      if (current instanceof SSLException tls) {
        String text = String.valueOf(tls.getMessage());
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("received fatal alert")
            && (lower.contains("certificate") || lower.contains("unknown_ca"))) {
          return error(
              ErrorCode.CLIENT_IDENTITY,
              "the server refused this side's certificate: its key is not in the server's genesis or was revoked",
              false,
              failure);
        }
        if (lower.contains("not an ssl/tls record")) {
          return error(ErrorCode.SERVER_IDENTITY, "the server does not speak TLS", false, failure);
        }
        if (lower.contains("protocol_version") || lower.contains("handshake_failure")) {
          return error(
              ErrorCode.SERVER_IDENTITY,
              "the two sides have no TLS version or cipher in common",
              false,
              failure);
        }
      }
    }
    return error(ErrorCode.UNREACHABLE, "the server cannot be reached", true, failure);
  }

  private static StrongroomException error(
      ErrorCode code, String message, boolean retryable, Throwable cause) {
    return new StrongroomException(code, "", message, retryable, cause);
  }

  private static String shortened(String text) {
    return text.length() <= MAX_SENTENCE ? text : text.substring(0, MAX_SENTENCE - 1) + "…";
  }
}
