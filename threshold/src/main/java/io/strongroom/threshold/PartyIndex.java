package io.strongroom.threshold;

/// A party's permanent number within a key, and its Shamir x-coordinate. Public.
///
/// @param value 1..65535
public record PartyIndex(int value) implements Comparable<PartyIndex> {

  /// Checks the range.
  ///
  /// @throws BadParametersException if the value is outside 1..65535
  public PartyIndex {
    if (value < 1 || value > 0xFFFF) {
      throw new BadParametersException(AbortCode.BAD_PARAMS, "party index out of range: " + value);
    }
  }

  @Override
  public int compareTo(PartyIndex other) {
    return Integer.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
