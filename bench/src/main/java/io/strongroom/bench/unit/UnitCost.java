package io.strongroom.bench.unit;

import io.strongroom.bench.session.Meter;

/// The unit costs of the floor formula, each with the loop that measures it.
public enum UnitCost {
  /// F, one compression on an absorbed prefix.
  PREFIX_HASH("F, one block on an absorbed prefix", 20_000),
  /// A short digest without prefix: what the JDK's digest object costs around one compression.
  SHORT_DIGEST("SHA-256 of 21 bytes", 20_000),
  /// A compression inside a long message.
  BULK_COMPRESSION("SHA-256 compression in bulk", 40_000),
  /// A product modulo q.
  SCALAR_MULTIPLICATION("product mod q", 20_000),
  /// A sum modulo q.
  SCALAR_ADDITION("sum mod q", 100_000),
  /// A product in GF(2^128).
  FIELD_MULTIPLICATION("product in GF(2^128)", 20_000),
  /// k·G.
  FIXED_BASE("k·G, constant time", 100),
  /// E(k·P).
  VARIABLE_BASE("E(k·P), constant time", 50),
  /// A square root.
  POINT_DECODING("decoding of a 33-byte point", 400);

  private final String label;
  private final int count;

  UnitCost(String label, int count) {
    this.label = label;
    this.count = count;
  }

  /// What is measured, in words.
  public String label() {
    return label;
  }

  /// A fresh loop.
  public UnitOperation operation() {
    return switch (this) {
      case PREFIX_HASH -> UnitOperation.prefixHash();
      case SHORT_DIGEST -> UnitOperation.shortDigest();
      case BULK_COMPRESSION -> UnitOperation.bulkCompression();
      case SCALAR_MULTIPLICATION -> UnitOperation.scalarMultiplication();
      case SCALAR_ADDITION -> UnitOperation.scalarAddition();
      case FIELD_MULTIPLICATION -> UnitOperation.fieldMultiplication();
      case FIXED_BASE -> UnitOperation.fixedBase();
      case VARIABLE_BASE -> UnitOperation.variableBase();
      case POINT_DECODING -> UnitOperation.pointDecoding();
    };
  }

  /// CPU nanoseconds per operation, over one loop of a few milliseconds.
  public double measure(UnitOperation operation) {
    long before = Meter.cpuNanos();
    long result = operation.run(count);
    long nanos = Meter.cpuNanos() - before;
    if (result == Long.MIN_VALUE) {
      throw new AssertionError("never, but the compiler does not know");
    }
    return (double) nanos / count;
  }
}
