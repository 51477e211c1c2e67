package io.strongroom.testkit.sim;

import io.strongroom.threshold.KeyShare;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.PublicKeyPackage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// An active key with the shares of all its holders, which only a simulation has in one place.
public final class SimulatedKey {

  private final Identities identities;
  private final SortedMap<PartyIndex, KeyShare> shares;

  /// Wraps the shares of all holders.
  public SimulatedKey(Identities identities, SortedMap<PartyIndex, KeyShare> shares) {
    this.identities = identities;
    this.shares = new TreeMap<>(shares);
  }

  /// The holders' identities.
  public Identities identities() {
    return identities;
  }

  /// One party's share; it belongs to this object.
  public KeyShare share(int party) {
    return Objects.requireNonNull(shares.get(new PartyIndex(party)), () -> "no party " + party);
  }

  /// The public outcome.
  public PublicKeyPackage publicPackage() {
    return shares.firstEntry().getValue().publicPackage();
  }

  /// The holders.
  public SortedSet<PartyIndex> holders() {
    return new TreeSet<>(shares.keySet());
  }

  /// Every set of `size` holders, in lexicographic order.
  public List<SortedSet<PartyIndex>> quorums(int size) {
    List<PartyIndex> all = List.copyOf(holders());
    List<SortedSet<PartyIndex>> quorums = new ArrayList<>();
    for (int bits = 0; bits < 1 << all.size(); bits++) {
      if (Integer.bitCount(bits) == size) {
        SortedSet<PartyIndex> quorum = new TreeSet<>();
        for (int i = 0; i < all.size(); i++) {
          if (((bits >>> i) & 1) != 0) {
            quorum.add(all.get(i));
          }
        }
        quorums.add(quorum);
      }
    }
    return quorums;
  }
}
