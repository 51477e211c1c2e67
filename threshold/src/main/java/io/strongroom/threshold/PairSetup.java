package io.strongroom.threshold;

import java.util.Arrays;

/// One party's pair-wise set-up with one peer, made in key generation: the seeds of both
/// OT-extension directions and of the zero shares (`docs/protocol.md` 7, 8, 10). Secret,
/// long-lived.
///
/// Burning a pair means closing this object and erasing every stored copy.
public final class PairSetup implements AutoCloseable {

  /// Trees per direction.
  public static final int TREES = 64;

  /// Leaves per tree.
  public static final int LEAVES = 4;

  /// Bytes per leaf.
  public static final int LEAF = 32;

  /// Bytes of the leaves that this party built: it is Bob, the OT-extension receiver.
  public static final int BUILT_LEAVES = TREES * LEAVES * LEAF;

  /// Bytes of the leaves that this party knows of the peer's trees: it is Alice.
  public static final int KNOWN_LEAVES = TREES * (LEAVES - 1) * LEAF;

  /// Bytes of the zero-share seed.
  public static final int ZERO_SEED = 32;

  /// Bytes of an encoded set-up.
  public static final int ENCODED = BUILT_LEAVES + KNOWN_LEAVES + TREES + ZERO_SEED;

  private final PartyIndex peer;
  private final SecretBytes builtLeaves;
  private final SecretBytes knownLeaves;
  private final SecretBytes missing;
  private final SecretBytes zeroSeed;

  /// Takes copies; the caller wipes the originals.
  ///
  /// @param builtLeaves as Bob: 8,192 bytes, tree-major, four leaves of 32 bytes per tree
  /// @param knownLeaves as Alice: 6,144 bytes, tree-major, the three leaves y ≠ y* ascending by y
  /// @param missing as Alice: 64 bytes, y* of each tree, 0..3; bit 2i+b of Δ is bit b of y*_i
  /// @param zeroSeed 32 bytes, equal on both sides
  /// @throws BadParametersException if a length or a y* is out of range
  public PairSetup(
      PartyIndex peer, byte[] builtLeaves, byte[] knownLeaves, byte[] missing, byte[] zeroSeed) {
    if (builtLeaves.length != BUILT_LEAVES
        || knownLeaves.length != KNOWN_LEAVES
        || missing.length != TREES
        || zeroSeed.length != ZERO_SEED) {
      throw new BadParametersException(AbortCode.BAD_PARAMS, "pair set-up lengths");
    }
    int all = 0;
    for (byte y : missing) {
      all |= y;
    }
    if ((all & ~(LEAVES - 1)) != 0) {
      throw new BadParametersException(AbortCode.BAD_PARAMS, "punctured leaf out of range");
    }
    this.peer = peer;
    this.builtLeaves = new SecretBytes(builtLeaves);
    this.knownLeaves = new SecretBytes(knownLeaves);
    this.missing = new SecretBytes(missing);
    this.zeroSeed = new SecretBytes(zeroSeed);
  }

  /// Reads [#ENCODED] bytes.
  static PairSetup decode(PartyIndex peer, byte[] encoded) {
    int known = BUILT_LEAVES + KNOWN_LEAVES;
    byte[] built = Arrays.copyOfRange(encoded, 0, BUILT_LEAVES);
    byte[] knownLeaves = Arrays.copyOfRange(encoded, BUILT_LEAVES, known);
    byte[] missing = Arrays.copyOfRange(encoded, known, known + TREES);
    byte[] zeroSeed = Arrays.copyOfRange(encoded, known + TREES, ENCODED);
    try {
      return new PairSetup(peer, built, knownLeaves, missing, zeroSeed);
    } finally {
      wipe(built, knownLeaves, missing, zeroSeed);
    }
  }

  /// The peer.
  public PartyIndex peer() {
    return peer;
  }

  /// As Bob: 8,192 bytes, tree-major. A copy, which the caller wipes.
  public byte[] builtLeaves() {
    return builtLeaves.reveal();
  }

  /// As Alice: 6,144 bytes, tree-major, the three known leaves ascending. A copy, which the caller
  /// wipes.
  public byte[] knownLeaves() {
    return knownLeaves.reveal();
  }

  /// As Alice: y* of the 64 trees. A copy, which the caller wipes.
  public byte[] missing() {
    return missing.reveal();
  }

  /// The zero-share seed of the pair, 32 bytes. A copy, which the caller wipes.
  public byte[] zeroSeed() {
    return zeroSeed.reveal();
  }

  /// Built leaves ‖ known leaves ‖ y* ‖ zero seed, written to `out[off..]`.
  void encode(byte[] out, int off) {
    builtLeaves.copyTo(out, off);
    knownLeaves.copyTo(out, off + BUILT_LEAVES);
    missing.copyTo(out, off + BUILT_LEAVES + KNOWN_LEAVES);
    zeroSeed.copyTo(out, off + BUILT_LEAVES + KNOWN_LEAVES + TREES);
  }

  /// A second object over copies of the same secrets.
  PairSetup copy() {
    byte[] encoded = new byte[ENCODED];
    encode(encoded, 0);
    try {
      return decode(peer, encoded);
    } finally {
      wipe(encoded);
    }
  }

  @Override
  public void close() {
    builtLeaves.close();
    knownLeaves.close();
    missing.close();
    zeroSeed.close();
  }

  @Override
  public String toString() {
    return "PairSetup[peer=" + peer + "]";
  }

  private static void wipe(byte[]... arrays) {
    for (byte[] array : arrays) {
      Arrays.fill(array, (byte) 0);
    }
  }
}
