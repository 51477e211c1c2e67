package io.strongroom.node.session;

import io.strongroom.custody.statement.Ed25519PublicKey;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.threshold.IdentityVerifier;
import io.strongroom.threshold.Party;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.PartySet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The genesis statement's nodes as parties of a protocol. Public.
public final class Identities {

  private Identities() {}

  /// The signer nodes with these indices.
  ///
  /// @return empty when an index repeats, is unknown, or belongs to a node that holds no shares
  public static Optional<PartySet> parties(Genesis genesis, Collection<Integer> indices) {
    Set<Integer> wanted = new HashSet<>(indices);
    List<Party> parties = new ArrayList<>();
    for (Genesis.Node node : genesis.nodes()) {
      if (node.signer() && wanted.contains(node.index())) {
        parties.add(new Party(new PartyIndex(node.index()), node.identity().bytes()));
      }
    }
    boolean complete =
        !parties.isEmpty() && parties.size() == indices.size() && wanted.size() == indices.size();
    return complete ? Optional.of(PartySet.of(parties)) : Optional.empty();
  }

  /// Verifies signatures of identity keys (Ed25519, strict). Never throws for malformed input.
  public static IdentityVerifier verifier() {
    return (publicKey, message, signature) -> {
      try {
        return Ed25519PublicKey.of(publicKey).verify(message, signature);
      } catch (IllegalArgumentException e) {
        return false;
      }
    };
  }
}
