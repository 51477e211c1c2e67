package io.strongroom.node.store;

import java.util.Optional;

/// One row of sealed key material. The share in it is sealed; everything else is public. No
/// `toString` of the bytes.
///
/// @param id which key
/// @param state how far its activation has come
/// @param proposalSeq position of the VAULT proposal that ordered the key
/// @param vault the vault that the key is for
/// @param chain the vault's chain
/// @param packageRecord the public key package
/// @param sealed the share, sealed under the keystore
/// @param confirmation this holder's signed confirmation, once made: always the same bytes
///   afterwards
/// @param certificate everybody's confirmations, once ACTIVE
/// @param statement this holder's signed KEY statement, once ACTIVE
@SuppressWarnings("ArrayRecordComponent") // a row is read once and never compared
public record KeyShareRow(
    Id id,
    KeyState state,
    long proposalSeq,
    String vault,
    String chain,
    byte[] packageRecord,
    byte[] sealed,
    Optional<byte[]> confirmation,
    Optional<byte[]> certificate,
    Optional<byte[]> statement) {

  /// Names a share: a key and its epoch.
  ///
  /// @param keyId the key
  /// @param epoch the key's epoch
  public record Id(String keyId, long epoch) {}

  /// How far a key has come at this holder.
  public enum KeyState {
    /// Generated and stored; not everybody's confirmation is known. Cannot sign.
    PENDING,
    /// Certified by all holders. Can sign.
    ACTIVE
  }

  @Override
  public String toString() {
    return "KeyShareRow[" + id + ", " + state + "]";
  }
}
