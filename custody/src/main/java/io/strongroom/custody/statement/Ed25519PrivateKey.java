package io.strongroom.custody.statement;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// An Ed25519 private key. **Secret.** Not thread-safe against [#close()]; signing from several
/// threads is fine.
///
/// Security guarantees: `toString` and exceptions show nothing of it; [#close()] overwrites the
/// seed and the object refuses to work afterwards. Wiping is best effort on a JVM: the collector
/// may have moved copies, and Bouncy Castle's temporaries are out of reach. Signing does not branch
/// on the key (Bouncy Castle's fixed-base ladder).
public final class Ed25519PrivateKey implements Ed25519Signer, AutoCloseable {

  /// Bytes in a seed, which is RFC 8032's private key.
  public static final int SEED_LENGTH = Ed25519.SECRET_KEY_SIZE;

  private final byte[] seed;
  private final byte[] rawPublicKey;
  private final Ed25519PublicKey publicKey;
  private volatile boolean closed;

  private Ed25519PrivateKey(byte[] seed) {
    this.seed = seed;
    this.rawPublicKey = new byte[Ed25519PublicKey.LENGTH];
    Ed25519.generatePublicKey(seed, 0, rawPublicKey, 0);
    this.publicKey = Ed25519PublicKey.of(rawPublicKey);
  }

  /// Copies a seed. The caller wipes its own copy.
  ///
  /// @throws IllegalArgumentException if it has not 32 bytes
  public static Ed25519PrivateKey fromSeed(byte[] seed) {
    if (seed.length != SEED_LENGTH) {
      throw new IllegalArgumentException("an Ed25519 seed has 32 bytes");
    }
    return new Ed25519PrivateKey(seed.clone());
  }

  /// Draws a fresh key from `random`.
  public static Ed25519PrivateKey generate(SecureRandom random) {
    byte[] seed = new byte[SEED_LENGTH];
    random.nextBytes(seed);
    return new Ed25519PrivateKey(seed);
  }

  public Ed25519PublicKey publicKey() {
    return publicKey;
  }

  /// Signs, deterministically. 64 bytes, R ‖ S.
  ///
  /// @throws IllegalStateException after [#close()]
  @Override
  public byte[] sign(byte[] message) {
    requireOpen();
    byte[] signature = new byte[Ed25519PublicKey.SIGNATURE_LENGTH];
    Ed25519.sign(seed, 0, rawPublicKey, 0, message, 0, message.length, signature, 0);
    return signature;
  }

  /// This key as the signer of statements under `keyId`. It works until this key is closed.
  public StatementSigner signer(String keyId) {
    return new KeySigner(keyId, this);
  }

  /// A copy of the seed, for the sealing of it and nothing else. **Secret**: the caller wipes it.
  ///
  /// @throws IllegalStateException after [#close()]
  public byte[] insecureSeedCopy() {
    requireOpen();
    return seed.clone();
  }

  /// Overwrites the seed. Idempotent.
  @Override
  public void close() {
    closed = true;
    Arrays.fill(seed, (byte) 0);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this private key has been wiped");
    }
  }

  @Override
  public String toString() {
    return "Ed25519PrivateKey[redacted, public " + publicKey + "]";
  }

  private static final class KeySigner implements StatementSigner {
    private final String keyId;
    private final Ed25519PrivateKey key;

    private KeySigner(String keyId, Ed25519PrivateKey key) {
      this.keyId = keyId;
      this.key = key;
    }

    @Override
    public String keyId() {
      return keyId;
    }

    @Override
    public byte[] sign(byte[] message) {
      return key.sign(message);
    }

    @Override
    public String toString() {
      return "signer " + keyId;
    }
  }
}
