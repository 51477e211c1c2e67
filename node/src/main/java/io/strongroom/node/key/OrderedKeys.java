package io.strongroom.node.key;

import io.strongroom.custody.state.State;
import io.strongroom.node.session.Failure;
import io.strongroom.node.session.Identities;
import io.strongroom.node.session.SessionRunner;
import io.strongroom.threshold.PartySet;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Decides whether this node's own committed log orders a key, and has it generated.
public final class OrderedKeys {

  private final Supplier<Optional<State>> committed;
  private final int self;
  private final KeyGenerations generations;

  /// @param committed this node's own state as of the newest head that it knows to be committed
  /// @param self this node's party index
  public OrderedKeys(Supplier<Optional<State>> committed, int self, KeyGenerations generations) {
    this.committed = committed;
    this.self = self;
    this.generations = generations;
  }

  /// Generates, completes or repeats the key that the proposal at this position orders.
  public KeyGenerations.Result generate(
      long proposalSeq, byte[] nonce, Consumer<SessionRunner.Stop> onStart) {
    Optional<State> state = committed.get();
    if (state.isEmpty()) {
      return refused("NOT_COMMITTED", "this node knows no committed head yet");
    }
    Optional<KeyOrder> order = KeyOrder.at(state.get(), proposalSeq);
    if (order.isEmpty()) {
      return refused("PROPOSAL_NOT_EFFECTIVE", "no VAULT proposal is in effect at " + proposalSeq);
    }
    if (!order.get().parties().contains(self)) {
      return refused("NOT_A_HOLDER", "this node is not among the parties of that key");
    }
    Optional<PartySet> parties = Identities.parties(state.get().genesis(), order.get().parties());
    if (parties.isEmpty()) {
      return refused("PARTIES_INVALID", "a party of that key is unknown or holds no shares");
    }
    return generations.generate(order.get(), parties.get(), nonce, onStart);
  }

  private static KeyGenerations.Result refused(String code, String message) {
    return new KeyGenerations.Result.Failed(Failure.of(code, message));
  }
}
