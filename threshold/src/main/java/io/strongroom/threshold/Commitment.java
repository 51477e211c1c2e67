package io.strongroom.threshold;

import io.strongroom.threshold.hash.TaggedHash;
import java.security.MessageDigest;

/// Hash commitments (`docs/protocol.md` 4): `Com(i, label, v; salt) = TH("commit", sid ‖ u16(i) ‖
/// LP(label) ‖ LP(v) ‖ salt32)`.
///
/// Hiding rests on the 256-bit salt, which is never reused.
public final class Commitment {

  /// Bytes of a commitment.
  public static final int BYTES = 32;

  /// Bytes of a salt.
  public static final int SALT = 32;

  private Commitment() {}

  /// The 32-byte commitment of party i to a value.
  ///
  /// @param salt 32 random bytes
  public static byte[] commit(
      SessionId sid, PartyIndex party, byte[] label, byte[] value, byte[] salt) {
    if (salt.length != SALT) {
      throw new IllegalArgumentException("salt length");
    }
    return TaggedHash.start("commit")
        .update(sid.bytes())
        .u16(party.value())
        .lp(label)
        .lp(value)
        .update(salt)
        .digest();
  }

  /// Whether the commitment opens to this value with this salt. Constant time.
  public static boolean opens(
      byte[] commitment, SessionId sid, PartyIndex party, byte[] label, byte[] value, byte[] salt) {
    return MessageDigest.isEqual(commitment, commit(sid, party, label, value, salt));
  }
}
