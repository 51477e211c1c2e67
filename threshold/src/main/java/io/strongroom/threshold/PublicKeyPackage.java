package io.strongroom.threshold;

import io.strongroom.threshold.hash.TaggedHash;
import io.strongroom.threshold.wire.EncodingException;
import io.strongroom.threshold.wire.Reader;
import io.strongroom.threshold.wire.Writer;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The public outcome of key generation (`docs/protocol.md` 5): key, verification shares, chain
/// code, and the hash `pkg` that names it in every later session. Public, immutable.
///
/// `record = LP(sid preimage) ‖ h1 ‖ h2 ‖ X ‖ u8(t) ‖ u16(n) ‖ for j in H: u16(j) ‖ X_j ‖ cc`
public final class PublicKeyPackage {

  /// Bytes of a chain code.
  public static final int CHAIN_CODE = 32;

  private static final int HASH = 32;
  private static final int MAX_PREIMAGE = 8192;

  private final SidPreimage preimage;
  private final SessionId sid;
  private final byte[] echo1;
  private final byte[] echo2;
  private final byte[] publicKey;
  private final SortedMap<PartyIndex, byte[]> verificationShares;
  private final byte[] chainCode;
  private final byte[] pkg;

  private PublicKeyPackage(
      SidPreimage preimage,
      byte[] echo1,
      byte[] echo2,
      byte[] publicKey,
      SortedMap<PartyIndex, byte[]> verificationShares,
      byte[] chainCode) {
    this.preimage = preimage;
    this.sid = preimage.sid();
    this.echo1 = echo1;
    this.echo2 = echo2;
    this.publicKey = publicKey;
    this.verificationShares = verificationShares;
    this.chainCode = chainCode;
    this.pkg = hash();
  }

  /// The package of a finished run.
  ///
  /// @param preimage of the key-generation session; names holders and threshold
  /// @param echo1 h1, 32 bytes
  /// @param echo2 h2, 32 bytes
  /// @param publicKey X, 33 bytes, valid
  /// @param verificationShares X_j of every holder, 33 bytes each, valid
  /// @param chainCode 32 bytes
  public static PublicKeyPackage of(
      SidPreimage preimage,
      byte[] echo1,
      byte[] echo2,
      byte[] publicKey,
      Map<PartyIndex, byte[]> verificationShares,
      byte[] chainCode) {
    TreeMap<PartyIndex, byte[]> shares = new TreeMap<>();
    verificationShares.forEach((index, point) -> shares.put(index, point.clone()));
    if (echo1.length != HASH
        || echo2.length != HASH
        || chainCode.length != CHAIN_CODE
        || !shares.keySet().equals(preimage.idHashes().keySet())) {
      throw new IllegalArgumentException("package fields");
    }
    return new PublicKeyPackage(
        Objects.requireNonNull(preimage),
        echo1.clone(),
        echo2.clone(),
        publicKey.clone(),
        shares,
        chainCode.clone());
  }

  /// Reads a package record exactly and recomputes its hash.
  ///
  /// @throws BadParametersException with `ENCODING` if the bytes are no record
  public static PublicKeyPackage parse(byte[] record) {
    try {
      Reader in = new Reader(record);
      SidPreimage preimage = SidPreimage.decode(in.lp(MAX_PREIMAGE));
      byte[] echo1 = in.bytes(HASH);
      byte[] echo2 = in.bytes(HASH);
      byte[] publicKey = in.point();
      int threshold = in.u8();
      int count = in.u16();
      SortedSet<PartyIndex> holders = new TreeSet<>(preimage.idHashes().keySet());
      if (preimage.protocol() == Protocol.SIGN_C
          || threshold != preimage.threshold()
          || count != holders.size()
          || threshold < 2
          || threshold > count) {
        throw new EncodingException("package parameters");
      }
      TreeMap<PartyIndex, byte[]> shares = new TreeMap<>();
      for (PartyIndex holder : holders) {
        if (in.u16() != holder.value()) {
          throw new EncodingException("holder");
        }
        shares.put(holder, in.point());
      }
      byte[] chainCode = in.bytes(CHAIN_CODE);
      in.end();
      return new PublicKeyPackage(preimage, echo1, echo2, publicKey, shares, chainCode);
    } catch (EncodingException e) {
      throw new BadParametersException(AbortCode.ENCODING, "package record: " + e.getMessage());
    }
  }

  /// The package hash, 32 bytes.
  public byte[] pkg() {
    return pkg.clone();
  }

  /// The record, from which everything here can be recomputed.
  public byte[] record() {
    byte[] sidPreimage = preimage.encoded();
    int holders = verificationShares.size();
    Writer out =
        new Writer(4 + sidPreimage.length + 2 * HASH + 33 + 1 + 2 + 35 * holders + CHAIN_CODE);
    out.lp(sidPreimage).bytes(echo1).bytes(echo2).bytes(publicKey).u8(threshold()).u16(holders);
    verificationShares.forEach((index, point) -> out.u16(index.value()).bytes(point));
    return out.bytes(chainCode).finish();
  }

  /// X, 33 bytes.
  public byte[] publicKey() {
    return publicKey.clone();
  }

  /// X_j of every holder, 33 bytes each, ascending by index.
  public SortedMap<PartyIndex, byte[]> verificationShares() {
    TreeMap<PartyIndex, byte[]> copy = new TreeMap<>();
    verificationShares.forEach((index, point) -> copy.put(index, point.clone()));
    return Collections.unmodifiableSortedMap(copy);
  }

  /// X_j of one holder, 33 bytes.
  ///
  /// @throws BadParametersException if it is no holder
  public byte[] verificationShare(PartyIndex holder) {
    byte[] point = verificationShares.get(holder);
    if (point == null) {
      throw new BadParametersException(AbortCode.BAD_PARAMS, "no holder: " + holder);
    }
    return point.clone();
  }

  /// The BIP 32 chain code, 32 bytes.
  public byte[] chainCode() {
    return chainCode.clone();
  }

  /// t.
  public int threshold() {
    return preimage.threshold();
  }

  /// The key epoch.
  public int epoch() {
    return preimage.epoch();
  }

  /// The key identifier.
  public String keyId() {
    return preimage.keyId();
  }

  /// The protocol that made the key.
  public Protocol protocol() {
    return preimage.protocol();
  }

  /// The session that made the key.
  public SessionId sid() {
    return sid;
  }

  /// The holders, ascending.
  public SortedSet<PartyIndex> holders() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(verificationShares.keySet()));
  }

  /// Whether these are exactly the holders, with the identities the package was made for.
  public boolean isHeldBy(PartySet parties) {
    SortedMap<PartyIndex, byte[]> idHashes = preimage.idHashes();
    return parties.indices().equals(idHashes.keySet())
        && parties.ascending().stream()
            .allMatch(party -> Arrays.equals(party.idHash(), idHashes.get(party.index())));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PublicKeyPackage that
        && Arrays.equals(pkg, that.pkg)
        && Arrays.equals(record(), that.record());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(pkg);
  }

  @Override
  public String toString() {
    return "PublicKeyPackage["
        + keyId()
        + " epoch "
        + epoch()
        + ", pkg "
        + HexFormat.of().formatHex(pkg, 0, 8)
        + "]";
  }

  private byte[] hash() {
    byte[] sid2 = TaggedHash.th("sid2", sid.bytes(), echo1);
    TaggedHash.Streaming out = TaggedHash.start("pkg");
    out.update(sid2).update(echo2).update(publicKey).u8(threshold());
    verificationShares.forEach((index, point) -> out.u16(index.value()).update(point));
    return out.update(chainCode).digest();
  }
}
