package io.strongroom.threshold;

import io.strongroom.threshold.hash.TaggedHash;
import java.util.Arrays;

/// Identity signatures that anybody could forge: enough for tests in which only the library's use
/// of them matters.
public final class FakeIdentity implements IdentitySigner {

  /// Accepts what [#sign] makes.
  public static final IdentityVerifier VERIFIER =
      (publicKey, message, signature) -> Arrays.equals(signature, signature(publicKey, message));

  private final byte[] publicKey;

  public FakeIdentity(byte[] publicKey) {
    this.publicKey = publicKey.clone();
  }

  @Override
  public byte[] sign(byte[] message) {
    return signature(publicKey, message);
  }

  private static byte[] signature(byte[] publicKey, byte[] message) {
    byte[] out = Arrays.copyOf(TaggedHash.sha256(publicKey, message), 64);
    System.arraycopy(TaggedHash.sha256(message, publicKey), 0, out, 32, 32);
    return out;
  }
}
