package io.strongroom.threshold;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Why a session stopped, whom that concerns, and what to do (`docs/protocol.md` 17). No secrets.
///
/// @param code the reason
/// @param culprits parties at fault by the table; empty if unknown or nobody
/// @param burn the peer whose pair-wise set-up must be burned after the recheck
/// @param response what the process should do
/// @param detail one line for people
/// @param evidence complete signed envelopes that may be disclosed; empty where the fault is not
///   publicly provable or disclosure could leak
public record Abort(
    AbortCode code,
    Set<PartyIndex> culprits,
    Optional<PartyIndex> burn,
    Response response,
    String detail,
    List<byte[]> evidence) {

  /// Copies the collections.
  public Abort {
    Objects.requireNonNull(code);
    Objects.requireNonNull(burn);
    Objects.requireNonNull(response);
    Objects.requireNonNull(detail);
    culprits = Set.copyOf(culprits);
    evidence = evidence.stream().map(byte[]::clone).toList();
  }

  /// A fault that the sender's own signed messages prove.
  public static Abort provable(
      AbortCode code, PartyIndex culprit, String detail, List<byte[]> evidence) {
    return new Abort(
        code, Set.of(culprit), Optional.empty(), Response.SUSPEND_SENDER, detail, evidence);
  }

  /// A fault with nobody to blame.
  public static Abort unattributed(AbortCode code, Response response, String detail) {
    return new Abort(code, Set.of(), Optional.empty(), response, detail, List.of());
  }

  /// A failed check whose answer depends on the pair's long-lived secrets: burn, never disclose.
  public static Abort burning(AbortCode code, PartyIndex peer, String detail) {
    return new Abort(code, Set.of(peer), Optional.of(peer), Response.BURN_PAIR, detail, List.of());
  }
}
