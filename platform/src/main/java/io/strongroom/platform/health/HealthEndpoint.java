package io.strongroom.platform.health;

import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.strongroom.platform.grpc.ErrorCode;
import io.strongroom.platform.grpc.StrongroomException;
import jakarta.inject.Singleton;

/// The standard gRPC health service. Service `liveness` answers SERVING while the process can
/// answer at all; the empty service and `readiness` tell whether it can do its work. It never says
/// why: reasons are for authenticated callers.
@Singleton
public final class HealthEndpoint extends HealthGrpc.HealthImplBase {

  /// Service name for "does the process answer".
  public static final String LIVENESS = "liveness";

  /// Service name for "can it do its work".
  public static final String READINESS = "readiness";

  private final Readiness readiness;

  /// Answers from this.
  public HealthEndpoint(Readiness readiness) {
    this.readiness = readiness;
  }

  @Override
  public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> observer) {
    observer.onNext(
        switch (request.getService()) {
          case LIVENESS -> response(true);
          case "", READINESS -> response(readiness.ready());
          default ->
              throw StrongroomException.of(
                  ErrorCode.notFound("SERVICE_UNKNOWN"), "health knows liveness and readiness");
        });
    observer.onCompleted();
  }

  @Override
  public void watch(HealthCheckRequest request, StreamObserver<HealthCheckResponse> observer) {
    if (!request.getService().isEmpty() && !request.getService().equals(READINESS)) {
      observer.onError(
          Status.NOT_FOUND.withDescription("only readiness can be watched").asRuntimeException());
      return;
    }
    ServerCallStreamObserver<HealthCheckResponse> call =
        (ServerCallStreamObserver<HealthCheckResponse>) observer;
    Runnable stop =
        readiness.listen(ready -> {
          synchronized (call) {
            if (!call.isCancelled()) {
              call.onNext(response(ready));
            }
          }
        });
    call.setOnCancelHandler(stop);
    if (call.isCancelled()) {
      stop.run();
    }
  }

  private static HealthCheckResponse response(boolean serving) {
    return HealthCheckResponse.newBuilder()
        .setStatus(serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING)
        .build();
  }
}
