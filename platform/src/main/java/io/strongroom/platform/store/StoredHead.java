package io.strongroom.platform.store;

import java.util.Arrays;
import java.util.HexFormat;

/// Where the log ends: its size, the tree's root, and what is needed to append to the tree. Public
/// bytes, opaque here; arrays are shared, not copied.
public final class StoredHead {

  private static final int HASH_BYTES = 32;
  private static final String EMPTY_ROOT =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  private static final int MAX_FRONTIER_BYTES = 4096;

  private final long size;
  private final byte[] root;
  private final byte[] frontier;
  private final byte[] stateHash;

  /// A head.
  ///
  /// @param size number of entries
  /// @param root 32 bytes
  /// @param frontier encoded right edge of the tree; empty for the empty log
  /// @param stateHash chained state hash, 32 bytes; empty for the empty log
  /// @throws IllegalArgumentException when a length is wrong
  public StoredHead(long size, byte[] root, byte[] frontier, byte[] stateHash) {
    boolean hashes =
        root.length == HASH_BYTES && (stateHash.length == HASH_BYTES || stateHash.length == 0);
    if (size < 0 || !hashes || frontier.length > MAX_FRONTIER_BYTES) {
      throw new IllegalArgumentException("a head's field is out of range");
    }
    this.size = size;
    this.root = root;
    this.frontier = frontier;
    this.stateHash = stateHash;
  }

  /// The head of the empty log: its root is SHA-256 of nothing (RFC 6962, 2.1).
  public static StoredHead empty() {
    return new StoredHead(0, HexFormat.of().parseHex(EMPTY_ROOT), new byte[0], new byte[0]);
  }

  /// Number of entries.
  public long size() {
    return size;
  }

  /// The tree's root, 32 bytes.
  public byte[] root() {
    return root;
  }

  /// Encoded right edge of the tree.
  public byte[] frontier() {
    return frontier;
  }

  /// Chained state hash, 32 bytes, or empty.
  public byte[] stateHash() {
    return stateHash;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StoredHead head
        && size == head.size
        && Arrays.equals(root, head.root)
        && Arrays.equals(frontier, head.frontier)
        && Arrays.equals(stateHash, head.stateHash);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(size) ^ Arrays.hashCode(root);
  }

  @Override
  public String toString() {
    return "head of size " + size + ", root " + HexFormat.of().formatHex(root);
  }
}
