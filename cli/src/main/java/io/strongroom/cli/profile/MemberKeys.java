package io.strongroom.cli.profile;

import io.strongroom.custody.statement.Ed25519PrivateKey;
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

/// A member's private keys: one signs statements, the other is for TLS. **Secret**; `toString`
/// shows nothing of them. Not thread-safe against [#close()].
public final class MemberKeys implements AutoCloseable {

  /// Keystore entry, and purpose on the card, of the key that signs statements.
  public static final String KEY = "key";

  private final Principal member;
  private final Ed25519PrivateKey key;
  private final TlsIdentity tls;

  private MemberKeys(Principal member, Ed25519PrivateKey key, TlsIdentity tls) {
    this.member = member;
    this.key = key;
    this.tls = tls;
  }

  /// Draws fresh keys and stores them.
  ///
  /// @throws SealException IO
  public static MemberKeys create(SealedKeystore keystore, Principal member) throws SealException {
    MemberKeys keys =
        new MemberKeys(
            member, Ed25519PrivateKey.generate(new SecureRandom()), TlsIdentity.generate(member));
    byte[] seed = keys.key.insecureSeedCopy();
    try {
      keystore.put(KEY, seed);
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
    keys.tls.store(keystore);
    return keys;
  }

  /// Reads the keys from an open keystore.
  ///
  /// @throws SealException NO_SUCH_ENTRY or CORRUPT
  /// @throws PinException when TLS key, certificate and member do not belong together
  public static MemberKeys load(SealedKeystore keystore, Principal member)
      throws SealException, PinException {
    TlsIdentity tls = TlsIdentity.load(keystore, member);
    return new MemberKeys(member, SealedSeeds.key(keystore, KEY), tls);
  }

  /// Signs statements under the credential's id.
  public StatementSigner statements() {
    return key.signer(member.id());
  }

  /// Who the member is on its connections.
  public TlsIdentity tls() {
    return tls;
  }

  /// The public halves, for the ceremony.
  public IdentityCard card(String person) {
    return IdentityCard.of(
        member, Optional.of(person), tls.spki(), Map.of(KEY, key.publicKey().bytes()));
  }

  /// Wipes the signing key (best effort on a JVM).
  @Override
  public void close() {
    key.close();
  }

  @Override
  public String toString() {
    return "MemberKeys(redacted)";
  }
}
