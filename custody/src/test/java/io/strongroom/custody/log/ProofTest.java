package io.strongroom.custody.log;

import static io.strongroom.custody.log.InvalidProofException.Code.BAD_INDEX;
import static io.strongroom.custody.log.InvalidProofException.Code.BAD_SIZE;
import static io.strongroom.custody.log.InvalidProofException.Code.ROOT_MISMATCH;
import static io.strongroom.custody.log.InvalidProofException.Code.WRONG_LENGTH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.custody.statement.Hash32;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every proof of every small tree verifies, and every such proof that is changed in any of many
/// ways is refused. The ways are those of the vectors published by transparency-dev/merkle: other
/// index, sizes and roots, flipped bits, hashes in front, behind, gone.
class ProofTest {

  private static final int SIZES = 33;

  private final List<Hash32> leaves = MerkleTest.leaves(SIZES);
  private final MerkleTree tree = MerkleTest.tree(leaves);

  @Test
  void inclusionProofs_areThoseOfTheRfc_andVerify() throws Exception {
    for (int size = 1; size <= SIZES; size++) {
      for (int index = 0; index < size; index++) {
        InclusionProof proof = tree.inclusionProof(index, size);
        assertEquals(NaiveMerkle.path(index, leaves.subList(0, size)), proof.path());
        proof.verify(leaves.get(index), tree.root(size));
      }
    }
  }

  @Test
  void validPath_underAnyOtherIndexOrSizeIsRefused() {
    for (int size = 1; size <= SIZES; size++) {
      for (int index = 0; index < size; index++) {
        List<Hash32> path = tree.inclusionProof(index, size).path();
        for (int otherSize = 0; otherSize <= SIZES; otherSize++) {
          for (int otherIndex = 0; otherIndex <= SIZES; otherIndex++) {
            boolean same = otherIndex == index && otherSize == size;
            // The same leaf may keep its path in a tree of another size; then the root is another.
            Hash32 root = tree.root(size);
            if (!same && !samePosition(index, size, otherIndex, otherSize)) {
              assertInclusionRefused(
                  new InclusionProof(otherIndex, otherSize, path), leaves.get(index), root);
            }
          }
        }
      }
    }
  }

  /// Whether (index, size) and the other pair walk the same path: then size is not bound by the
  /// path at all, and no verifier can tell. RFC 9162's algorithm binds the size only through the
  /// path's shape; the checkpoint binds it to the root.
  private static boolean samePosition(long index, long size, long otherIndex, long otherSize) {
    if (otherIndex >= otherSize) {
      return false;
    }
    return shape(index, size).equals(shape(otherIndex, otherSize));
  }

  private static List<Boolean> shape(long index, long size) {
    List<Boolean> siblingsAtLeft = new ArrayList<>();
    for (long last = size - 1; last > 0; index >>= 1, last >>= 1) {
      if ((index & 1) == 1) {
        siblingsAtLeft.add(true);
      } else if (index != last) {
        siblingsAtLeft.add(false);
      }
    }
    return siblingsAtLeft;
  }

