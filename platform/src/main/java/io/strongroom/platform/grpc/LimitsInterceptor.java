package io.strongroom.platform.grpc;

import com.google.protobuf.MessageLite;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.strongroom.platform.identity.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Refuses requests that are too large, unary calls without a deadline or with an absurd one, and
/// callers with too many calls open. Must run inside [AuthInterceptor], from which it learns the
/// caller.
public final class LimitsInterceptor implements ServerInterceptor {

  private final RequestLimits limits;
  private final Map<Principal, Integer> open = new ConcurrentHashMap<>();

  /// With these limits.
  public LimitsInterceptor(RequestLimits limits) {
    this.limits = limits;
  }

  @Override
  public <Q, A> Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Optional<Principal> caller = Caller.find();
    if (caller.isEmpty()) {
      return next.startCall(call, headers);
    }
    checkDeadline(call.getMethodDescriptor().getType());
    int largest = limits.bytesOf(call.getMethodDescriptor().getFullMethodName());
    Runnable leave = enter(caller.get());
    try {
      return new Limited<>(next.startCall(call, headers), largest, leave);
    } catch (RuntimeException e) {
      leave.run();
      throw e;
    }
  }

  private void checkDeadline(MethodType type) {
    if (type != MethodType.UNARY) {
      return;
    }
    Deadline deadline = Context.current().getDeadline();
    if (deadline == null
        || deadline.timeRemaining(TimeUnit.MILLISECONDS) > limits.longestDeadline().toMillis()) {
      throw StrongroomException.of(
          ErrorCode.invalid("DEADLINE_REQUIRED"),
          "a call needs a deadline of at most " + limits.longestDeadline().toSeconds() + " s");
    }
  }

  private Runnable enter(Principal caller) {
    int now = open.merge(caller, 1, Integer::sum);
    AtomicBoolean left = new AtomicBoolean();
    Runnable leave =
        () -> {
          if (left.compareAndSet(false, true)) {
            open.computeIfPresent(caller, (who, count) -> count > 1 ? count - 1 : null);
          }
        };
    if (now > limits.callsPerCaller()) {
      leave.run();
      throw new StrongroomException(
          ErrorCode.TOO_MANY_CALLS,
          "",
          "more than " + limits.callsPerCaller() + " calls are open",
          true);
    }
    return leave;
  }

  private static final class Limited<Q> extends SimpleForwardingServerCallListener<Q> {

    private final int largest;
    private final Runnable leave;

    Limited(Listener<Q> delegate, int largest, Runnable leave) {
      super(delegate);
      this.largest = largest;
      this.leave = leave;
    }

    @Override
    public void onMessage(Q message) {
      if (message instanceof MessageLite proto && proto.getSerializedSize() > largest) {
        throw StrongroomException.of(
            ErrorCode.TOO_LARGE, "this request may have at most " + largest + " bytes");
      }
      super.onMessage(message);
    }

    @Override
    public void onComplete() {
      leave.run();
      super.onComplete();
    }

    @Override
    public void onCancel() {
      leave.run();
      super.onCancel();
    }
  }
}
