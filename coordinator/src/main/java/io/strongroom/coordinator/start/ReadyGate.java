package io.strongroom.coordinator.start;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.strongroom.platform.grpc.ErrorCode;
import io.strongroom.platform.grpc.RoleTable;
import io.strongroom.platform.grpc.StrongroomException;
import io.strongroom.platform.health.Readiness;
import jakarta.inject.Singleton;

/// Until the log is loaded and compared with the nodes', after it could not be written, and while
/// the process ends, calls are answered with NOT_READY and the reason; health always answers.
@Singleton
final class ReadyGate implements ServerInterceptor {

  private final Readiness readiness;

  ReadyGate(Readiness readiness) {
    this.readiness = readiness;
  }

  @Override
  public <Q, A> Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (!readiness.ready()
        && !RoleTable.HEALTH_SERVICE.equals(call.getMethodDescriptor().getServiceName())) {
      throw new StrongroomException(
          ErrorCode.NOT_READY, "", String.join("; ", readiness.reasons()), true);
    }
    return next.startCall(call, headers);
  }
}
