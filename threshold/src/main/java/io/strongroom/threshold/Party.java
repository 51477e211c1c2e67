package io.strongroom.threshold;

import io.strongroom.threshold.hash.TaggedHash;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/// A party of a key: its index and its identity public key. Public.
public final class Party {

  /// Bytes of a raw Ed25519 public key (RFC 8032).
  public static final int IDENTITY_KEY = 32;

  private final PartyIndex index;
  private final byte[] identityPublicKey;
  private final byte[] idHash;

  /// A party with its identity.
  ///
  /// @param identityPublicKey the 32 raw bytes of RFC 8032, not a wrapped encoding
  /// @throws BadParametersException if the key is not 32 bytes
  public Party(PartyIndex index, byte[] identityPublicKey) {
    if (identityPublicKey.length != IDENTITY_KEY) {
      throw new BadParametersException(AbortCode.BAD_PARAMS, "identity key of party " + index);
    }
    this.index = Objects.requireNonNull(index);
    this.identityPublicKey = identityPublicKey.clone();
    this.idHash = TaggedHash.sha256(identityPublicKey);
  }

  /// The party's number.
  public PartyIndex index() {
    return index;
  }

  /// The 32 raw bytes of the Ed25519 public key.
  public byte[] identityPublicKey() {
    return identityPublicKey.clone();
  }

  /// SHA-256 of the identity public key: 32 bytes.
  public byte[] idHash() {
    return idHash.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Party that
        && index.equals(that.index)
        && Arrays.equals(identityPublicKey, that.identityPublicKey);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(idHash);
  }

  @Override
  public String toString() {
    return "Party[" + index + ", " + HexFormat.of().formatHex(idHash, 0, 4) + "]";
  }
}
