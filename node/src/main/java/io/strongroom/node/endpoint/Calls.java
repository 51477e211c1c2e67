package io.strongroom.node.endpoint;

import io.strongroom.node.session.Failure;
import io.strongroom.platform.grpc.ErrorCode;
import io.strongroom.platform.grpc.StrongroomException;
import io.strongroom.platform.health.Readiness;
import io.strongroom.proto.v1.SessionFailure;

/// What the endpoints share: fields of requests checked, failures translated.
final class Calls {

  private static final int NONCE_BYTES = 32;
  private static final int MAX_MESSAGE = 500;

  private Calls() {}

  /// Refuses unless the node has finished its checks and nothing stands in the way.
  static void requireReady(Readiness readiness) {
    if (!readiness.ready()) {
      throw new StrongroomException(
          ErrorCode.NOT_READY, "", String.join("; ", readiness.reasons()), true);
    }
  }

  /// The 32 bytes of a nonce.
  static byte[] nonce(com.google.protobuf.ByteString nonce) {
    if (nonce.size() != NONCE_BYTES) {
      throw StrongroomException.invalid("NONCE_INVALID", "nonce", "a nonce has 32 bytes");
    }
    return nonce.toByteArray();
  }

  /// A failure as it goes to the coordinator.
  static SessionFailure proto(Failure failure) {
    String message = failure.message();
    return SessionFailure.newBuilder()
        .setCode(failure.code())
        .addAllCulprits(failure.culprits())
        .setMessage(message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message)
        .setPossiblySigned(failure.possiblySigned())
        .build();
  }
}
