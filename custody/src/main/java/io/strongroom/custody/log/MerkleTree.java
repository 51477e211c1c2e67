package io.strongroom.custody.log;

import io.strongroom.custody.statement.Hash32;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A whole Merkle tree in memory, which grows at its right edge and proves inclusion and
/// consistency at every size it had.
///
/// Public data. Mutable and for one thread: the owner guards it. It keeps the roots of all complete
/// subtrees, so about 64 bytes of hashes a leaf, and every proof costs at most 2 log2(n) hashes.
/// Source: RFC 6962 sections 2.1.1 and 2.1.2.
public final class MerkleTree {

  /// Level h holds the roots of the complete subtrees of 2^h leaves, from left to right.
  private final List<List<Hash32>> levels = new ArrayList<>();

  /// Number of leaves.
  public long size() {
    return levels.isEmpty() ? 0 : levels.getFirst().size();
  }

  /// Adds a leaf at the right.
  public void append(Hash32 leafHash) {
    Hash32 node = leafHash;
    for (int height = 0; ; height++) {
      if (height == levels.size()) {
        levels.add(new ArrayList<>());
      }
      List<Hash32> level = levels.get(height);
      level.add(node);
      if (level.size() % 2 != 0) {
        return;
      }
      node = Merkle.nodeHash(level.get(level.size() - 2), node);
    }
  }

  /// Hash of the leaf at an index.
  ///
  /// @throws IndexOutOfBoundsException unless 0 ≤ index < size
  public Hash32 leaf(long index) {
    return levels.isEmpty()
        ? List.<Hash32>of().get(0)
        : levels.getFirst().get(Math.toIntExact(index));
  }

  /// Root of the whole tree.
  public Hash32 root() {
    return root(size());
  }

  /// Root that the tree had at a size.
  ///
  /// @throws IndexOutOfBoundsException unless 0 ≤ size ≤ the present size
  public Hash32 root(long size) {
    requireSize(size);
    return size == 0 ? Merkle.EMPTY_ROOT : subtree(0, size);
  }

  /// The right edge that the tree had at a size.
  ///
  /// @throws IndexOutOfBoundsException unless 0 ≤ size ≤ the present size
  public MerkleFrontier frontier(long size) {
    requireSize(size);
    List<Hash32> edge = new ArrayList<>();
    long start = 0;
    while (start < size) {
      long width = Long.highestOneBit(size - start);
      edge.add(subtree(start, start + width));
      start += width;
    }
    return new MerkleFrontier(size, edge);
  }

  /// Proof that the leaf at `index` is in the tree of `size` leaves.
  ///
  /// @throws IndexOutOfBoundsException unless 0 ≤ index < size ≤ the present size
  public InclusionProof inclusionProof(long index, long size) {
    requireSize(size);
    Objects.checkIndex(index, size);
    List<Hash32> path = new ArrayList<>();
    inclusionPath(index, 0, size, path);
    return new InclusionProof(index, size, path);
  }

  private void inclusionPath(long index, long start, long end, List<Hash32> path) {
    if (end - start == 1) {
      return;
    }
    long middle = start + split(end - start);
    if (index < middle) {
      inclusionPath(index, start, middle, path);
      path.add(subtree(middle, end));
    } else {
      inclusionPath(index, middle, end, path);
      path.add(subtree(start, middle));
    }
  }

  /// Proof that the tree of `newSize` leaves begins with the tree of `oldSize` leaves.
  ///
  /// @throws IndexOutOfBoundsException unless 0 ≤ oldSize ≤ newSize ≤ the present size
  public ConsistencyProof consistencyProof(long oldSize, long newSize) {
    requireSize(newSize);
    Objects.checkFromToIndex(oldSize, newSize, newSize);
    List<Hash32> path = new ArrayList<>();
    if (oldSize > 0 && oldSize < newSize) {
      consistencyPath(oldSize, 0, newSize, true, path);
    }
    return new ConsistencyProof(oldSize, newSize, path);
  }

  private void consistencyPath(
      long oldSize, long start, long end, boolean oldRootKnown, List<Hash32> path) {
    if (oldSize == end) {
      if (!oldRootKnown) {
        path.add(subtree(start, end));
      }
      return;
    }
    long middle = start + split(end - start);
    if (oldSize <= middle) {
      consistencyPath(oldSize, start, middle, oldRootKnown, path);
      path.add(subtree(middle, end));
    } else {
      consistencyPath(oldSize, middle, end, false, path);
      path.add(subtree(start, middle));
    }
  }

  /// Root of the leaves `start` to `end`, where `start` is a multiple of the greatest power of two
  /// within the width.
  private Hash32 subtree(long start, long end) {
    long width = end - start;
    if (Long.bitCount(width) == 1) {
      int height = Long.numberOfTrailingZeros(width);
      return levels.get(height).get(Math.toIntExact(start >> height));
    }
    long middle = start + split(width);
    return Merkle.nodeHash(subtree(start, middle), subtree(middle, end));
  }

  /// The greatest power of two below a width of at least 2.
  private static long split(long width) {
    return Long.highestOneBit(width - 1);
  }

  private void requireSize(long size) {
    Objects.checkFromToIndex(0, size, size());
  }
}
