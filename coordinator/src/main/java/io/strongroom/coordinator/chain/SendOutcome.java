package io.strongroom.coordinator.chain;

/// What sending a raw transaction did. In both cases the node has it.
public enum SendOutcome {
  /// The node took it now.
  SENT,
  /// The node had it already, waiting or mined.
  ALREADY_KNOWN
}
