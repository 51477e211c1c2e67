package io.strongroom.threshold;

import java.util.List;

/// The messages of one round of this party.
///
/// @param round 1-based
/// @param carriesFragment whether a signature fragment is inside: the caller records every request
///   of the session as possibly signed, durably, before any of it leaves
/// @param messages one or two per peer; a broadcast is the same bytes to everyone
public record Emission(int round, boolean carriesFragment, List<Outbound> messages) {

  /// Copies the list.
  public Emission {
    messages = List.copyOf(messages);
  }
}
