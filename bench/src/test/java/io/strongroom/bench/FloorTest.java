package io.strongroom.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.strongroom.bench.unit.UnitCost;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The counts of `docs/protocol.md` 19.2.
final class FloorTest {

  @Test
  void oneSignatureWithOnePeer_hasTheCountsOfTheSpecification() {
    Map<UnitCost, Double> counts = Floor.signing(2, 1).counts();
    // 13,812 in the table; the bulk part is rounded there.
    assertEquals(13_814, compressions(counts));
    assertEquals(6_016, count(counts, UnitCost.SCALAR_MULTIPLICATION));
    assertEquals(3_084, count(counts, UnitCost.FIELD_MULTIPLICATION));
    assertEquals(8, count(counts, UnitCost.FIXED_BASE));
    assertEquals(3, count(counts, UnitCost.VARIABLE_BASE));
  }

  @Test
  void aFullBatch_hasThirtyTwoTimesItsOwnCounts() {
    assertEquals(32 * 13_052, compressions(Floor.signing(2, 32).counts()));
  }

  @Test
  void aSecondPeer_doublesWhatIsPerPeer() {
    assertEquals(2 * 13_814, compressions(Floor.signing(3, 1).counts()));
    assertEquals(12, count(Floor.signing(3, 1).counts(), UnitCost.FIXED_BASE));
  }

  @Test
  void otherBatches_areRefused() {
    assertThrows(IllegalArgumentException.class, () -> Floor.signing(2, 8));
  }

  @Test
  void theStricterFloor_pricesEveryCompressionInBulk() {
    Map<UnitCost, Double> nanos = new EnumMap<>(UnitCost.class);
    for (UnitCost unit : UnitCost.values()) {
      nanos.put(unit, 0.0);
    }
    nanos.put(UnitCost.PREFIX_HASH, 2.0);
    nanos.put(UnitCost.BULK_COMPRESSION, 1.0);
    assertEquals(13_814 + 10_064, Floor.signing(2, 1).nanos(nanos));
    assertEquals(13_814, Floor.signing(2, 1).bulkNanos(nanos));
  }

  private static double compressions(Map<UnitCost, Double> counts) {
    return count(counts, UnitCost.PREFIX_HASH) + count(counts, UnitCost.BULK_COMPRESSION);
  }

  private static double count(Map<UnitCost, Double> counts, UnitCost unit) {
    return Objects.requireNonNull(counts.get(unit));
  }
}
