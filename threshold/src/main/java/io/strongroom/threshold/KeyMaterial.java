package io.strongroom.threshold;

import io.strongroom.threshold.curve.Curve;
import io.strongroom.threshold.math.Scalars;
import io.strongroom.threshold.wire.EncodingException;
import io.strongroom.threshold.wire.Reader;
import io.strongroom.threshold.wire.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a pending and an active key have in common: package, identities, share and pair set-ups.
///
/// `u16(self) ‖ LP(record) ‖ for j in H: identity key (32) ‖ x_i ‖ u16(peers) ‖ for each peer,
/// ascending: u16(peer) ‖ set-up (14,432)`. A burned pair is absent. Secret. Thread-safe.
final class KeyMaterial implements AutoCloseable {

  private static final int MAX_RECORD = 16_384;

  private final PublicKeyPackage key;
  private final PartySet holders;
  private final PartyIndex self;
  private final SecretBytes share;
  private final TreeMap<PartyIndex, PairSetup> pairs;

  /// Takes ownership of the pair set-ups; copies the share.
  ///
  /// @throws BadParametersException if the parts do not belong together
  KeyMaterial(
      PublicKeyPackage key,
      PartySet holders,
      PartyIndex self,
      byte[] share,
      Collection<PairSetup> pairs) {
    if (!key.isHeldBy(holders) || !holders.contains(self)) {
      throw new BadParametersException(AbortCode.BAD_PARAMS, "not the holders of the key");
    }
    long[] x = new long[Scalars.LIMBS];
    boolean valid =
        share.length == Scalars.BYTES
            && Scalars.decode(x, 0, share, 0)
            && !Scalars.isZero(x, 0)
            && Arrays.equals(Curve.mulBase(share), key.verificationShare(self));
    Arrays.fill(x, 0);
    if (!valid) {
      throw new BadParametersException(AbortCode.BAD_PARAMS, "share does not fit the package");
    }
    this.pairs = new TreeMap<>();
    for (PairSetup pair : pairs) {
      if (!holders.contains(pair.peer())
          || pair.peer().equals(self)
          || this.pairs.put(pair.peer(), pair) != null) {
        throw new BadParametersException(AbortCode.BAD_PARAMS, "pair with " + pair.peer());
      }
    }
    this.key = key;
    this.holders = holders;
    this.self = self;
    this.share = new SecretBytes(share);
  }

  static KeyMaterial decode(Reader in) throws EncodingException {
    int selfValue = in.u16();
    if (selfValue == 0) {
      throw new EncodingException("self");
    }
    PublicKeyPackage key = PublicKeyPackage.parse(in.lp(MAX_RECORD));
    List<Party> parties = new ArrayList<>();
    for (PartyIndex index : key.holders()) {
      parties.add(new Party(index, in.bytes(Party.IDENTITY_KEY)));
    }
    byte[] share = in.bytes(Scalars.BYTES);
    List<PairSetup> pairs = new ArrayList<>();
    try {
      int count = in.u16();
      int previous = 0;
      for (int i = 0; i < count; i++) {
        int peer = in.u16();
        if (peer <= previous) {
          throw new EncodingException("peer order");
        }
        previous = peer;
        byte[] setup = in.bytes(PairSetup.ENCODED);
        try {
          pairs.add(PairSetup.decode(new PartyIndex(peer), setup));
        } finally {
          Arrays.fill(setup, (byte) 0);
        }
      }
      return new KeyMaterial(key, PartySet.of(parties), new PartyIndex(selfValue), share, pairs);
    } catch (EncodingException | BadParametersException e) {
      pairs.forEach(PairSetup::close);
      throw e;
    } finally {
      Arrays.fill(share, (byte) 0);
    }
  }

  /// `u8(version) ‖ u8(kind) ‖ key material ‖ trailer`.
  synchronized byte[] encode(int version, int kind, byte[] trailer) {
    byte[] record = key.record();
    int size = 2 + 2 + 4 + record.length + Party.IDENTITY_KEY * holders.size();
    size += Scalars.BYTES + 2 + (2 + PairSetup.ENCODED) * pairs.size() + trailer.length;
    Writer out = new Writer(size);
    out.u8(version).u8(kind).u16(self.value()).lp(record);
    holders.ascending().forEach(party -> out.bytes(party.identityPublicKey()));
    byte[] x = share.reveal();
    out.bytes(x).u16(pairs.size());
    Arrays.fill(x, (byte) 0);
    byte[] setup = new byte[PairSetup.ENCODED];
    pairs.forEach((peer, pair) -> {
      pair.encode(setup, 0);
      out.u16(peer.value()).bytes(setup);
    });
    Arrays.fill(setup, (byte) 0);
    return out.bytes(trailer).finish();
  }

  PublicKeyPackage key() {
    return key;
  }

  PartySet holders() {
    return holders;
  }

  PartyIndex self() {
    return self;
  }

  byte[] share() {
    return share.reveal();
  }

  synchronized SortedSet<PartyIndex> peers() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(pairs.keySet()));
  }

  synchronized PairSetup pair(PartyIndex peer) {
    PairSetup pair = pairs.get(peer);
    if (pair == null) {
      throw new BadParametersException(AbortCode.BAD_PARAMS, "no set-up with party " + peer);
    }
    return pair;
  }

  synchronized boolean erasePair(PartyIndex peer) {
    PairSetup pair = pairs.remove(peer);
    if (pair == null) {
      return false;
    }
    pair.close();
    return true;
  }

  /// An independent object over copies of the same secrets.
  synchronized KeyMaterial copy() {
    byte[] x = share.reveal();
    try {
      SortedMap<PartyIndex, PairSetup> copies = new TreeMap<>();
      pairs.forEach((peer, pair) -> copies.put(peer, pair.copy()));
      return new KeyMaterial(key, holders, self, x, copies.values());
    } finally {
      Arrays.fill(x, (byte) 0);
    }
  }

  @Override
  public synchronized void close() {
    share.close();
    pairs.values().forEach(PairSetup::close);
  }
}
