package io.strongroom.custody.policy;

import java.util.Optional;

/// Where a destination's name leads at some position of the log.
///
/// @param destination the name
/// @param activeAt milliseconds since the Unix epoch from which on it may be paid
/// @param removed whether it has left the allowlist
public record Target(
    String destination,
    Optional<String> group,
    String chain,
    String address,
    long activeAt,
    boolean removed) {
  /// What a destination's name begins with if it is a vault of the cluster.
  public static final String VAULT_PREFIX = "vault:";
}
