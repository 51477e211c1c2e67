package io.strongroom.node.session;

import io.strongroom.threshold.PartyIndex;
import java.util.Collection;
import java.util.List;

/// Why a session gave no result, as it is told to the coordinator. Public.
///
/// @param code abort code of the protocol, or stable upper-case reason of this node
/// @param culprits party indices at fault, ascending; empty when nobody can be blamed
/// @param message one sentence for people
/// @param possiblySigned whether a fragment of this node may have left
public record Failure(String code, List<Integer> culprits, String message, boolean possiblySigned) {

  public Failure {
    culprits = culprits.stream().sorted().toList();
  }

  /// A failure that nobody is blamed for, before any fragment.
  public static Failure of(String code, String message) {
    return new Failure(code, List.of(), message, false);
  }

  /// A failure with culprits.
  public static Failure blaming(
      String code, Collection<PartyIndex> culprits, String message, boolean possiblySigned) {
    return new Failure(
        code, culprits.stream().map(PartyIndex::value).toList(), message, possiblySigned);
  }
}