  @Test
  void indexNotBelowSize_isRefusedByName() {
    Hash32 root = tree.root(8);
    List<Hash32> path = tree.inclusionProof(7, 8).path();
    for (long index : new long[] {-1, 8, 9, 15, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertEquals(
          BAD_INDEX, inclusionRefusal(new InclusionProof(index, 8, path), leaves.get(7), root));
    }
    assertEquals(
        BAD_INDEX, inclusionRefusal(new InclusionProof(0, 0, List.of()), leaves.get(0), root));
    assertEquals(
        BAD_INDEX, inclusionRefusal(new InclusionProof(0, -1, List.of()), leaves.get(0), root));
    assertEquals(
        WRONG_LENGTH,
        inclusionRefusal(
            new InclusionProof(Long.MAX_VALUE - 1, Long.MAX_VALUE, path), leaves.get(7), root));
  }

  @Test
  void changedInclusionProofs_areRefused() {
    for (int size = 1; size <= SIZES; size++) {
      Hash32 root = tree.root(size);
      for (int index = 0; index < size; index++) {
        InclusionProof proof = tree.inclusionProof(index, size);
        Hash32 leaf = leaves.get(index);
        for (List<Hash32> path : changedPaths(proof.path(), root, leaf)) {
          assertInclusionRefused(new InclusionProof(index, size, path), leaf, root);
        }
        assertEquals(ROOT_MISMATCH, inclusionRefusal(proof, flip(leaf), root));
        assertEquals(ROOT_MISMATCH, inclusionRefusal(proof, leaf, flip(root)));
        assertEquals(ROOT_MISMATCH, inclusionRefusal(proof, leaf, Merkle.EMPTY_ROOT));
      }
    }
  }

  @Test
  void consistencyProofs_areThoseOfTheRfc_andVerify() throws Exception {
    for (int size = 0; size <= SIZES; size++) {
      for (int old = 0; old <= size; old++) {
        ConsistencyProof proof = tree.consistencyProof(old, size);
        assertEquals(NaiveMerkle.proof(old, leaves.subList(0, size)), proof.path());
        proof.verify(tree.root(old), tree.root(size));
      }
    }
  }

  @Test
  void changedConsistencyProofs_areRefused() {
    for (int size = 1; size <= SIZES; size++) {
      for (int old = 0; old <= size; old++) {
        ConsistencyProof proof = tree.consistencyProof(old, size);
        Hash32 oldRoot = tree.root(old);
        Hash32 newRoot = tree.root(size);
        for (List<Hash32> path : changedPaths(proof.path(), oldRoot, newRoot)) {
          assertConsistencyRefused(new ConsistencyProof(old, size, path), oldRoot, newRoot);
        }
        assertEquals(ROOT_MISMATCH, consistencyRefusal(proof, flip(oldRoot), newRoot));
        if (old > 0) {
          assertEquals(ROOT_MISMATCH, consistencyRefusal(proof, oldRoot, flip(newRoot)));
        }
        if (old != size) {
          assertConsistencyRefused(proof, newRoot, oldRoot);
        }
      }
    }
  }

  @Test
  void consistencyProof_betweenOtherSizesIsRefused() {
    for (int size = 2; size <= 17; size++) {
      for (int old = 1; old < size; old++) {
        List<Hash32> path = tree.consistencyProof(old, size).path();
        for (int otherOld = 0; otherOld <= 17; otherOld++) {
          // Through the old root the older size is bound exactly, whatever the newer one is said to
          // be.
          if (otherOld != old) {
            assertConsistencyRefused(
                new ConsistencyProof(otherOld, size, path), tree.root(old), tree.root(size));
          }
        }
        for (int otherSize : new int[] {old - 1, old, size * 2, size * 4, 0}) {
          assertConsistencyRefused(
              new ConsistencyProof(old, otherSize, path), tree.root(old), tree.root(size));
        }
      }
    }
  }

  @Test
  void rewrittenHistory_hasNoConsistencyProof() {
    List<Hash32> rewritten = new ArrayList<>(leaves);
    rewritten.set(3, flip(leaves.get(3)));
    MerkleTree forged = MerkleTest.tree(rewritten);
    for (int old = 4; old < SIZES; old++) {
      ConsistencyProof proof = forged.consistencyProof(old, SIZES);
      assertConsistencyRefused(proof, tree.root(old), forged.root());
    }
  }

  @Test
  void impossibleSizes_areRefusedByName() {
    Hash32 root = tree.root(4);
    assertEquals(BAD_INDEX, consistencyRefusal(new ConsistencyProof(-1, 4, List.of()), root, root));
    assertEquals(BAD_SIZE, consistencyRefusal(new ConsistencyProof(5, 4, List.of()), root, root));
    assertEquals(
        WRONG_LENGTH, consistencyRefusal(new ConsistencyProof(4, 4, List.of(root)), root, root));
    assertEquals(
        WRONG_LENGTH,
        consistencyRefusal(new ConsistencyProof(0, 4, List.of(root)), Merkle.EMPTY_ROOT, root));
    assertEquals(
        WRONG_LENGTH, consistencyRefusal(new ConsistencyProof(3, 4, List.of()), root, root));
    assertEquals(
        WRONG_LENGTH,
        consistencyRefusal(new ConsistencyProof(1, Long.MAX_VALUE, List.of(root)), root, root));
  }

  @Test
  void pathsOfHugeTrees_areWalkedWithoutOverflow() throws Exception {
    List<Hash32> path = new ArrayList<>();
    Hash32 leaf = leaves.getFirst();
    Hash32 root = leaf;
    for (int i = 0; i < InclusionProof.MAX_LENGTH; i++) {
      path.add(leaf);
      root = Merkle.nodeHash(root, leaf);
    }
    new InclusionProof(0, Long.MAX_VALUE, path).verify(leaf, root);
    assertEquals(
        BAD_INDEX, inclusionRefusal(new InclusionProof(0, Long.MIN_VALUE, path), leaf, root));
  }

  private static List<List<Hash32>> changedPaths(List<Hash32> path, Hash32 one, Hash32 other) {
    List<List<Hash32>> changed = new ArrayList<>();
    for (Hash32 extra : List.of(one, other, Merkle.EMPTY_ROOT)) {
      List<Hash32> before = new ArrayList<>(path);
      before.addFirst(extra);
      changed.add(before);
      List<Hash32> after = new ArrayList<>(path);
      after.addLast(extra);
      changed.add(after);
    }
    for (int i = 0; i < path.size(); i++) {
      List<Hash32> flipped = new ArrayList<>(path);
      flipped.set(i, flip(path.get(i)));
      changed.add(flipped);
      List<Hash32> without = new ArrayList<>(path);
      without.remove(i);
      changed.add(without);
      List<Hash32> twice = new ArrayList<>(path);
      twice.add(i, path.get(i));
      changed.add(twice);
    }
    for (int i = 1; i < path.size(); i++) {
      List<Hash32> swapped = new ArrayList<>(path);
      swapped.set(i, path.get(i - 1));
      swapped.set(i - 1, path.get(i));
      changed.add(swapped);
    }
    if (!path.isEmpty()) {
      changed.add(List.of());
      changed.add(new ArrayList<>(path.reversed()));
    }
    changed.removeIf(path::equals);
    return changed;
  }

  private static Hash32 flip(Hash32 hash) {
    byte[] bytes = hash.bytes();
    bytes[31] ^= 1;
    return Hash32.of(bytes);
  }

  private static void assertInclusionRefused(InclusionProof proof, Hash32 leaf, Hash32 root) {
    assertThrows(InvalidProofException.class, () -> proof.verify(leaf, root), proof::toString);
  }

  private static void assertConsistencyRefused(
      ConsistencyProof proof, Hash32 oldRoot, Hash32 newRoot) {
    assertThrows(
        InvalidProofException.class, () -> proof.verify(oldRoot, newRoot), proof::toString);
  }

  private static InvalidProofException.Code inclusionRefusal(
      InclusionProof proof, Hash32 leaf, Hash32 root) {
    var e =
        assertThrows(InvalidProofException.class, () -> proof.verify(leaf, root), proof::toString);
    assertTrue(e.getMessage() != null);
    return e.code();
  }

  private static InvalidProofException.Code consistencyRefusal(
      ConsistencyProof proof, Hash32 oldRoot, Hash32 newRoot) {
    return assertThrows(
            InvalidProofException.class, () -> proof.verify(oldRoot, newRoot), proof::toString)
        .code();
  }
}
