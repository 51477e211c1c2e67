package io.strongroom.threshold.sign;

import io.strongroom.threshold.PartyIndex;
import java.util.Map;

/// Lookups in per-party maps that hold an entry for every party they are asked about.
final class Lookup {

  private Lookup() {}

  /// The party's entry.
  ///
  /// @throws IllegalStateException if there is none: a fault of this library
  static <V> V of(Map<PartyIndex, V> entries, PartyIndex party) {
    V entry = entries.get(party);
    if (entry == null) {
      throw new IllegalStateException("no entry for party " + party);
    }
    return entry;
  }
}
