package io.strongroom.custody.policy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/// An asset that a policy knows: the native asset of a chain.
///
/// @param symbol its name in the policy and in requests
/// @param chain CAIP-2 id
/// @param decimals digits after the point of one unit, 0 to 36
public record Asset(String symbol, String chain, int decimals) {
  /// The most decimals.
  public static final int MAX_DECIMALS = 36;

  private static final Pattern FORM = Pattern.compile("(0|[1-9][0-9]{0,77})(\\.[0-9]{1,36})?");
  private static final int MAX_BITS = 256;

  /// Converts an amount in units ("0.05") to base units, exactly.
  ///
  /// @throws IllegalArgumentException if the text is no such amount, has more decimals than the
  ///   asset, or is 2^256 or more
  public BigInteger toBase(String units) {
    if (!FORM.matcher(units).matches()) {
      throw new IllegalArgumentException(
          "must be a decimal amount in units of the asset, as a string");
    }
    BigDecimal scaled = new BigDecimal(units).movePointRight(decimals);
    if (scaled.stripTrailingZeros().scale() > 0) {
      throw new IllegalArgumentException(
          "has more decimals than " + symbol + ", which has " + decimals);
    }
    BigInteger base = scaled.toBigIntegerExact();
    if (base.bitLength() > MAX_BITS) {
      throw new IllegalArgumentException("is 2^256 base units or more");
    }
    return base;
  }

  /// Writes base units as an amount in units, without trailing zeros.
  public String toUnits(BigInteger base) {
    BigDecimal units = new BigDecimal(base, decimals).stripTrailingZeros();
    return (units.signum() == 0 ? BigDecimal.ZERO : units).toPlainString();
  }
}
