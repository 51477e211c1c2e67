package io.strongroom.threshold;

import java.util.List;

/// The outcome of feeding a session: what to send, in order, and how far it is.
///
/// @param emissions messages to send; may be present together with `Finished`, never with `Aborted`
/// @param progress the state of the session
public record Step<R>(List<Emission> emissions, Progress<R> progress) {

  /// Copies the list.
  public Step {
    emissions = List.copyOf(emissions);
  }

  /// Nothing to send.
  public static <R> Step<R> of(Progress<R> progress) {
    return new Step<>(List.of(), progress);
  }
}
