package io.strongroom.node.peer;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.stub.StreamObserver;
import io.strongroom.node.session.PeerWire;
import io.strongroom.platform.grpc.Errors;
import io.strongroom.platform.grpc.StrongroomException;
import io.strongroom.proto.v1.DeliverRequest;
import io.strongroom.proto.v1.DeliverResponse;
import io.strongroom.proto.v1.PeerGrpc;
import io.strongroom.threshold.PartyIndex;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Delivers protocol envelopes over gRPC, sending the same bytes again until the peer has taken
/// them. Thread-safe, never blocks.
public final class GrpcPeerWire implements PeerWire {

  private static final long FIRST_PAUSE_MS = 50;
  private static final long LONGEST_PAUSE_MS = 800;
  private static final long ATTEMPT_MS = 5_000;

  private final Peers peers;
  private final ScheduledExecutorService timer;

  /// @param timer schedules repetitions; owned by the caller
  public GrpcPeerWire(Peers peers, ScheduledExecutorService timer) {
    this.peers = peers;
    this.timer = timer;
  }

  @Override
  public void send(PartyIndex to, byte[] wire, Duration patience, Consumer<String> unreachable) {
    var peer = peers.node(to);
    if (peer.isEmpty()) {
      unreachable.accept("the configuration does not say where it is");
      return;
    }
    long deadline = System.nanoTime() + patience.toNanos();
    DeliverRequest request =
        DeliverRequest.newBuilder().setEnvelope(UnsafeByteOperations.unsafeWrap(wire)).build();
    new Delivery(peer.get(), request, deadline, unreachable).attempt(FIRST_PAUSE_MS);
  }

  /// One envelope on its way to one peer.
  private final class Delivery {
    private final Peers.Peer peer;
    private final DeliverRequest request;
    private final long deadlineNanos;
    private final Consumer<String> unreachable;

    Delivery(
        Peers.Peer peer, DeliverRequest request, long deadlineNanos, Consumer<String> unreachable) {
      this.peer = peer;
      this.request = request;
      this.deadlineNanos = deadlineNanos;
      this.unreachable = unreachable;
    }

    void attempt(long pauseMs) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
      PeerGrpc.newStub(peer.channel())
          .withDeadlineAfter(Math.max(1, Math.min(left, ATTEMPT_MS)), TimeUnit.MILLISECONDS)
          .deliver(
              request,
              new StreamObserver<>() {
                @Override
                public void onNext(DeliverResponse response) {
                  // An empty receipt.
                }

                @Override
                public void onCompleted() {
                  // Taken.
                }

                @Override
                public void onError(Throwable failure) {
                  failed(Errors.from(failure), pauseMs);
                }
              });
    }

    private void failed(StrongroomException error, long pauseMs) {
      boolean timeLeft = deadlineNanos - System.nanoTime() > TimeUnit.MILLISECONDS.toNanos(pauseMs);
      if (!error.retryable() || !timeLeft) {
        unreachable.accept(error.code().reason());
        return;
      }
      // A peer that has come back is reached at once, however often it was tried while it was away.
      peer.channel().resetConnectBackoff();
      try {
        var repetition =
            timer.schedule(
                () -> attempt(Math.min(2 * pauseMs, LONGEST_PAUSE_MS)),
                pauseMs,
                TimeUnit.MILLISECONDS);
        if (repetition.isCancelled()) {
          unreachable.accept(error.code().reason());
        }
      } catch (RejectedExecutionException e) {
        unreachable.accept("the node shuts down");
      }
    }
  }
}
