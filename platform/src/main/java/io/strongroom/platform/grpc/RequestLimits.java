package io.strongroom.platform.grpc;

import io.strongroom.proto.v1.DeskGrpc;
import io.strongroom.proto.v1.PeerGrpc;
import io.strongroom.proto.v1.ReplicaGrpc;
import io.strongroom.proto.v1.RestrictionsGrpc;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// How large a request may be, how long a call may take, and how many a caller may have open.
///
/// @param bytesByMethod largest request by full method name (`strongroom.v1.Desk/Submit`)
/// @param defaultBytes largest request of all others
/// @param callsPerCaller calls and streams that one principal may have open
/// @param longestDeadline the longest time that a unary caller may ask for
public record RequestLimits(
    Map<String, Integer> bytesByMethod,
    int defaultBytes,
    int callsPerCaller,
    Duration longestDeadline) {

  private static final int KIB = 1024;

  /// Checks the ranges.
  public RequestLimits {
    bytesByMethod = Map.copyOf(bytesByMethod);
    if (defaultBytes < 1 || callsPerCaller < 1 || !longestDeadline.isPositive()) {
      throw new IllegalArgumentException("limits are positive");
    }
  }

  /// The limits of the wire contract `strongroom.v1`.
  public static RequestLimits standard() {
    Map<String, Integer> bytes = new HashMap<>();
    bytes.put(DeskGrpc.getSubmitMethod().getFullMethodName(), (48 + 1024 + 1) * KIB);
    bytes.put(RestrictionsGrpc.getRestrictMethod().getFullMethodName(), (48 + 1) * KIB);
    bytes.put(
        ReplicaGrpc.getReplicateMethod().getFullMethodName(), MessageLimits.MAX_MESSAGE_BYTES);
    bytes.put(ReplicaGrpc.getSignMethod().getFullMethodName(), 65 * KIB);
    bytes.put(PeerGrpc.getDeliverMethod().getFullMethodName(), MessageLimits.MAX_MESSAGE_BYTES);
    return new RequestLimits(
        bytes, 16 * KIB, MessageLimits.MAX_CALLS_PER_CONNECTION, Duration.ofMinutes(10));
  }

  int bytesOf(String fullMethodName) {
    return bytesByMethod.getOrDefault(fullMethodName, defaultBytes);
  }
}
