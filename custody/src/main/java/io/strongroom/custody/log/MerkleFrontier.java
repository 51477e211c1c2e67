package io.strongroom.custody.log;

import io.strongroom.custody.statement.Bytes;
import io.strongroom.custody.statement.Hash32;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The right edge of a Merkle tree: all that is needed to append leaves and to know the root.
/// Public data, an immutable value.
///
/// @param size number of leaves
/// @param edge roots of the complete subtrees that make up the tree, from left to right, greatest
///   first: one for each bit that is set in `size`
public record MerkleFrontier(long size, List<Hash32> edge) {

  /// The tree without leaves.
  public static final MerkleFrontier EMPTY = new MerkleFrontier(0, List.of());

  /// Checks that the edge fits the size.
  ///
  /// @throws IllegalArgumentException if it does not
  public MerkleFrontier {
    edge = List.copyOf(edge);
    if (size < 0 || Long.bitCount(size) != edge.size()) {
      throw new IllegalArgumentException(
          "a tree of size " + size + " does not have " + edge.size() + " edge nodes");
    }
  }

  /// The tree with one more leaf.
  public MerkleFrontier append(Hash32 leafHash) {
    List<Hash32> next = new ArrayList<>(edge);
    Hash32 node = leafHash;
    for (int merges = Long.numberOfTrailingZeros(~size); merges > 0; merges--) {
      node = Merkle.nodeHash(next.removeLast(), node);
    }
    next.add(node);
    return new MerkleFrontier(Math.addExact(size, 1), next);
  }

  /// The tree's root.
  public Hash32 root() {
    if (edge.isEmpty()) {
      return Merkle.EMPTY_ROOT;
    }
    Hash32 root = edge.getLast();
    for (int i = edge.size() - 2; i >= 0; i--) {
      root = Merkle.nodeHash(edge.get(i), root);
    }
    return root;
  }

  /// For storage: size as 8 bytes, big-endian, then the edge, 32 bytes each.
  public Bytes encode() {
    ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES + edge.size() * Hash32.LENGTH);
    buffer.putLong(size);
    edge.forEach(node -> buffer.put(node.bytes()));
    return Bytes.of(buffer.array());
  }

  /// Reads what [#encode()] wrote.
  ///
  /// @throws IllegalArgumentException on anything else
  public static MerkleFrontier decode(Bytes encoded) {
    if (encoded.length() < Long.BYTES || (encoded.length() - Long.BYTES) % Hash32.LENGTH != 0) {
      throw new IllegalArgumentException("not an encoded frontier");
    }
    ByteBuffer buffer = ByteBuffer.wrap(encoded.toArray());
    long size = buffer.getLong();
    List<Hash32> edge = new ArrayList<>();
    while (buffer.hasRemaining()) {
      byte[] node = new byte[Hash32.LENGTH];
      buffer.get(node);
      edge.add(Hash32.of(node));
    }
    return new MerkleFrontier(size, edge);
  }
}
