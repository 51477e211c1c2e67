package io.strongroom.threshold.sign;

import io.strongroom.threshold.math.Scalars;

/// A signing request with its tweak and child key worked out. Public values.
///
/// Source: `docs/protocol.md`, sections 11.1 and 13.1.
public final class BoundRequest {

  private final byte[] digest;
  private final byte[] tweak;
  private final byte[] childKey;

  /// @param digest h, 32 bytes
  /// @param tweak δ, 32 bytes, below q; zero for the master key
  /// @param childKey X' = X + δG, 33 bytes
  public BoundRequest(byte[] digest, byte[] tweak, byte[] childKey) {
    this.digest = digest.clone();
    this.tweak = tweak.clone();
    this.childKey = childKey.clone();
  }

  /// h, 32 bytes. Not a copy.
  byte[] digest() {
    return digest;
  }

  /// δ, 32 bytes. Not a copy.
  byte[] tweak() {
    return tweak;
  }

  /// X', 33 bytes. Not a copy.
  byte[] childKey() {
    return childKey;
  }

  /// e = h mod q.
  long[] digestScalar() {
    long[] e = new long[Scalars.LIMBS];
    Scalars.reduce256(e, 0, digest, 0);
    return e;
  }

  /// δ as a scalar.
  long[] tweakScalar() {
    long[] delta = new long[Scalars.LIMBS];
    if (!Scalars.decode(delta, 0, tweak, 0)) {
      throw new IllegalStateException("tweak not below the order");
    }
    return delta;
  }
}
