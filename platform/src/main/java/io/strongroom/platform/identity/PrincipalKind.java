package io.strongroom.platform.identity;

import java.util.Locale;

/// The three kinds of parties that hold a TLS identity.
public enum PrincipalKind {
  /// A cosigner of the log: a signer node or a witness.
  NODE,
  /// The coordinator.
  COORDINATOR,
  /// A person or service with a credential: desk, board member, operator, auditor.
  MEMBER;

  /// The name in files and in certificate URIs: `node`, `coordinator`, `member`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The kind of this name.
  ///
  /// @throws IllegalArgumentException when `label` is none of the three
  public static PrincipalKind ofLabel(String label) {
    for (PrincipalKind kind : values()) {
      if (kind.label().equals(label)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("kind must be node, coordinator or member");
  }
}
