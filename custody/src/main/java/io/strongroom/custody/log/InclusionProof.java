package io.strongroom.custody.log;

import static io.strongroom.custody.log.InvalidProofException.Code.BAD_INDEX;
import static io.strongroom.custody.log.InvalidProofException.Code.ROOT_MISMATCH;
import static io.strongroom.custody.log.InvalidProofException.Code.WRONG_LENGTH;

import io.strongroom.custody.statement.Hash32;
import java.util.List;

/// Proof that a leaf stands at an index of the tree of a size. Public data; it may come from
/// anybody.
///
/// Source: RFC 9162 section 2.1.3, whose checks of index, size and length are all made: a valid
/// path under another index or size is refused.
///
/// @param index of the leaf
/// @param size number of leaves of the tree
/// @param path sibling hashes from the leaf to the root
public record InclusionProof(long index, long size, List<Hash32> path) {

  /// The longest path: sizes fit 63 bits.
  public static final int MAX_LENGTH = 63;

  public InclusionProof {
    path = List.copyOf(path);
  }

  /// Verifies that the leaf with this hash stands at `index` of the tree of `size` leaves with this
  /// root.
  ///
  /// @throws InvalidProofException BAD_INDEX, WRONG_LENGTH or ROOT_MISMATCH
  public void verify(Hash32 leafHash, Hash32 root) throws InvalidProofException {
    if (index < 0 || index >= size) {
      throw new InvalidProofException(BAD_INDEX, "index " + index + " is not below size " + size);
    }
    long node = index;
    long last = size - 1;
    Hash32 hash = leafHash;
    for (Hash32 sibling : path) {
      if (last == 0) {
        throw new InvalidProofException(WRONG_LENGTH, "the path goes on above the root");
      }
      if ((node & 1) == 1 || node == last) {
        hash = Merkle.nodeHash(sibling, hash);
        // A node without a right sibling is passed upwards unhashed.
        while ((node & 1) == 0 && node != 0) {
          node >>= 1;
          last >>= 1;
        }
      } else {
        hash = Merkle.nodeHash(hash, sibling);
      }
      node >>= 1;
      last >>= 1;
    }
    if (last != 0) {
      throw new InvalidProofException(WRONG_LENGTH, "the path ends below the root");
    }
    if (!hash.equals(root)) {
      throw new InvalidProofException(ROOT_MISMATCH, "the path leads to another root");
    }
  }
}
