package io.strongroom.platform.seal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/// AES-256-GCM with random 12-byte nonces and 16-byte tags under keys from HKDF-SHA-256 (RFC 5869).
/// A box is nonce ‖ ciphertext ‖ tag.
///
/// Random nonces bound the number of boxes under one key: 2^32 keep the collision probability below
/// 2^-32, far above what one keystore's purposes ever seal.
final class Aead {

  static final int KEY_BYTES = 32;
  static final int NONCE_BYTES = 12;
  static final int OVERHEAD = NONCE_BYTES + 16;

  private static final int TAG_BITS = 128;

  private Aead() {}

  /// 32 bytes, bound to `info`.
  static byte[] deriveKey(byte[] key, String info) {
    HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SHA256Digest());
    hkdf.init(new HKDFParameters(key, null, info.getBytes(StandardCharsets.UTF_8)));
    byte[] derived = new byte[KEY_BYTES];
    hkdf.generateBytes(derived, 0, KEY_BYTES);
    return derived;
  }

  static byte[] seal(byte[] key, byte[] plain, byte[] aad, SecureRandom random) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, aad);
      byte[] box = Arrays.copyOf(nonce, OVERHEAD + plain.length);
      cipher.doFinal(plain, 0, plain.length, box, NONCE_BYTES);
      return box;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is not available", e);
    }
  }

  /// @throws AEADBadTagException when key, additional data or box are not the ones of sealing
  static byte[] open(byte[] key, byte[] box, byte[] aad) throws AEADBadTagException {
    if (box.length < OVERHEAD) {
      throw new AEADBadTagException("too short to be a sealed box");
    }
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(box, NONCE_BYTES), aad);
      return cipher.doFinal(box, NONCE_BYTES, box.length - NONCE_BYTES);
    } catch (AEADBadTagException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is not available", e);
    }
  }

  private static Cipher cipher(int mode, byte[] key, byte[] nonce, byte[] aad)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(aad);
    return cipher;
  }
}
