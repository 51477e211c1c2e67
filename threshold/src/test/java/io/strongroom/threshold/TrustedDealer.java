package io.strongroom.threshold;

import io.strongroom.threshold.curve.Curve;
import io.strongroom.threshold.math.Scalars;
import io.strongroom.threshold.ot.DealtSeeds;
import io.strongroom.threshold.wire.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/// Deals a key as one trusted party would: shares on one polynomial and consistent pair set-ups.
/// Stands in for key generation where a test is about signing only.
public final class TrustedDealer {

  public static final String KEY_ID = "key-1";

  private final SortedMap<PartyIndex, KeyShare> shares = new TreeMap<>();
  private final PartySet holders;
  private final byte[] publicKey;

  /// @param indices the holders' indices, ascending
  public TrustedDealer(int threshold, int[] indices, long seed) {
    Random random = new Random(seed);
    List<Party> parties = new ArrayList<>();
    for (int index : indices) {
      parties.add(new Party(new PartyIndex(index), identity(index)));
    }
    holders = PartySet.of(parties);
    long[] polynomial = new long[threshold * Scalars.LIMBS];
    for (int k = 0; k < threshold; k++) {
      scalar(random, polynomial, k);
    }
    publicKey = Curve.mulBase(Scalars.encoded(polynomial, 0));
    SortedMap<PartyIndex, byte[]> secrets = new TreeMap<>();
    SortedMap<PartyIndex, byte[]> points = new TreeMap<>();
    for (Party party : parties) {
      byte[] x = evaluate(polynomial, threshold, party.index().value());
      secrets.put(party.index(), x);
      points.put(party.index(), Curve.mulBase(x));
    }
    SidPreimage preimage =
        SidPreimage.of(
            Protocol.DKG, KEY_ID, 1, bytes(random, 32), threshold, holders, holders.encoded());
    PublicKeyPackage key =
        PublicKeyPackage.of(
            preimage, bytes(random, 32), bytes(random, 32), publicKey, points, bytes(random, 32));
    Map<PartyIndex, List<PairSetup>> pairs = dealPairs(parties, random);
    for (Party party : parties) {
      PartyIndex self = party.index();
      KeyMaterial material =
          new KeyMaterial(key, holders, self, get(secrets, self), get(pairs, self));
      byte[] encoded = material.encode(1, 'A', new Writer(4).lp(new byte[0]).finish());
      shares.put(self, KeyShare.decode(encoded));
    }
  }

  private static Map<PartyIndex, List<PairSetup>> dealPairs(List<Party> parties, Random random) {
    Map<PartyIndex, List<PairSetup>> pairs = new HashMap<>();
    parties.forEach(party -> pairs.put(party.index(), new ArrayList<>()));
    for (Party low : parties) {
      for (Party high : parties) {
        if (low.index().compareTo(high.index()) < 0) {
          DealtSeeds lowBuilds = DealtSeeds.deal(random);
          DealtSeeds highBuilds = DealtSeeds.deal(random);
          byte[] zero = bytes(random, 32);
          get(pairs, low.index()).add(setup(high.index(), lowBuilds, highBuilds, zero));
          get(pairs, high.index()).add(setup(low.index(), highBuilds, lowBuilds, zero));
        }
      }
    }
    return pairs;
  }

  private static PairSetup setup(PartyIndex peer, DealtSeeds own, DealtSeeds other, byte[] zero) {
    return new PairSetup(peer, own.leaves(), other.known(), other.missing(), zero);
  }

  private static byte[] evaluate(long[] polynomial, int threshold, int at) {
    long[] x = new long[Scalars.LIMBS];
    Scalars.fromInt(x, 0, at);
    long[] sum = new long[Scalars.LIMBS];
    for (int k = threshold - 1; k >= 0; k--) {
      Scalars.mul(sum, 0, sum, 0, x, 0);
      Scalars.add(sum, 0, sum, 0, polynomial, k * Scalars.LIMBS);
    }
    return Scalars.encoded(sum, 0);
  }

  private static void scalar(Random random, long[] out, int index) {
    Scalars.reduce256(out, index * Scalars.LIMBS, bytes(random, 32), 0);
  }

  private static byte[] bytes(Random random, int count) {
    byte[] out = new byte[count];
    random.nextBytes(out);
    return out;
  }

  /// The identity key of a party: any 32 bytes, since [FakeIdentity] signs.
  public static byte[] identity(int index) {
    byte[] identity = new byte[32];
    Arrays.fill(identity, (byte) index);
    return identity;
  }

  public KeyShare share(int index) {
    return get(shares, new PartyIndex(index));
  }

  private static <V> V get(Map<PartyIndex, V> entries, PartyIndex party) {
    return Objects.requireNonNull(entries.get(party), () -> "no party " + party);
  }

  public PartySet holders() {
    return holders;
  }

  public byte[] publicKey() {
    return publicKey.clone();
  }
}
