package io.strongroom.node.session;

import io.strongroom.threshold.Emission;
import java.util.Optional;

/// Asked before every emission, and allowed to write before it answers. What it refuses never
/// leaves.
@FunctionalInterface
public interface EmissionGate {

  /// Why nothing more may leave.
  ///
  /// @param code stable upper-case reason
  /// @param message one sentence for people
  record Refusal(String code, String message) {}

  /// Decides about one emission, and runs `send` if it may leave: under whatever lock the decision
  /// needs, so that nothing can come between decision and departure. `send` only hands the bytes
  /// over and returns at once.
  ///
  /// @return empty when it was sent
  Optional<Refusal> pass(Emission emission, Runnable send);

  /// A gate that lets everything pass: for protocols that sign nothing.
  static EmissionGate open() {
    return (emission, send) -> {
      send.run();
      return Optional.empty();
    };
  }
}
