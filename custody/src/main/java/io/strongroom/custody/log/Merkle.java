package io.strongroom.custody.log;

import io.strongroom.custody.statement.Hash32;

/// Hashing of the log's tree. Source: RFC 6962 section 2.1 (and RFC 9162).
///
/// Leaves and nodes are told apart by their first byte, so that no node can be presented as a leaf.
public final class Merkle {

  /// Root of the tree without leaves: SHA-256 of nothing.
  public static final Hash32 EMPTY_ROOT = Hash32.sha256();

  private static final byte[] LEAF_PREFIX = {0};
  private static final byte[] NODE_PREFIX = {1};

  private Merkle() {}

  /// SHA-256(0x00 ‖ leaf).
  public static Hash32 leafHash(byte[] leaf) {
    return Hash32.sha256(LEAF_PREFIX, leaf);
  }

  /// SHA-256(0x01 ‖ left ‖ right).
  public static Hash32 nodeHash(Hash32 left, Hash32 right) {
    return Hash32.sha256(NODE_PREFIX, left.bytes(), right.bytes());
  }
}
