package io.strongroom.node.key;

import io.strongroom.custody.state.ChangeProposal;
import io.strongroom.custody.state.ProposalStatus;
import io.strongroom.custody.state.State;
import io.strongroom.custody.state.Vault;
import io.strongroom.custody.statement.Change;
import java.util.List;
import java.util.Optional;

/// A key generation that the log orders: an effective VAULT proposal. Public.
///
/// @param proposalSeq position of the proposal
/// @param vault the vault that gets the key
/// @param keyId names the key for ever
/// @param threshold how many parties sign together
/// @param parties node indices, ascending
/// @param chain the vault's chain
public record KeyOrder(
    long proposalSeq,
    String vault,
    String keyId,
    int threshold,
    List<Integer> parties,
    String chain) {

  /// The epoch of every freshly generated key (`docs/protocol.md`, section 5).
  public static final int FIRST_EPOCH = 1;

  public KeyOrder {
    parties = List.copyOf(parties);
  }

  /// The order that the proposal at this position gives in this state; empty when there is none in
  /// effect.
  public static Optional<KeyOrder> at(State state, long proposalSeq) {
    return state
        .proposalAt(proposalSeq)
        .filter(proposal -> proposal.status() == ProposalStatus.EFFECTIVE)
        .map(ChangeProposal::change)
        .filter(Change.NewVault.class::isInstance)
        .map(Change.NewVault.class::cast)
        .map(change ->
            new KeyOrder(
                proposalSeq,
                change.vault(),
                change.keyId(),
                change.threshold(),
                change.parties(),
                change.chain()));
  }

  /// Whether the vault still waits for this key.
  public boolean isOpen(State state) {
    return state
        .vault(vault)
        .filter(v -> v.proposalSeq() == proposalSeq && v.status() == Vault.Status.GENERATING)
        .isPresent();
  }
}
