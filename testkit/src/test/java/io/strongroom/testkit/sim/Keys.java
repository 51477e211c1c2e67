package io.strongroom.testkit.sim;

import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.SigningRequest;
import io.strongroom.threshold.hash.TaggedHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// Keys made once by a real ceremony and shared by all tests.
final class Keys {

  private static final Map<Integer, SimulatedKey> GENERATED = new ConcurrentHashMap<>();

  private Keys() {}

  /// The key of t of n parties, generated on first use.
  static SimulatedKey of(int t, int n) {
    return GENERATED.computeIfAbsent(
        100 * t + n, size -> new Ceremony(t, Identities.count(n), size).generate());
  }

  static SortedSet<PartyIndex> quorum(int... parties) {
    SortedSet<PartyIndex> quorum = new TreeSet<>();
    for (int party : parties) {
      quorum.add(new PartyIndex(party));
    }
    return quorum;
  }

  /// Requests alternating between the master key and a child.
  static List<SigningRequest> requests(int count) {
    List<SigningRequest> requests = new ArrayList<>();
    for (int b = 0; b < count; b++) {
      byte[] digest = TaggedHash.sha256(new byte[] {(byte) b});
      requests.add(new SigningRequest(digest, b % 2 == 0 ? List.of() : List.of(44L, (long) b)));
    }
    return requests;
  }

  /// A run of the 2-of-3 key by parties 1 and 3, or by all three.
  static SigningRun run(int signers, int batch, long seed) {
    SortedSet<PartyIndex> quorum = signers == 2 ? quorum(1, 3) : quorum(1, 2, 3);
    return new SigningRun(of(2, 3), quorum, requests(batch), seed);
  }
}
