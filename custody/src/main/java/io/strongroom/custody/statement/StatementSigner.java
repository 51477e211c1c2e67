package io.strongroom.custody.statement;

/// Something that signs statements under one key id: a sealed key, a key file, a test key.
///
/// Guarantee asked of an implementation: [#sign(byte[])] signs exactly the given bytes with Ed25519
/// (RFC 8032) and the key that the log knows under [#keyId()], and reveals nothing else about that
/// key.
public interface StatementSigner {

  /// The credential's, node's or coordinator's id.
  String keyId();

  /// Ed25519 signature, 64 bytes, over `message`.
  byte[] sign(byte[] message);
}
