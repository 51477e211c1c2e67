package io.strongroom.platform.grpc;

/// Limits of every connection, on both sides.
public final class MessageLimits {

  /// The largest message, 8 MiB: a batch of log entries or one round of a signing session with room
  /// to spare.
  public static final int MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

  /// The largest set of headers or trailers, 16 KiB.
  public static final int MAX_METADATA_BYTES = 16 * 1024;

  /// Calls in flight on one connection.
  public static final int MAX_CALLS_PER_CONNECTION = 256;

  private MessageLimits() {}
}
