package io.strongroom.bench;

import static io.strongroom.bench.unit.UnitCost.BULK_COMPRESSION;
import static io.strongroom.bench.unit.UnitCost.FIELD_MULTIPLICATION;
import static io.strongroom.bench.unit.UnitCost.FIXED_BASE;
import static io.strongroom.bench.unit.UnitCost.POINT_DECODING;
import static io.strongroom.bench.unit.UnitCost.PREFIX_HASH;
import static io.strongroom.bench.unit.UnitCost.SCALAR_ADDITION;
import static io.strongroom.bench.unit.UnitCost.SCALAR_MULTIPLICATION;
import static io.strongroom.bench.unit.UnitCost.VARIABLE_BASE;

import io.strongroom.bench.unit.UnitCost;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// How many operations of each kind a party cannot do without (`docs/protocol.md` 19.2). Their sum
/// at measured unit costs is the floor that a measured session is compared with.
///
/// @param counts operations of one party, of all instances of the batch
public record Floor(Map<UnitCost, Double> counts) {

  private static final int FULL_BATCH = 32;
  private static final int PAD_CALLS = 6_768;
  private static final int GADGET_CALLS = 1_504;

  public Floor {
    counts = Map.copyOf(counts);
  }

  /// Signing, for one request or a full batch.
  ///
  /// @param signers |S|
  /// @param batch 1 or 32, for which the specification states the counts
  public static Floor signing(int signers, int batch) {
    if (batch != 1 && batch != FULL_BATCH) {
      throw new IllegalArgumentException("counts are stated for batches of 1 and 32");
    }
    boolean single = batch == 1;
    double peers = (double) (signers - 1) * batch;
    Map<UnitCost, Double> counts = new EnumMap<>(UnitCost.class);
    counts.put(PREFIX_HASH, peers * (PAD_CALLS + GADGET_CALLS + (single ? 1_792 : 1_330)));
    counts.put(BULK_COMPRESSION, peers * (single ? 3_750 : 3_450));
    counts.put(SCALAR_MULTIPLICATION, peers * 6_016);
    counts.put(SCALAR_ADDITION, peers * 20_000);
    counts.put(FIELD_MULTIPLICATION, peers * (single ? 3_084 : 3_020));
    counts.put(FIXED_BASE, peers * 4 + batch * 4.0);
    counts.put(VARIABLE_BASE, peers * 2 + batch);
    return new Floor(counts);
  }

  /// Key generation of n parties. The specification counts operations here but gives no formula;
  /// hashing a point costs two tries of a square root on average, and each of the 512 points per
  /// peer that come over the wire costs one.
  public static Floor keyGeneration(int threshold, int partyCount) {
    double peers = partyCount - 1.0;
    Map<UnitCost, Double> counts = new EnumMap<>(UnitCost.class);
    counts.put(FIXED_BASE, peers * 512 + threshold + 2);
    counts.put(VARIABLE_BASE, peers * 384 + (double) threshold * partyCount);
    counts.put(POINT_DECODING, peers * (2 * 512 + 512));
    counts.put(PREFIX_HASH, peers * 832);
    counts.put(BULK_COMPRESSION, peers * (7_400 - 832));
    return new Floor(counts);
  }

  /// The floor in nanoseconds, F calls at the cost of an F call and the rest of the hashing at the
  /// cost in bulk.
  public double nanos(Map<UnitCost, Double> unitNanos) {
    double sum = 0;
    for (Map.Entry<UnitCost, Double> entry : counts.entrySet()) {
      sum += entry.getValue() * Objects.requireNonNull(unitNanos.get(entry.getKey()));
    }
    return sum;
  }

  /// The stricter floor: every compression at the cost in bulk, as if calls and copies were free.
  public double bulkNanos(Map<UnitCost, Double> unitNanos) {
    Map<UnitCost, Double> bulk = new EnumMap<>(unitNanos);
    bulk.put(PREFIX_HASH, Objects.requireNonNull(unitNanos.get(BULK_COMPRESSION)));
    return nanos(bulk);
  }
}
