package io.strongroom.custody.log;

import static io.strongroom.custody.log.InvalidProofException.Code.BAD_INDEX;
import static io.strongroom.custody.log.InvalidProofException.Code.BAD_SIZE;
import static io.strongroom.custody.log.InvalidProofException.Code.ROOT_MISMATCH;
import static io.strongroom.custody.log.InvalidProofException.Code.WRONG_LENGTH;

import io.strongroom.custody.statement.Hash32;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Proof that a tree begins with an older one: nothing was changed, deleted or reordered. Public
/// data; it may come from anybody.
///
/// Source: RFC 9162 section 2.1.4. From an empty or to an equal tree the path is empty, and roots
/// are compared.
///
/// @param oldSize number of leaves of the older tree
/// @param newSize number of leaves of the newer one
/// @param path hashes in RFC 6962's order
public record ConsistencyProof(long oldSize, long newSize, List<Hash32> path) {

  public ConsistencyProof {
    path = List.copyOf(path);
  }

  /// Verifies that the tree of `newSize` leaves with root `newRoot` begins with the tree of
  /// `oldSize` leaves with root `oldRoot`.
  ///
  /// @throws InvalidProofException BAD_INDEX, BAD_SIZE, WRONG_LENGTH or ROOT_MISMATCH
  public void verify(Hash32 oldRoot, Hash32 newRoot) throws InvalidProofException {
    if (oldSize < 0) {
      throw new InvalidProofException(BAD_INDEX, "a size is negative");
    }
    if (oldSize > newSize) {
      throw new InvalidProofException(BAD_SIZE, "the older tree is larger");
    }
    if (oldSize == 0 || oldSize == newSize) {
      verifyTrivial(oldRoot, newRoot);
      return;
    }
    Deque<Hash32> rest = new ArrayDeque<>(path);
    // A complete older tree is itself the first node of the path, and left out.
    Hash32 first = Long.bitCount(oldSize) == 1 ? oldRoot : take(rest);
    Hash32 oldHash = first;
    Hash32 newHash = first;
    long node = oldSize - 1;
    long last = newSize - 1;
    int up = Long.numberOfTrailingZeros(~node);
    node >>= up;
    last >>= up;
    while (last != 0) {
      if ((node & 1) == 1 || node == last) {
        Hash32 sibling = take(rest);
        oldHash = Merkle.nodeHash(sibling, oldHash);
        newHash = Merkle.nodeHash(sibling, newHash);
        while ((node & 1) == 0 && node != 0) {
          node >>= 1;
          last >>= 1;
        }
      } else {
        newHash = Merkle.nodeHash(newHash, take(rest));
      }
      node >>= 1;
      last >>= 1;
    }
    if (!rest.isEmpty()) {
      throw new InvalidProofException(WRONG_LENGTH, "the path goes on above the root");
    }
    requireEqual(oldHash, oldRoot, "older");
    requireEqual(newHash, newRoot, "newer");
  }

  private void verifyTrivial(Hash32 oldRoot, Hash32 newRoot) throws InvalidProofException {
    if (!path.isEmpty()) {
      throw new InvalidProofException(
          WRONG_LENGTH, "from an empty or to an equal tree the path is empty");
    }
    if (oldSize == 0) {
      requireEqual(Merkle.EMPTY_ROOT, oldRoot, "older");
    }
    if (oldSize == newSize) {
      requireEqual(oldRoot, newRoot, "newer");
    }
  }

  private static Hash32 take(Deque<Hash32> rest) throws InvalidProofException {
    Hash32 next = rest.poll();
    if (next == null) {
      throw new InvalidProofException(WRONG_LENGTH, "the path ends below the root");
    }
    return next;
  }

  private static void requireEqual(Hash32 derived, Hash32 given, String which)
      throws InvalidProofException {
    if (!derived.equals(given)) {
      throw new InvalidProofException(
          ROOT_MISMATCH, "the path leads to another " + which + " root");
    }
  }
}
