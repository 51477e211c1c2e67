package io.strongroom.custody.statement;

import java.util.List;
import java.util.Optional;

/// Binds a key to one person or service.
///
/// @param id the key id of its signatures
/// @param person who holds it; groups of the policy name persons
/// @param key verifies its statements
/// @param tls SHA-256 of its TLS certificate's SubjectPublicKeyInfo (DER)
/// @param issued milliseconds since the Unix epoch
/// @param expires milliseconds since the Unix epoch, after `issued`
/// @param vaults the vaults that it may act on, ascending; empty optional: all
public record Credential(
    String id,
    String person,
    HolderKind kind,
    Ed25519PublicKey key,
    Hash32 tls,
    long issued,
    long expires,
    Optional<List<String>> vaults) {

  public Credential {
    vaults = vaults.map(List::copyOf);
  }

  /// Whether a person or a program holds a credential.
  public enum HolderKind {
    PERSON,
    SERVICE
  }

  /// Whether the credential may act on this vault.
  public boolean covers(String vault) {
    return vaults.map(names -> names.contains(vault)).orElse(true);
  }
}
