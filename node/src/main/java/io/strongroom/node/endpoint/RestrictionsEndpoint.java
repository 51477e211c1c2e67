package io.strongroom.node.endpoint;

import io.grpc.stub.StreamObserver;
import io.strongroom.node.guard.HeldRestrictions;
import io.strongroom.platform.grpc.Caller;
import io.strongroom.proto.v1.RestrictRequest;
import io.strongroom.proto.v1.RestrictResponse;
import io.strongroom.proto.v1.RestrictionsGrpc;
import jakarta.inject.Singleton;

/// FREEZE, VETO, CANCEL and REJECTION, handed to this node by anybody in the cluster.
@Singleton
public final class RestrictionsEndpoint extends RestrictionsGrpc.RestrictionsImplBase {

  private final HeldRestrictions restrictions;

  public RestrictionsEndpoint(HeldRestrictions restrictions) {
    this.restrictions = restrictions;
  }

  @Override
  public void restrict(RestrictRequest request, StreamObserver<RestrictResponse> observer) {
    Caller.current();
    boolean alreadyHeld = restrictions.hold(request.getEnvelope().toByteArray());
    observer.onNext(RestrictResponse.newBuilder().setAlreadyHeld(alreadyHeld).build());
    observer.onCompleted();
  }
}
