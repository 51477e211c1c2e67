package io.strongroom.custody.gate;

import io.strongroom.custody.state.State;
import io.strongroom.custody.state.Withdrawal;
import io.strongroom.custody.statement.Hash32;

/// To whom a nonce belongs, once a node has durably claimed it for a request. Pure.
public final class SpendClaims {
  private SpendClaims() {}

  /// Whether a claim may pass from the request that owns it to another: only when the log has
  /// released the owner's authorisation (h − t + 1 + f share holders say that they sent no fragment
  /// for it and never will, so that fewer than t could still sign) and has then given the nonce to
  /// the other. Without that a released nonce, which the log gives out again, could never be signed
  /// with by whoever had claimed it before.
  ///
  /// @param committed the node's own state at a committed head
  /// @param input what is to be signed now
  /// @param owner leaf hash of the request that owns the claim
  public static boolean mayPass(State committed, AuthorizedInput input, Hash32 owner) {
    boolean given =
        committed
            .nonceClaim(input.vault(), input.chain(), input.nonce())
            .filter(input.request()::equals)
            .isPresent();
    return given
        && committed
            .withdrawal(owner)
            .filter(withdrawal -> hasLetGo(withdrawal, input.nonce()))
            .isPresent();
  }

  private static boolean hasLetGo(Withdrawal owner, long nonce) {
    return !owner.released().isEmpty()
        && owner.authorization().filter(inForce -> inForce.nonce() == nonce).isEmpty();
  }
}
