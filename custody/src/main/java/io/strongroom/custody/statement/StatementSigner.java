package io.strongroom.custody.statement;

/// Something that signs statements under one key id: a sealed key, a key file, a test key.
///
/// Guarantee asked of an implementation: it signs exactly the given bytes with the key that the log
/// knows under [#keyId()], and reveals nothing else about that key.
public interface StatementSigner extends Ed25519Signer {

  /// The credential's, node's or coordinator's id.
  String keyId();
}
