package io.strongroom.custody.policy;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/// A rolling window `(now - length, now]` of transfers, as some rule of a policy defines it.
///
/// @param id unique in the policy
/// @param scope which transfers it counts
/// @param per what it keeps separate sums by
/// @param lengthMs milliseconds, at least 1
public record Window(String id, Scope scope, SortedSet<Dimension> per, long lengthMs) {
  /// One sum of a window.
  ///
  /// @param length milliseconds
  public record Key(
      String window,
      long length,
      String asset,
      Optional<String> vault,
      Optional<String> member,
      Optional<String> address) {
    /// For state hashes and explanations.
    public String text() {
      return String.join(
          "|", window, asset, vault.orElse("*"), member.orElse("*"), address.orElse("*"));
    }
  }

  /// The sum that a transfer counts in; empty if it is out of scope.
  public Optional<Key> key(Transfer transfer, Map<String, Set<String>> groups) {
    return scope.matches(transfer, groups) ? Optional.of(keyOf(transfer)) : Optional.empty();
  }

  Key keyOf(Transfer transfer) {
    return new Key(
        id,
        lengthMs,
        transfer.asset(),
        per.contains(Dimension.VAULT) ? Optional.of(transfer.vault()) : Optional.empty(),
        per.contains(Dimension.MEMBER) ? Optional.of(transfer.member()) : Optional.empty(),
        per.contains(Dimension.DESTINATION) ? Optional.of(transfer.address()) : Optional.empty());
  }
}
