package io.strongroom.node.start;

import io.strongroom.custody.statement.Ed25519PrivateKey;
import io.strongroom.platform.identity.IdentityCard;
import io.strongroom.platform.identity.Principal;
import io.strongroom.platform.seal.SealException;
import io.strongroom.platform.seal.SealedKeystore;
import io.strongroom.platform.tls.PinException;
import io.strongroom.platform.tls.TlsIdentity;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// The node's own private keys, each for one purpose. **Secret**; `toString` shows nothing of them.
///
/// Thread rule: signing is safe from any thread until [#close()].
public final class NodeKeys implements AutoCloseable {

  /// Keystore entry of the key that signs protocol envelopes and the node's statements.
  static final String IDENTITY = "identity";

  /// Keystore entry of the key that cosigns checkpoints, and nothing else.
  static final String COSIGN = "cosign";

  private final Ed25519PrivateKey identity;
  private final Ed25519PrivateKey cosign;
  private final TlsIdentity tls;

  private NodeKeys(Ed25519PrivateKey identity, Ed25519PrivateKey cosign, TlsIdentity tls) {
    this.identity = identity;
    this.cosign = cosign;
    this.tls = tls;
  }

  /// Draws fresh keys and stores them.
  ///
  /// @throws SealException IO
  static NodeKeys create(SealedKeystore keystore, Principal node) throws SealException {
    SecureRandom random = new SecureRandom();
    NodeKeys keys =
        new NodeKeys(
            Ed25519PrivateKey.generate(random),
            Ed25519PrivateKey.generate(random),
            TlsIdentity.generate(node));
    store(keystore, IDENTITY, keys.identity);
    store(keystore, COSIGN, keys.cosign);
    keys.tls.store(keystore);
    return keys;
  }

  private static void store(SealedKeystore keystore, String entry, Ed25519PrivateKey key)
      throws SealException {
    byte[] seed = key.insecureSeedCopy();
    try {
      keystore.put(entry, seed);
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  /// Reads the keys from an open keystore.
  ///
  /// @throws SealException NO_SUCH_ENTRY or CORRUPT
  /// @throws PinException when the TLS key and certificate do not belong together or to this node
  static NodeKeys load(SealedKeystore keystore, Principal node) throws SealException, PinException {
    TlsIdentity tls = TlsIdentity.load(keystore, node);
    return new NodeKeys(key(keystore, IDENTITY), key(keystore, COSIGN), tls);
  }

  private static Ed25519PrivateKey key(SealedKeystore keystore, String entry) throws SealException {
    byte[] seed = keystore.get(entry);
    try {
      return Ed25519PrivateKey.fromSeed(seed);
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  /// Signs protocol envelopes and the node's statements.
  public Ed25519PrivateKey identity() {
    return identity;
  }

  /// Cosigns checkpoints.
  public Ed25519PrivateKey cosign() {
    return cosign;
  }

  /// Who the node is on its connections.
  public TlsIdentity tls() {
    return tls;
  }

  /// The public halves, for the ceremony.
  IdentityCard card() {
    return IdentityCard.of(
        tls.principal(),
        Optional.empty(),
        tls.spki(),
        Map.of(IDENTITY, identity.publicKey().bytes(), COSIGN, cosign.publicKey().bytes()));
  }

  /// Wipes the keys (best effort on a JVM).
  @Override
  public void close() {
    identity.close();
    cosign.close();
  }

  @Override
  public String toString() {
    return "NodeKeys(redacted)";
  }
}
