package io.strongroom.platform.seal;

import io.strongroom.platform.seal.SealException.Reason;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;

/// Seals secrets for storage elsewhere, such as key shares in database rows, under a key that only
/// this keystore and this purpose give.
///
/// Security guarantees: confidentiality and integrity (AES-256-GCM), bound to the purpose and to
/// the caller's additional data. Not guaranteed: freshness. A row replaced by an older sealed row
/// of the same additional data opens: put an epoch or a version into the additional data. Thread
/// rule: safe from any thread until the keystore is closed.
public final class Sealer {

  private static final byte FORMAT = 1;

  private final byte[] key;
  private final SecureRandom random;

  Sealer(byte[] key, SecureRandom random) {
    this.key = key;
    this.random = random;
  }

  /// Seals.
  ///
  /// @param plain the secret; not kept
  /// @param aad what the secret belongs to (origin, key, party, epoch), in an unambiguous encoding
  /// @return format byte 1, nonce, ciphertext, tag: 29 bytes longer than `plain`
  public byte[] seal(byte[] plain, byte[] aad) {
    byte[] box = Aead.seal(key, plain, aad, random);
    byte[] sealed = new byte[1 + box.length];
    sealed[0] = FORMAT;
    System.arraycopy(box, 0, sealed, 1, box.length);
    return sealed;
  }

  /// Opens.
  ///
  /// @throws SealException CORRUPT when the bytes were changed, belong to other additional data,
  ///   another purpose or another keystore; VERSION when the format is unknown
  public byte[] open(byte[] sealed, byte[] aad) throws SealException {
    if (sealed.length == 0 || sealed[0] != FORMAT) {
      throw new SealException(Reason.VERSION, "a sealed value is empty or of an unknown format");
    }
    try {
      return Aead.open(key, Arrays.copyOfRange(sealed, 1, sealed.length), aad);
    } catch (AEADBadTagException e) {
      throw new SealException(
          Reason.CORRUPT, "", "a sealed value was damaged, or was sealed for something else", e);
    }
  }

  @Override
  public String toString() {
    return "Sealer(redacted)";
  }
}
