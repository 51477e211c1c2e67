package io.strongroom.custody.log;

import io.strongroom.custody.statement.Hash32;
import java.util.ArrayList;
import java.util.List;

/// RFC 6962 section 2.1 written down as the text has it, slowly: a second opinion.
final class NaiveMerkle {

  private NaiveMerkle() {}

  /// MTH(D\[n\]) over leaf hashes.
  static Hash32 root(List<Hash32> leaves) {
    if (leaves.isEmpty()) {
      return Hash32.sha256();
    }
    if (leaves.size() == 1) {
      return leaves.getFirst();
    }
    int k = split(leaves.size());
    byte[] left = root(leaves.subList(0, k)).bytes();
    byte[] right = root(leaves.subList(k, leaves.size())).bytes();
    return Hash32.sha256(new byte[] {1}, left, right);
  }

  /// PATH(m, D\[n\]).
  static List<Hash32> path(int m, List<Hash32> leaves) {
    if (leaves.size() == 1) {
      return List.of();
    }
    int k = split(leaves.size());
    boolean left = m < k;
    List<Hash32> path =
        new ArrayList<>(
            left ? path(m, leaves.subList(0, k)) : path(m - k, leaves.subList(k, leaves.size())));
    path.add(root(left ? leaves.subList(k, leaves.size()) : leaves.subList(0, k)));
    return path;
  }

  /// PROOF(m, D\[n\]).
  static List<Hash32> proof(int m, List<Hash32> leaves) {
    return m == 0 || m == leaves.size() ? List.of() : subproof(m, leaves, true);
  }

  private static List<Hash32> subproof(int m, List<Hash32> leaves, boolean complete) {
    if (m == leaves.size()) {
      return complete ? List.of() : List.of(root(leaves));
    }
    int k = split(leaves.size());
    boolean left = m <= k;
    List<Hash32> proof =
        new ArrayList<>(
            left
                ? subproof(m, leaves.subList(0, k), complete)
                : subproof(m - k, leaves.subList(k, leaves.size()), false));
    proof.add(root(left ? leaves.subList(k, leaves.size()) : leaves.subList(0, k)));
    return proof;
  }

  private static int split(int size) {
    int k = 1;
    while (2 * k < size) {
      k *= 2;
    }
    return k;
  }
}
