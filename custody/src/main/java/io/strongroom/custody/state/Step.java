package io.strongroom.custody.state;

import com.fasterxml.jackson.databind.JsonNode;
import io.strongroom.custody.log.Leaf;
import io.strongroom.custody.policy.Policy;
import io.strongroom.custody.spi.ChainRules;
import io.strongroom.custody.statement.Credential;
import io.strongroom.custody.statement.Genesis;
import java.util.Optional;

/// One entry being applied: tables to change, already at the entry's time, and what came with the
/// entry.
///
/// A handler first checks everything and then changes tables; when it throws, the step is thrown
/// away as a whole.
///
/// @param signer who signed, verified
record Step(
    Tables tables,
    Lifecycle lifecycle,
    ProposalLifecycle proposals,
    Leaf leaf,
    Signer signer,
    Optional<JsonNode> attachment,
    ChainRules chains) {

  /// Whose key verified the envelope.
  sealed interface Signer {
    record Member(Credential credential) implements Signer {}

    record Holder(Genesis.Node node) implements Signer {}

    record Coordinator() implements Signer {}
  }

  long now() {
    return tables.now;
  }

  Policy policy() {
    return tables.rules();
  }

  /// The member's credential. Which kinds a member may sign was checked before.
  Credential member() {
    if (signer instanceof Signer.Member(Credential credential)) {
      return credential;
    }
    throw new IllegalStateException("no member signed entry " + leaf.seq());
  }

  /// The node that signed. Which kinds a node may sign was checked before.
  Genesis.Node holder() {
    if (signer instanceof Signer.Holder(Genesis.Node node)) {
      return node;
    }
    throw new IllegalStateException("no node signed entry " + leaf.seq());
  }

  static void require(boolean condition, RefusalCode code, String field, String message)
      throws InadmissibleException {
    if (!condition) {
      throw new InadmissibleException(code, field, message);
    }
  }
}
