package io.strongroom.custody.state;

import static io.strongroom.custody.state.Step.require;

import com.fasterxml.jackson.databind.JsonNode;
import io.strongroom.custody.log.Leaf;
import io.strongroom.custody.policy.Durations;
import io.strongroom.custody.policy.Policy;
import io.strongroom.custody.spi.ChainRules;
import io.strongroom.custody.spi.InvalidPlanException;
import io.strongroom.custody.statement.Credential;
import io.strongroom.custody.statement.Credential.HolderKind;
import io.strongroom.custody.statement.Destination;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.custody.statement.GenesisCeremony;
import io.strongroom.custody.statement.InvalidStatementException;
import io.strongroom.custody.statement.StatementKind;

/// GENESIS: the first entry, which everybody in the ceremony signed.
final class GenesisEntry {
  /// The longest that a service's credential may live.
  static final long MAX_SERVICE_LIFE_MS = Durations.parseMs("90d");

  private GenesisEntry() {}

  static State apply(Leaf leaf, JsonNode document, ChainRules chains) throws InadmissibleException {
    require(
        leaf.seq() == 0 && leaf.kind() == StatementKind.GENESIS,
        RefusalCode.NOT_PERMITTED,
        "kind",
        "a log begins with GENESIS");
    Genesis genesis;
    try {
      genesis = GenesisCeremony.verify(leaf.envelope());
    } catch (InvalidStatementException e) {
      throw new InadmissibleException(
          RefusalCode.BAD_SIGNATURE, e.field(), String.valueOf(e.getMessage()));
    }
    require(
        leaf.log().equals(genesis.origin()),
        RefusalCode.ORIGIN_MISMATCH,
        "log",
        "is not the genesis's origin");
    Policy policy = ProposalEntry.parse(document);
    require(
        policy.hash().equals(genesis.policy()),
        RefusalCode.ATTACHMENT_MISMATCH,
        "policy",
        "is not the hash of the document");
    for (Credential credential : genesis.credentials()) {
      requireShortLived(credential);
    }
    for (Destination destination : genesis.destinations()) {
      requireAddress(destination, chains);
    }
    ProposalEntry.requireSatisfiable(policy, genesis, leaf.ts());
    Tables tables = new Tables(genesis, new PolicyInForce(policy, 0, leaf.ts(), 0, 0), leaf.ts());
    tables.documents = tables.documents.plus(policy.hash(), policy);
    tables.put(tables.policy);
    genesis.destinations().forEach(d -> tables.put(new AllowlistEntry(d, leaf.ts(), 0, 0, false)));
    return Ledger.commit(tables, leaf, leaf.envelope(), genesis.id());
  }

  private static void requireShortLived(Credential credential) throws InadmissibleException {
    require(
        credential.kind() == HolderKind.PERSON
            || credential.expires() - credential.issued() <= MAX_SERVICE_LIFE_MS,
        RefusalCode.BAD_STATEMENT,
        "credentials",
        "service " + credential.id() + " may have a credential for at most 90 days");
  }

  private static void requireAddress(Destination destination, ChainRules chains)
      throws InadmissibleException {
    String field = "destinations." + destination.id();
    require(
        chains.supports(destination.chain()),
        RefusalCode.CHAIN_UNSUPPORTED,
        field,
        "chain is not supported");
    try {
      String canonical = chains.normalizeAddress(destination.chain(), destination.address());
      require(
          canonical.equals(destination.address()),
          RefusalCode.DESTINATION_INVALID,
          field,
          "address must be written " + canonical);
    } catch (InvalidPlanException e) {
      throw new InadmissibleException(
          RefusalCode.DESTINATION_INVALID, field, String.valueOf(e.getMessage()));
    }
  }
}
