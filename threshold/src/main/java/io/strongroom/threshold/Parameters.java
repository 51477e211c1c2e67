package io.strongroom.threshold;

/// Threshold and number of parties of a key. Public.
///
/// @param threshold t: this many parties sign, one fewer learns nothing
/// @param partyCount n, with 2 ≤ t ≤ n ≤ 32
public record Parameters(int threshold, int partyCount) {

  /// The largest number of parties.
  public static final int MAX_PARTIES = 32;

  /// Checks the ranges.
  ///
  /// @throws BadParametersException unless 2 ≤ threshold ≤ partyCount ≤ 32
  public Parameters {
    if (threshold < 2 || threshold > partyCount || partyCount > MAX_PARTIES) {
      throw new BadParametersException(
          AbortCode.BAD_PARAMS, "threshold " + threshold + " of " + partyCount);
    }
  }
}
