package io.strongroom.threshold;

/// Signs with this party's Ed25519 identity key, which the library never sees.
@FunctionalInterface
public interface IdentitySigner {

  /// The 64-byte Ed25519 signature (RFC 8032) of the message.
  byte[] sign(byte[] message);
}
