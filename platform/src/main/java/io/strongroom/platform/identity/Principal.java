package io.strongroom.platform.identity;

import java.net.URI;
import java.util.Objects;
import java.util.regex.Pattern;

/// An authenticated party: what a TLS session's pinned certificate says about the other side.
///
/// @param kind what it is
/// @param id its identifier in the genesis statement: a node id, `coordinator`, or a credential id;
///   `[a-zA-Z0-9][a-zA-Z0-9._:-]{0,63}`
public record Principal(PrincipalKind kind, String id) {

  private static final Pattern ID = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._:-]{0,63}");

  /// The coordinator's only identifier.
  public static final Principal COORDINATOR =
      new Principal(PrincipalKind.COORDINATOR, "coordinator");

  /// Checks the identifier.
  ///
  /// @throws IllegalArgumentException when the identifier is malformed
  public Principal {
    Objects.requireNonNull(kind, "kind");
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("id must match " + ID.pattern());
    }
  }

  /// A node.
  public static Principal node(String id) {
    return new Principal(PrincipalKind.NODE, id);
  }

  /// A member, by credential id.
  public static Principal member(String credentialId) {
    return new Principal(PrincipalKind.MEMBER, credentialId);
  }

  /// The certificate's subject alternative name: `strongroom://node/node-1`.
  public URI uri() {
    return URI.create("strongroom://" + kind.label() + "/" + id);
  }

  /// `node node-1`, for messages.
  @Override
  public String toString() {
    return kind == PrincipalKind.COORDINATOR ? "coordinator" : kind.label() + " " + id;
  }
}
