package io.strongroom.coordinator.identity;

import io.strongroom.custody.statement.Ed25519PrivateKey;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.custody.statement.StatementSigner;
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

/// The coordinator's own private keys, each for one purpose. None of them can move anything: nodes
/// decide. **Secret**; `toString` shows nothing of them.
///
/// Thread rule: signing is safe from any thread until [#close()].
public final class CoordinatorKeys implements AutoCloseable {

  /// Keystore entry of the key that signs checkpoints, and nothing else.
  static final String LOG = "log";

  /// Keystore entry of the key that signs the coordinator's statements.
  static final String KEY = "key";

  private final Ed25519PrivateKey log;
  private final Ed25519PrivateKey key;
  private final TlsIdentity tls;

  private CoordinatorKeys(Ed25519PrivateKey log, Ed25519PrivateKey key, TlsIdentity tls) {
    this.log = log;
    this.key = key;
    this.tls = tls;
  }

  /// Draws fresh keys and stores them.
  ///
  /// @throws SealException IO
  public static CoordinatorKeys create(SealedKeystore keystore) throws SealException {
    SecureRandom random = new SecureRandom();
    CoordinatorKeys keys =
        new CoordinatorKeys(
            Ed25519PrivateKey.generate(random),
            Ed25519PrivateKey.generate(random),
            TlsIdentity.generate(Principal.COORDINATOR));
    store(keystore, LOG, keys.log);
    store(keystore, KEY, keys.key);
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
  /// @throws PinException when the TLS key and certificate do not belong together
  public static CoordinatorKeys load(SealedKeystore keystore) throws SealException, PinException {
    TlsIdentity tls = TlsIdentity.load(keystore, Principal.COORDINATOR);
    return new CoordinatorKeys(key(keystore, LOG), key(keystore, KEY), tls);
  }

  private static Ed25519PrivateKey key(SealedKeystore keystore, String entry) throws SealException {
    byte[] seed = keystore.get(entry);
    try {
      return Ed25519PrivateKey.fromSeed(seed);
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  /// Signs checkpoints.
  public Ed25519PrivateKey log() {
    return log;
  }

  /// Signs the coordinator's statements.
  public StatementSigner statements() {
    return key.signer(Genesis.Coordinator.ID);
  }

  /// Who the coordinator is on its connections.
  public TlsIdentity tls() {
    return tls;
  }

  /// Whether these are the keys that the genesis names.
  public boolean belongTo(Genesis genesis) {
    return genesis.coordinator().log().equals(log.publicKey())
        && genesis.coordinator().key().equals(key.publicKey())
        && genesis.coordinator().tls().hex().equals(tls.spki().hex());
  }

  /// The public halves, for the ceremony.
  public IdentityCard card() {
    return IdentityCard.of(
        tls.principal(),
        Optional.empty(),
        tls.spki(),
        Map.of(LOG, log.publicKey().bytes(), KEY, key.publicKey().bytes()));
  }

  /// Wipes the keys (best effort on a JVM).
  @Override
  public void close() {
    log.close();
    key.close();
  }

  @Override
  public String toString() {
    return "CoordinatorKeys(redacted)";
  }
}
