package io.strongroom.platform.identity;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Which key belongs to whom. The only source of trust between processes: built from the genesis
/// statement, and kept up to date from the log where credentials can change.
///
/// Security guarantee: a key is at most one principal, and a principal has at most one key. Thread
/// rule: implementations answer from any thread; an answer may change over time (a credential is
/// revoked), and callers ask again for every call.
public interface Directory {

  /// Whose key this is; empty when nobody's, or no longer anybody's.
  Optional<Principal> principalOf(SpkiHash key);

  /// The key that this principal must present; empty when there is no such principal.
  Optional<SpkiHash> keyOf(Principal principal);

  /// A directory that never changes.
  ///
  /// @throws IllegalArgumentException when two principals share a key
  static Directory of(Map<Principal, SpkiHash> pins) {
    Map<Principal, SpkiHash> byPrincipal = Map.copyOf(pins);
    Map<SpkiHash, Principal> byKey = new HashMap<>();
    byPrincipal.forEach((principal, key) -> {
      Principal other = byKey.putIfAbsent(key, principal);
      if (other != null) {
        throw new IllegalArgumentException(principal + " and " + other + " have the same TLS key");
      }
    });
    return new Directory() {
      @Override
      public Optional<Principal> principalOf(SpkiHash key) {
        return Optional.ofNullable(byKey.get(key));
      }

      @Override
      public Optional<SpkiHash> keyOf(Principal principal) {
        return Optional.ofNullable(byPrincipal.get(principal));
      }
    };
  }
}
