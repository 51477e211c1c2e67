package io.strongroom.threshold;

/// How far a session is.
///
/// @param <R> what a successful run yields
public sealed interface Progress<R> {

  /// Waiting for messages.
  record Running<R>() implements Progress<R> {}

  /// Done.
  ///
  /// @param value the result; if it is closeable, the caller owns it
  record Finished<R>(R value) implements Progress<R> {}

  /// Stopped. Nothing more will be emitted.
  record Aborted<R>(Abort abort) implements Progress<R> {}
}
