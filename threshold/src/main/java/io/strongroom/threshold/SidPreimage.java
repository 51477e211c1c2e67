package io.strongroom.threshold;

import io.strongroom.threshold.wire.EncodingException;
import io.strongroom.threshold.wire.Reader;
import io.strongroom.threshold.wire.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a session identifier commits to (`docs/protocol.md` 3.2). Public.
///
/// `LP("TSIG-DKLS/1") ‖ LP(proto) ‖ LP(keyId) ‖ u32(epoch) ‖ nonce32 ‖ u8(t) ‖ PL(S) ‖ LP(extra)`
public final class SidPreimage {

  /// Bytes of the coordinator's nonce.
  public static final int NONCE = 32;

  /// The longest key identifier.
  public static final int MAX_KEY_ID = 64;

  private static final String VERSION = "TSIG-DKLS/1";
  private static final int MAX_EXTRA = 4096;
  private static final int MAX_ENCODED = 8192;

  private final Protocol protocol;
  private final String keyId;
  private final int epoch;
  private final byte[] nonce;
  private final int threshold;
  private final SortedMap<PartyIndex, byte[]> idHashes;
  private final byte[] extra;

  private SidPreimage(
      Protocol protocol,
      String keyId,
      int epoch,
      byte[] nonce,
      int threshold,
      SortedMap<PartyIndex, byte[]> idHashes,
      byte[] extra) {
    this.protocol = protocol;
    this.keyId = keyId;
    this.epoch = epoch;
    this.nonce = nonce;
    this.threshold = threshold;
    this.idHashes = idHashes;
    this.extra = extra;
  }

  /// Assembles a preimage.
  ///
  /// @param keyId 1..64 printable ASCII characters
  /// @param epoch 1..2^31−1
  /// @param nonce 32 bytes from the coordinator
  /// @param threshold 1..255; the session checks its meaning
  /// @param extra what the protocol adds, at most 4,096 bytes
  /// @throws BadParametersException if one of them is out of range
  public static SidPreimage of(
      Protocol protocol,
      String keyId,
      int epoch,
      byte[] nonce,
      int threshold,
      PartySet parties,
      byte[] extra) {
    checkKeyId(keyId);
    check(epoch >= 1, "epoch");
    check(nonce.length == NONCE, "nonce length");
    check(threshold >= 1 && threshold <= 255, "threshold");
    check(extra.length <= MAX_EXTRA, "extra length");
    TreeMap<PartyIndex, byte[]> idHashes = new TreeMap<>();
    parties.ascending().forEach(party -> idHashes.put(party.index(), party.idHash()));
    return new SidPreimage(
        protocol, keyId, epoch, nonce.clone(), threshold, idHashes, extra.clone());
  }

  /// Reads an encoded preimage exactly.
  ///
  /// @throws EncodingException if the bytes are not one
  public static SidPreimage decode(byte[] encoded) throws EncodingException {
    if (encoded.length > MAX_ENCODED) {
      throw new EncodingException("sid preimage length");
    }
    Reader in = new Reader(encoded);
    if (!VERSION.equals(ascii(in.lp(VERSION.length())))) {
      throw new EncodingException("version");
    }
    Protocol protocol = Protocol.of(in.lp(16)).orElseThrow(() -> new EncodingException("protocol"));
    String keyId = ascii(in.lp(MAX_KEY_ID));
    int epoch = in.u32();
    byte[] nonce = in.bytes(NONCE);
    int threshold = in.u8();
    int count = in.u16();
    TreeMap<PartyIndex, byte[]> idHashes = new TreeMap<>();
    int previous = 0;
    for (int i = 0; i < count; i++) {
      int index = in.u16();
      if (index <= previous) {
        throw new EncodingException("party order");
      }
      previous = index;
      idHashes.put(new PartyIndex(index), in.bytes(32));
    }
    byte[] extra = in.lp(MAX_EXTRA);
    in.end();
    if (!isKeyId(keyId) || epoch < 1 || threshold < 1) {
      throw new EncodingException("sid preimage field");
    }
    if (count < 1 || count > Parameters.MAX_PARTIES) {
      throw new EncodingException("party count");
    }
    return new SidPreimage(protocol, keyId, epoch, nonce, threshold, idHashes, extra);
  }

  /// The bytes that are hashed.
  public byte[] encoded() {
    int size = 4 + VERSION.length() + 4 + protocol.wireName().length() + 4 + keyId.length();
    size += 4 + NONCE + 1 + 2 + 34 * idHashes.size() + 4 + extra.length;
    Writer out = new Writer(size);
    out.lp(VERSION).lp(protocol.wireBytes()).lp(keyId).u32(epoch).bytes(nonce).u8(threshold);
    out.u16(idHashes.size());
    idHashes.forEach((index, idHash) -> out.u16(index.value()).bytes(idHash));
    return out.lp(extra).finish();
  }

  /// TH("sid", encoded).
  public SessionId sid() {
    return SessionId.derive(encoded());
  }

  /// The protocol.
  public Protocol protocol() {
    return protocol;
  }

  /// The key.
  public String keyId() {
    return keyId;
  }

  /// The key's epoch.
  public int epoch() {
    return epoch;
  }

  /// The threshold.
  public int threshold() {
    return threshold;
  }

  /// The idHash of every party, ascending by index.
  public SortedMap<PartyIndex, byte[]> idHashes() {
    TreeMap<PartyIndex, byte[]> copy = new TreeMap<>();
    idHashes.forEach((index, idHash) -> copy.put(index, idHash.clone()));
    return Collections.unmodifiableSortedMap(copy);
  }

  /// What the protocol added.
  public byte[] extra() {
    return extra.clone();
  }

  /// Refuses a key identifier that is not 1..64 printable ASCII characters.
  public static void checkKeyId(String keyId) {
    check(isKeyId(keyId), "key identifier");
  }

  private static boolean isKeyId(String keyId) {
    return !keyId.isEmpty()
        && keyId.length() <= MAX_KEY_ID
        && keyId.chars().allMatch(c -> c > 0x20 && c < 0x7F);
  }

  private static String ascii(byte[] in) {
    return new String(in, StandardCharsets.US_ASCII);
  }

  private static void check(boolean ok, String field) {
    if (!ok) {
      throw new BadParametersException(AbortCode.BAD_PARAMS, field + " out of range");
    }
  }
}
