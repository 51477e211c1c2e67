package io.strongroom.bench.session;

/// How many of how many sign.
///
/// @param threshold t, also the number of signers in a measured session
/// @param partyCount n
public record Shape(int threshold, int partyCount) {

  @Override
  public String toString() {
    return "(" + threshold + "," + partyCount + ")";
  }
}
