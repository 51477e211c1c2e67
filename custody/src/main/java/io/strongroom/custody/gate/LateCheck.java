package io.strongroom.custody.gate;

import static io.strongroom.custody.gate.SignGate.require;

import io.strongroom.custody.policy.GivenApproval;
import io.strongroom.custody.policy.Target;
import io.strongroom.custody.state.AllowlistEntry;
import io.strongroom.custody.state.Authorization;
import io.strongroom.custody.state.ChangeProposal;
import io.strongroom.custody.state.FreezeState;
import io.strongroom.custody.state.PolicyInForce;
import io.strongroom.custody.state.State;
import io.strongroom.custody.state.Vault;
import io.strongroom.custody.state.Withdrawal;
import java.util.Optional;
import java.util.OptionalLong;

/// Delays and expiries that touch late entries, measured from when the node saw those entries: a
/// backdated timestamp shortens no delay and revives nothing that had expired.
final class LateCheck {
  private final State state;
  private final LateEntries late;
  private final long clockMs;

  LateCheck(GateInput input, State state) {
    this.state = state;
    late = input.late();
    clockMs = input.clockMs();
  }

  void check(Withdrawal withdrawal, Authorization authorization) throws ClosedGateException {
    long seq = authorization.seq();
    requirePassed(
        seq,
        withdrawal.consent().quorumSeq(),
        withdrawal.consent().requirement().delayMs(),
        "the request's delay");
    PolicyInForce policy = state.policyInForce();
    requirePassed(
        seq, OptionalLong.of(policy.quorumSeq()), policy.delayMs(), "the policy change's delay");
    requireDestination(withdrawal, seq);
    requireVault(withdrawal.request().vault(), seq);
    for (FreezeState freeze : state.freezeHistory().values()) {
      if (freeze.scope().covers(withdrawal.request().vault())) {
        requirePassed(
            seq,
            OptionalLong.of(freeze.liftQuorumSeq()),
            freeze.liftDelayMs(),
            "the delay of lifting the freeze");
      }
    }
    requireUnexpired(withdrawal, authorization);
  }

  private void requireDestination(Withdrawal withdrawal, long seq) throws ClosedGateException {
    String destination = withdrawal.request().destination();
    if (destination.startsWith(Target.VAULT_PREFIX)) {
      requireVault(destination.substring(Target.VAULT_PREFIX.length()), seq);
      return;
    }
    AllowlistEntry entry = state.destinations().get(destination);
    if (entry != null) {
      requirePassed(
          seq, OptionalLong.of(entry.quorumSeq()), entry.waitMs(), "the destination's cooling-off");
    }
  }

  private void requireVault(String name, long seq) throws ClosedGateException {
    Optional<ChangeProposal> order =
        state.vault(name).map(Vault::proposalSeq).flatMap(state::proposalAt);
    if (order.isPresent()) {
      requirePassed(
          seq,
          order.get().consent().quorumSeq(),
          order.get().consent().requirement().delayMs(),
          "the vault's delay");
    }
  }

  private void requireUnexpired(Withdrawal withdrawal, Authorization authorization)
      throws ClosedGateException {
    long seq = authorization.seq();
    OptionalLong seen = late.seenAt(seq);
    if (seen.isPresent()) {
      require(
          seen.getAsLong() < withdrawal.request().expires(),
          GateCode.EXPIRED,
          seq,
          "the request had expired when its authorisation was seen");
    }
    for (GivenApproval approval : withdrawal.consent().approvals()) {
      if (withdrawal.decision().approvals().contains(approval.leafHash())) {
        long needed = Math.max(late.seenAt(approval.seq()).orElse(0), seen.orElse(0));
        require(
            needed < approval.expires(),
            GateCode.EXPIRED,
            seq,
            "an approval had expired when it was seen");
      }
    }
  }

  private void requirePassed(long seq, OptionalLong since, long delayMs, String what)
      throws ClosedGateException {
    if (since.isEmpty() || since.getAsLong() == 0 || delayMs == 0) {
      return;
    }
    OptionalLong seen = late.seenAt(since.getAsLong());
    require(
        seen.isEmpty() || clockMs >= seen.getAsLong() + delayMs,
        GateCode.DELAY_NOT_ELAPSED,
        seq,
        what + " has not passed since entry " + since.getAsLong() + " was seen");
  }
}
