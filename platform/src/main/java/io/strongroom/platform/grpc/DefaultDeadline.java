package io.strongroom.platform.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Gives every unary call a deadline when its caller set none: no wait without a limit. Streams
/// live as long as their readers want.
public final class DefaultDeadline implements ClientInterceptor {

  private final Duration deadline;

  /// With the deadline to give.
  ///
  /// @param deadline positive
  public DefaultDeadline(Duration deadline) {
    this.deadline = deadline;
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    boolean bounded = options.getDeadline() != null || method.getType() != MethodType.UNARY;
    return next.newCall(
        method,
        bounded ? options : options.withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS));
  }
}
