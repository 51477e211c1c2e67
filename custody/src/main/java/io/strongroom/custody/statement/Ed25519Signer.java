package io.strongroom.custody.statement;

/// Something that signs with one Ed25519 key, such as a key held sealed.
@FunctionalInterface
public interface Ed25519Signer {

  /// Ed25519 signature (RFC 8032), 64 bytes, over exactly `message`.
  byte[] sign(byte[] message);
}
