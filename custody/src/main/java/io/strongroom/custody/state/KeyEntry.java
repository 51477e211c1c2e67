package io.strongroom.custody.state;

import static io.strongroom.custody.state.Step.require;

import io.strongroom.custody.statement.Change;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.Key;
import java.util.Map;
import java.util.Optional;

/// KEY: a holder confirms a vault's key. The vault is active once all holders say the same, and
/// failed once two differ.
final class KeyEntry {
  private KeyEntry() {}

  static void apply(Step step, Key key) throws InadmissibleException {
    Genesis.Node holder = step.holder();
    Vault vault = ordered(step, key);
    require(
        holder.signer() && vault.parties().contains(holder.index()),
        RefusalCode.NOT_A_HOLDER,
        "",
        holder.id() + " is no holder of this key");
    requireSame(key.keyId().equals(vault.keyId()), "keyId");
    requireSame(key.parties().equals(vault.parties()), "parties");
    requireSame(key.threshold() == vault.threshold(), "threshold");
    requireSame(key.publicKey().length() == 33, "publicKey");
    requireSame(key.addresses().containsKey(vault.chain()), "addresses");
    for (Map.Entry<String, String> address : key.addresses().entrySet()) {
      requireAddress(step, key, address.getKey(), address.getValue());
    }
    if (vault.status() == Vault.Status.FAILED) {
      return;
    }
    Vault.HolderKey said =
        new Vault.HolderKey(key.publicKey(), key.packageHash(), key.keyEpoch(), key.addresses());
    Optional<Vault.HolderKey> before = Optional.ofNullable(vault.keys().get(holder.id()));
    if (before.isEmpty()) {
      step.tables().put(vault.with(holder.id(), said));
    } else if (!before.get().equals(said) && vault.status() == Vault.Status.GENERATING) {
      step.tables().put(vault.contradicted(holder.id()));
    }
  }

  private static Vault ordered(Step step, Key key) throws InadmissibleException {
    Hash32 leaf = step.tables().proposalSeqs.get(key.proposal());
    ChangeProposal proposal = leaf == null ? null : step.tables().proposals.get(leaf);
    if (proposal == null || !(proposal.change() instanceof Change.NewVault order)) {
      throw new InadmissibleException(
          RefusalCode.PROPOSAL_UNKNOWN, "proposal", "no VAULT proposal stands at this position");
    }
    require(
        proposal.status() == ProposalStatus.EFFECTIVE,
        RefusalCode.PROPOSAL_NOT_EFFECTIVE,
        "proposal",
        "the proposal is " + proposal.status());
    requireSame(key.vault().equals(order.vault()), "vault");
    Vault vault =
        step.tables()
            .vault(key.vault())
            .orElseThrow(() -> new IllegalStateException("an effective order without a vault"));
    require(
        vault.proposalSeq() == key.proposal(),
        RefusalCode.PROPOSAL_UNKNOWN,
        "proposal",
        "the vault's key was ordered again since");
    return vault;
  }

  private static void requireSame(boolean same, String field) throws InadmissibleException {
    require(same, RefusalCode.KEY_MISMATCH, field, "is not what the proposal ordered");
  }

  private static void requireAddress(Step step, Key key, String chain, String address)
      throws InadmissibleException {
    String field = "addresses." + chain;
    require(
        step.chains().supports(chain), RefusalCode.CHAIN_UNSUPPORTED, field, "is not supported");
    String derived;
    try {
      derived = step.chains().addressOf(chain, key.publicKey().toArray());
    } catch (IllegalArgumentException e) {
      throw new InadmissibleException(
          RefusalCode.KEY_MISMATCH, "publicKey", "is no public key: " + e.getMessage());
    }
    require(
        derived.equals(address),
        RefusalCode.ADDRESS_MISMATCH,
        field,
        "is not the public key's address");
  }
}
