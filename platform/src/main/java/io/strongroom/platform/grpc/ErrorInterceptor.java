package io.strongroom.platform.grpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every call ends with OK, or with a typed error; nothing else about this process reaches a
/// caller. A [StrongroomException], thrown or given to `onError`, goes to the caller as it is.
/// Anything unexpected becomes INTERNAL with an incident id, and the cause goes to this process's
/// log under that id.
///
/// The outermost interceptor.
public final class ErrorInterceptor implements ServerInterceptor {

  private static final Logger LOG = LoggerFactory.getLogger(ErrorInterceptor.class);
  private static final int MAX_CAUSES = 16;

  @Override
  public <Q, A> Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    GuardedCall<Q, A> guarded = new GuardedCall<>(call);
    try {
      return new GuardedListener<>(next.startCall(guarded, headers), guarded);
    } catch (RuntimeException e) {
      guarded.fail(e);
      return new Listener<>() {};
    }
  }

  private static final class GuardedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {

    private final AtomicBoolean closed = new AtomicBoolean();

    GuardedCall(ServerCall<Q, A> call) {
      super(call);
    }

    boolean isClosed() {
      return closed.get();
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (!closed.compareAndSet(false, true)) {
        return;
      }
      if (status.isOk()) {
        super.close(status, trailers);
        return;
      }
      StrongroomException error = typed(status.getCause()).orElseGet(() -> ofStatus(status));
      super.close(Errors.status(error), Errors.trailers(error));
    }

    void fail(RuntimeException failure) {
      close(Status.UNKNOWN.withCause(failure), new Metadata());
    }

    /// Statuses that the gRPC library itself makes keep their meaning; the text of others stays
    /// here.
    private StrongroomException ofStatus(Status status) {
      return switch (status.getCode()) {
        case CANCELLED ->
            StrongroomException.of(ErrorCode.CANCELLED_CALL, "the call was cancelled");
        case DEADLINE_EXCEEDED ->
            StrongroomException.of(ErrorCode.DEADLINE, "the call took longer than its deadline");
        case UNIMPLEMENTED ->
            StrongroomException.of(ErrorCode.UNIMPLEMENTED, "this call is not served here");
        case RESOURCE_EXHAUSTED ->
            StrongroomException.of(ErrorCode.TOO_LARGE, "a message is larger than the limit");
        default -> incident(status);
      };
    }

    private StrongroomException incident(Status status) {
      String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
      LOG.error(
          "incident {} in {}: {}",
          id,
          getMethodDescriptor().getFullMethodName(),
          status.getCode(),
          status.asRuntimeException());
      return StrongroomException.of(
          ErrorCode.INTERNAL, "an internal error; the process's log has it as incident " + id);
    }

    private static Optional<StrongroomException> typed(@Nullable Throwable failure) {
      Throwable current = failure;
      for (int depth = 0;
          current != null && depth < MAX_CAUSES;
          depth++, current = current.getCause()) {
        if (current instanceof StrongroomException error) {
          return Optional.of(error);
        }
      }
      return Optional.empty();
    }
  }

  /// After a failure the handler is told nothing more but that the call is over.
  private static final class GuardedListener<Q> extends SimpleForwardingServerCallListener<Q> {

    private final GuardedCall<Q, ?> call;

    GuardedListener(Listener<Q> delegate, GuardedCall<Q, ?> call) {
      super(delegate);
      this.call = call;
    }

    @Override
    public void onMessage(Q message) {
      guard(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      guard(super::onHalfClose);
    }

    @Override
    public void onReady() {
      guard(super::onReady);
    }

    private void guard(Runnable step) {
      if (call.isClosed()) {
        return;
      }
      try {
        step.run();
      } catch (RuntimeException e) {
        call.fail(e);
      }
    }
  }
}
