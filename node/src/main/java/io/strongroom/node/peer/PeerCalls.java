package io.strongroom.node.peer;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.strongroom.platform.grpc.Errors;
import io.strongroom.platform.grpc.StrongroomException;
import io.strongroom.proto.v1.GetConfirmationRequest;
import io.strongroom.proto.v1.GetConfirmationResponse;
import io.strongroom.proto.v1.GetHeadRequest;
import io.strongroom.proto.v1.GetNodeStatusRequest;
import io.strongroom.proto.v1.LogGrpc;
import io.strongroom.proto.v1.LogHead;
import io.strongroom.proto.v1.NodeInfoGrpc;
import io.strongroom.proto.v1.NodeSelfStatus;
import io.strongroom.proto.v1.PeerGrpc;
import io.strongroom.proto.v1.RestrictRequest;
import io.strongroom.proto.v1.RestrictionsGrpc;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// The short questions that a node asks others. Each blocks at most for its deadline and fails with
/// a typed error.
public final class PeerCalls {

  /// How long one question may take.
  static final Duration DEADLINE = Duration.ofSeconds(3);

  private PeerCalls() {}

  @FunctionalInterface
  private interface Call<T> {
    T run();
  }

  /// The log head that another node has.
  ///
  /// @throws StrongroomException when it cannot be had
  public static LogHead headOfNode(ManagedChannel channel) throws StrongroomException {
    return typed(() ->
        NodeInfoGrpc.newBlockingStub(channel)
            .withDeadlineAfter(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
            .getHead(GetHeadRequest.getDefaultInstance()));
  }

  /// The log head that the coordinator has.
  ///
  /// @throws StrongroomException when it cannot be had
  public static LogHead headOfCoordinator(ManagedChannel channel) throws StrongroomException {
    return typed(() ->
        LogGrpc.newBlockingStub(channel)
            .withDeadlineAfter(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
            .getHead(GetHeadRequest.getDefaultInstance()));
  }

  /// What another node says of itself.
  ///
  /// @throws StrongroomException when it cannot be had
  public static NodeSelfStatus status(ManagedChannel channel) throws StrongroomException {
    return typed(() ->
        NodeInfoGrpc.newBlockingStub(channel)
            .withDeadlineAfter(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
            .getStatus(GetNodeStatusRequest.getDefaultInstance()));
  }

  /// Another holder's confirmation of a key, and its certificate if it has one.
  ///
  /// @throws StrongroomException when it cannot be had
  public static GetConfirmationResponse confirmation(
      ManagedChannel channel, String keyId, long epoch) throws StrongroomException {
    return typed(() ->
        PeerGrpc.newBlockingStub(channel)
            .withDeadlineAfter(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
            .getConfirmation(
                GetConfirmationRequest.newBuilder()
                    .setKeyId(keyId)
                    .setKeyEpoch(Math.toIntExact(epoch))
                    .build()));
  }

  /// Passes a restrictive statement on.
  ///
  /// @throws StrongroomException when the peer refuses it or cannot be reached
  public static void restrict(ManagedChannel channel, byte[] envelope) throws StrongroomException {
    typed(() ->
        RestrictionsGrpc.newBlockingStub(channel)
            .withDeadlineAfter(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
            .restrict(
                RestrictRequest.newBuilder().setEnvelope(ByteString.copyFrom(envelope)).build()));
  }

  private static <T> T typed(Call<T> call) throws StrongroomException {
    try {
      return call.run();
    } catch (RuntimeException e) {
      throw Errors.from(e);
    }
  }
}
