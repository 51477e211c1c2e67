package io.strongroom.threshold.sign;

import static io.strongroom.threshold.math.Scalars.LIMBS;

import io.strongroom.threshold.math.Scalars;
import java.util.Arrays;

/// Per request the sums over all peers of this party's product shares, `Σ_j (c^u + d^u)` and `Σ_j
/// (c^v + d^v)`. Secret; [#close] erases them. Constant time.
final class ProductShares implements AutoCloseable {

  private final long[] sums;

  ProductShares(int batch) {
    sums = new long[2 * batch * LIMBS];
  }

  /// Adds a pair (u, v) of shares of request b.
  void add(int b, long[] pair, int offset) {
    Scalars.add(sums, 2 * b * LIMBS, sums, 2 * b * LIMBS, pair, offset);
    Scalars.add(sums, (2 * b + 1) * LIMBS, sums, (2 * b + 1) * LIMBS, pair, offset + LIMBS);
  }

  /// Writes u = r·Φ + Σ and v = sk·Φ + Σ, eight limbs.
  void complete(int b, long[] r, long[] sk, long[] mask, int maskAt, long[] out) {
    Scalars.copy(out, 0, sums, 2 * b * LIMBS);
    Scalars.mulAdd(out, 0, r, b * LIMBS, mask, maskAt);
    Scalars.copy(out, LIMBS, sums, (2 * b + 1) * LIMBS);
    Scalars.mulAdd(out, LIMBS, sk, b * LIMBS, mask, maskAt);
  }

  @Override
  public void close() {
    Arrays.fill(sums, 0);
  }
}
