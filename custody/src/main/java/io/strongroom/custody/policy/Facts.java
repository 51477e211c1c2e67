package io.strongroom.custody.policy;

import java.math.BigInteger;
import java.util.Optional;

/// What a decision needs to know of the log's state. Pure: the same state gives the same answers.
public interface Facts {
  /// The log position that is decided at: the number of entries before it.
  long basis();

  /// Where a destination's name leads on `chain`; a vault by its name (`vault:hot`) only once its
  /// key is active.
  Optional<Target> target(String destination, String chain);

  /// Whether the vault's key is active and has an address on `chain`.
  boolean vaultActive(String vault, String chain);

  /// Whether a freeze covers the vault.
  boolean frozen(String vault);

  /// What a window's sum holds at `now`: everything reserved before `order`, or signed within the
  /// window, in base units.
  ///
  /// @param order position in the order of reservations; transfers reserved at it or later do not
  ///   count
  BigInteger windowUse(Window.Key key, long now, long order);
}
