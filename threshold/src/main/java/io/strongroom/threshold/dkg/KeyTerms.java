package io.strongroom.threshold.dkg;

import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.hash.TaggedHash;
import java.util.SortedMap;

/// What the run has agreed on before the last check: both echo hashes and every opened dealing.
/// Public.
final class KeyTerms {

  private final byte[] echo1;
  private final byte[] sid2;
  private final byte[] echo2;
  private final SortedMap<PartyIndex, Dealing> dealings;

  KeyTerms(byte[] echo1, byte[] sid2, byte[] echo2, SortedMap<PartyIndex, Dealing> dealings) {
    this.echo1 = echo1;
    this.sid2 = sid2;
    this.echo2 = echo2;
    this.dealings = dealings;
  }

  byte[] echo1() {
    return echo1;
  }

  byte[] sid2() {
    return sid2;
  }

  byte[] echo2() {
    return echo2;
  }

  SortedMap<PartyIndex, Dealing> dealings() {
    return dealings;
  }

  /// cc = TH("chaincode", sid2 ‖ for j ∈ D: u16(j) ‖ κ_j).
  byte[] chainCode() {
    TaggedHash.Streaming out = TaggedHash.start("chaincode").update(sid2);
    dealings.forEach((j, dealing) -> out.u16(j.value()).update(dealing.chainCodeShare()));
    return out.digest();
  }
}
