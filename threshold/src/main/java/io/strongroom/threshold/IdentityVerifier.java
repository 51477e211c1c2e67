package io.strongroom.threshold;

/// Verifies Ed25519 identity signatures. Thread-safe, and never throws for malformed input.
@FunctionalInterface
public interface IdentityVerifier {

  /// Whether the signature is valid.
  ///
  /// @param publicKey32 32 raw bytes
  /// @param signature64 64 bytes
  boolean verify(byte[] publicKey32, byte[] message, byte[] signature64);
}
