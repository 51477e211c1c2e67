package io.strongroom.custody.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.strongroom.custody.statement.Bytes;
import io.strongroom.custody.statement.Hash32;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MerkleTest {

  private static final int SIZES = 70;

  /// Leaves and roots of the reference tree that Certificate Transparency implementations share.
  private static final List<String> REFERENCE_LEAVES =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  private static final List<String> REFERENCE_ROOTS =
      List.of(
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  static List<Hash32> leaves(int count) {
    List<Hash32> leaves = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      leaves.add(Merkle.leafHash(new byte[] {(byte) i, (byte) (i >> 8)}));
    }
    return leaves;
  }

  static MerkleTree tree(List<Hash32> leaves) {
    var tree = new MerkleTree();
    leaves.forEach(tree::append);
    return tree;
  }

  @Test
  void publishedRoots_ofNoneToEightLeaves() {
    var tree = new MerkleTree();
    MerkleFrontier frontier = MerkleFrontier.EMPTY;
    assertEquals(REFERENCE_ROOTS.getFirst(), tree.root().hex());
    assertEquals(REFERENCE_ROOTS.getFirst(), frontier.root().hex());
    for (int i = 0; i < REFERENCE_LEAVES.size(); i++) {
      Hash32 leaf = Merkle.leafHash(Bytes.fromHex(REFERENCE_LEAVES.get(i)).toArray());
      tree.append(leaf);
      frontier = frontier.append(leaf);
      assertEquals(REFERENCE_ROOTS.get(i + 1), tree.root().hex());
      assertEquals(REFERENCE_ROOTS.get(i + 1), frontier.root().hex());
    }
  }

  @Test
  void leafAndNode_areToldApart() {
    Hash32 left = Merkle.leafHash(new byte[] {1});
    Hash32 right = Merkle.leafHash(new byte[] {2});
    byte[] both = new byte[64];
    System.arraycopy(left.bytes(), 0, both, 0, 32);
    System.arraycopy(right.bytes(), 0, both, 32, 32);
    assertNotEquals(Merkle.nodeHash(left, right), Merkle.leafHash(both));
    assertNotEquals(Merkle.nodeHash(left, right), Merkle.nodeHash(right, left));
  }

  @Test
  void treeAndFrontier_agreeWithTheTextOfTheRfc_atEverySize() {
    List<Hash32> leaves = leaves(SIZES);
    MerkleTree tree = tree(leaves);
    MerkleFrontier frontier = MerkleFrontier.EMPTY;
    for (int size = 0; size <= SIZES; size++) {
      Hash32 root = NaiveMerkle.root(leaves.subList(0, size));
      assertEquals(root, tree.root(size));
      assertEquals(root, frontier.root());
      assertEquals(frontier, tree.frontier(size));
      assertEquals(size, frontier.size());
      if (size < SIZES) {
        assertEquals(leaves.get(size), tree.leaf(size));
        frontier = frontier.append(leaves.get(size));
      }
    }
  }

  @Test
  void frontier_isImmutable_andSurvivesStorage() {
    MerkleFrontier frontier = MerkleFrontier.EMPTY;
    for (Hash32 leaf : leaves(SIZES)) {
      MerkleFrontier before = frontier;
      Hash32 root = before.root();
      frontier = before.append(leaf);
      assertEquals(root, before.root());
      assertEquals(frontier, MerkleFrontier.decode(frontier.encode()));
      assertEquals(8 + 32 * Long.bitCount(frontier.size()), frontier.encode().length());
    }
  }

  @Test
  void frontierThatDoesNotFitItsSize_isRefused() {
    List<Hash32> one = leaves(1);
    assertThrows(IllegalArgumentException.class, () -> new MerkleFrontier(-1, one));
    assertThrows(IllegalArgumentException.class, () -> new MerkleFrontier(0, one));
    assertThrows(IllegalArgumentException.class, () -> new MerkleFrontier(3, one));
    assertThrows(IllegalArgumentException.class, () -> new MerkleFrontier(1, leaves(2)));
    byte[] encoded = tree(leaves(3)).frontier(3).encode().toArray();
    for (int length = 0; length < encoded.length; length++) {
      Bytes cut = Bytes.of(Arrays.copyOf(encoded, length));
      assertThrows(
          IllegalArgumentException.class, () -> MerkleFrontier.decode(cut), "length " + length);
    }
    Bytes longer = Bytes.of(Arrays.copyOf(encoded, encoded.length + 32));
    assertThrows(IllegalArgumentException.class, () -> MerkleFrontier.decode(longer));
  }

  @Test
  void largeRandomSizes_agreeWithTheFrontier() {
    long seed = 6962;
    var random = new SplittableRandom(seed);
    List<Hash32> leaves = leaves(5000);
    MerkleTree tree = tree(leaves);
    for (int i = 0; i < 20; i++) {
      int size = random.nextInt(5001);
      MerkleFrontier frontier = MerkleFrontier.EMPTY;
      for (Hash32 leaf : leaves.subList(0, size)) {
        frontier = frontier.append(leaf);
      }
      assertEquals(frontier.root(), tree.root(size), () -> "seed " + seed + ", size " + size);
    }
  }

  @Test
  void sizesAndIndicesBeyondTheTree_areOurBug() {
    MerkleTree tree = tree(leaves(5));
    assertThrows(IndexOutOfBoundsException.class, () -> tree.root(6));
    assertThrows(IndexOutOfBoundsException.class, () -> tree.root(-1));
    assertThrows(IndexOutOfBoundsException.class, () -> tree.frontier(6));
    assertThrows(IndexOutOfBoundsException.class, () -> tree.leaf(5));
    assertThrows(IndexOutOfBoundsException.class, () -> new MerkleTree().leaf(0));
    assertThrows(IndexOutOfBoundsException.class, () -> tree.inclusionProof(3, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> tree.inclusionProof(0, 6));
    assertThrows(IndexOutOfBoundsException.class, () -> tree.inclusionProof(-1, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> tree.consistencyProof(4, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> tree.consistencyProof(3, 6));
    assertThrows(IndexOutOfBoundsException.class, () -> tree.consistencyProof(-1, 3));
  }
}
