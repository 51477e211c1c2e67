package io.strongroom.threshold;

import io.strongroom.threshold.wire.Writer;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// An ordered set of parties: ascending by index, indices and identity keys distinct. Public.
public final class PartySet {

  private final SortedMap<PartyIndex, Party> byIndex;

  private PartySet(SortedMap<PartyIndex, Party> byIndex) {
    this.byIndex = Collections.unmodifiableSortedMap(byIndex);
  }

  /// Orders the parties.
  ///
  /// @throws BadParametersException if empty, above 32, or an index or identity key repeats
  public static PartySet of(Collection<Party> parties) {
    TreeMap<PartyIndex, Party> byIndex = new TreeMap<>();
    Set<ByteBuffer> identities = new HashSet<>();
    for (Party party : parties) {
      if (byIndex.put(party.index(), party) != null) {
        throw new BadParametersException(
            AbortCode.BAD_PARAMS, "party index repeats: " + party.index());
      }
      if (!identities.add(ByteBuffer.wrap(party.identityPublicKey()))) {
        throw new BadParametersException(
            AbortCode.BAD_PARAMS, "identity key repeats at party " + party.index());
      }
    }
    if (byIndex.isEmpty() || byIndex.size() > Parameters.MAX_PARTIES) {
      throw new BadParametersException(
          AbortCode.BAD_PARAMS, "number of parties: " + byIndex.size());
    }
    return new PartySet(byIndex);
  }

  /// The members with these indices.
  ///
  /// @throws BadParametersException if one is no member, or there is none
  public PartySet subset(Set<PartyIndex> indices) {
    TreeMap<PartyIndex, Party> out = new TreeMap<>();
    for (PartyIndex index : indices) {
      out.put(index, get(index));
    }
    if (out.isEmpty()) {
      throw new BadParametersException(AbortCode.BAD_PARAMS, "empty subset");
    }
    return new PartySet(out);
  }

  /// The members of either set.
  ///
  /// @throws BadParametersException if they disagree about an index or an identity key
  public PartySet union(PartySet other) {
    Set<Party> all = new HashSet<>(byIndex.values());
    all.addAll(other.byIndex.values());
    return of(all);
  }

  /// The parties, ascending by index.
  public List<Party> ascending() {
    return List.copyOf(byIndex.values());
  }

  /// The indices, ascending.
  public SortedSet<PartyIndex> indices() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(byIndex.keySet()));
  }

  /// PL(S): u16(|S|), then per party u16(index) and the 32-byte idHash.
  public byte[] encoded() {
    Writer out = new Writer(2 + 34 * size());
    out.u16(size());
    for (Party party : byIndex.values()) {
      out.u16(party.index().value()).bytes(party.idHash());
    }
    return out.finish();
  }

  /// Whether a party of that index is a member.
  public boolean contains(PartyIndex index) {
    return byIndex.containsKey(index);
  }

  /// The member of that index, if there is one.
  public Optional<Party> find(PartyIndex index) {
    return Optional.ofNullable(byIndex.get(index));
  }

  /// The member of that index.
  ///
  /// @throws BadParametersException if there is none
  public Party get(PartyIndex index) {
    return find(index)
        .orElseThrow(
            () -> new BadParametersException(AbortCode.BAD_PARAMS, "no such party: " + index));
  }

  /// The number of members.
  public int size() {
    return byIndex.size();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PartySet that && byIndex.equals(that.byIndex);
  }

  @Override
  public int hashCode() {
    return byIndex.hashCode();
  }

  @Override
  public String toString() {
    return byIndex.keySet().toString();
  }
}
