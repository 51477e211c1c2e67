package io.strongroom.custody.gate;

import io.strongroom.custody.log.Checkpoint;
import io.strongroom.custody.policy.Target;
import io.strongroom.custody.spi.DecodedPlan;
import io.strongroom.custody.spi.InvalidPlanException;
import io.strongroom.custody.state.Authorization;
import io.strongroom.custody.state.Restriction;
import io.strongroom.custody.state.State;
import io.strongroom.custody.state.Vault;
import io.strongroom.custody.state.Withdrawal;
import io.strongroom.custody.state.WithdrawalStatus;
import io.strongroom.custody.statement.Authorize;
import io.strongroom.custody.statement.PlanInput;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The gate before every message of a signing session. Pure.
///
/// It passes only what the node's own committed log authorises, nothing restricts, and the node
/// derived itself. The question names log positions; it cannot bring a digest.
///
/// While new entries arrive, the committed head lies some entries behind the node's own. Everything
/// is then decided twice, at the committed head and at the node's own, and both must say the same:
/// entries that are not committed yet can close the gate and never open it.
///
/// Why this signs nothing that a node would refuse which waits until its own head is committed.
/// What the node's own entries say, it hears at once, committed or not. What it has not received,
/// it cannot hear under either rule, and the fresh cosignatures bound that ignorance alike: let a
/// restriction at position p be committed, and the presented head be of a size ≤ p. Two quorums of
/// q share an honest cosigner (q > (n + f)/2), who never cosigns a smaller size than before, so it
/// cosigned the presented head first; and that was at most [#FRESH_MS] ago. So a restriction that
/// has been committed for longer has reached this node, or this node does not sign.
public final class SignGate {
  /// How old a cosignature may be, and how far ahead.
  public static final long FRESH_MS = 30_000;

  /// The most positions, and the most digests, of one session.
  public static final int MAX_DIGESTS = 32;

  private final GateInput input;
  private final State state;

  /// @param state the one of the input's two states at which everything is decided
  private SignGate(GateInput input, State state) {
    this.input = input;
    this.state = state;
  }

  /// Decides.
  public static GateVerdict check(GateInput input) {
    try {
      SignGate gate = new SignGate(input, input.committed());
      gate.requireHead();
      gate.requireQuestion();
      List<AuthorizedInput> inputs = gate.authorized();
      gate.requireOneSession(inputs);
      if (input.newest().size() > input.committed().size()) {
        require(
            new SignGate(input, input.newest()).authorized().equals(inputs),
            GateCode.DIGEST_MISMATCH,
            -1,
            "entries after the committed head change what is signed");
      }
      return new GateVerdict.Pass(inputs);
    } catch (ClosedGateException e) {
      return e.refused();
    }
  }

  /// A head of its own carries q fresh cosignatures.
  private void requireHead() throws ClosedGateException {
    Checkpoint head = input.presented().checkpoint();
    require(
        head.origin().equals(state.origin()),
        GateCode.ROOT_MISMATCH,
        -1,
        "the checkpoint is of another log");
    require(
        head.size() == state.size(),
        GateCode.NOT_COMMITTED,
        -1,
        "the checkpoint covers " + head.size() + " entries, which is no head of this node");
    require(
        head.root().equals(input.root()),
        GateCode.ROOT_MISMATCH,
        -1,
        "the checkpoint's root is not the node's own");
    require(
        input.presented().freshQuorumSatisfied(input.clockMs(), FRESH_MS),
        GateCode.STALE_COSIGNATURES,
        -1,
        "too few cosigners vouched for the head within " + FRESH_MS / 1000 + " s");
  }

  private void requireQuestion() throws ClosedGateException {
    List<Long> seqs = input.authorizeSeqs();
    require(
        !seqs.isEmpty() && seqs.size() <= MAX_DIGESTS,
        GateCode.BAD_REQUEST,
        -1,
        "1 to " + MAX_DIGESTS + " positions are signed together");
    for (int i = 1; i < seqs.size(); i++) {
      require(
          seqs.get(i - 1) < seqs.get(i),
          GateCode.BAD_REQUEST,
          seqs.get(i),
          "positions must ascend");
    }
  }

  private void requireOneSession(List<AuthorizedInput> inputs) throws ClosedGateException {
    require(
        inputs.size() <= MAX_DIGESTS,
        GateCode.BAD_REQUEST,
        -1,
        "at most " + MAX_DIGESTS + " digests are signed together");
    long vaults = inputs.stream().map(AuthorizedInput::vault).distinct().count();
    require(vaults == 1, GateCode.BAD_REQUEST, -1, "one session signs for one vault");
  }

  private List<AuthorizedInput> authorized() throws ClosedGateException {
    List<AuthorizedInput> inputs = new ArrayList<>();
    for (long seq : input.authorizeSeqs()) {
      inputs.addAll(authorized(seq));
    }
    return inputs;
  }

  private List<AuthorizedInput> authorized(long seq) throws ClosedGateException {
    require(
        seq >= 0 && seq < state.size(),
        GateCode.NOT_COMMITTED,
        seq,
        "the node's log does not reach position " + seq);
    Optional<Withdrawal> found = state.withdrawalOfAuthorize(seq);
    require(
        found.isPresent(), GateCode.NOT_AUTHORIZED, seq, "no AUTHORIZE stands at position " + seq);
    Withdrawal withdrawal = found.get();
    Authorization authorization = inForce(withdrawal, seq);
    requireUnrestricted(withdrawal, seq);
    long signBy = authorization.statement().signBy();
    require(
        input.clockMs() < signBy, GateCode.SIGN_BY_PASSED, seq, "it had to be signed by " + signBy);
    new LateCheck(input, state).check(withdrawal, authorization);
    return inputs(withdrawal, authorization);
  }

  private Authorization inForce(Withdrawal withdrawal, long seq) throws ClosedGateException {
    require(
        !withdrawal.released().contains(seq),
        GateCode.RELEASED,
        seq,
        "its share holders have released it");
    require(
        withdrawal.signed().isEmpty(),
        GateCode.ALREADY_SIGNED,
        seq,
        "the withdrawal is signed already");
    Optional<Authorization> authorization = withdrawal.authorization().filter(a -> a.seq() == seq);
    require(
        withdrawal.status() == WithdrawalStatus.AUTHORIZED && authorization.isPresent(),
        GateCode.NOT_AUTHORIZED,
        seq,
        "the withdrawal is " + withdrawal.status());
    require(
        !authorization.get().releases().contains(input.nodeId()),
        GateCode.RELEASED,
        seq,
        "this node has released it");
    return authorization.get();
  }

  private void requireUnrestricted(Withdrawal withdrawal, long seq) throws ClosedGateException {
    require(!withdrawal.cancelled(), GateCode.CANCELLED, seq, "its initiator has cancelled it");
    require(!withdrawal.vetoed(), GateCode.VETOED, seq, "it was vetoed");
    String vault = withdrawal.request().vault();
    require(!state.frozen(vault), GateCode.FROZEN, seq, "vault " + vault + " is frozen");
    Set<String> rejecting = new HashSet<>();
    for (Restriction restriction : input.held()) {
      if (isDecidedByState(restriction, withdrawal, seq)) {
        continue;
      }
      require(
          !restriction.bearsOn(withdrawal, input.clockMs()),
          code(restriction),
          seq,
          "the node holds a " + restriction.statement().kind() + " by " + restriction.person());
      if (restriction.rejects(withdrawal)) {
        rejecting.add(restriction.person());
      }
    }
    require(
        rejecting.isEmpty() || withdrawal.approvedWithout(rejecting, state.policy()),
        GateCode.REVOKED,
        seq,
        "the node holds rejections by " + rejecting + ", without whom it is not approved");
    require(
        destinationStands(withdrawal),
        GateCode.REVOKED,
        seq,
        "the destination is no longer on the allowlist");
  }

  /// Once the log has a restriction, the state says what it does; but for a rejection that was
  /// logged only after the authorisation, which the state passes over as too late: a coordinator
  /// that holds it back must not free by that what its person had stopped here.
  private boolean isDecidedByState(Restriction restriction, Withdrawal withdrawal, long seq) {
    return restriction.isLogged(state)
        && !(restriction.rejects(withdrawal)
            && state
                .statement(restriction.envelope().keyId(), restriction.statement().id())
                .filter(logged -> logged.seq() > seq)
                .isPresent());
  }

  private boolean destinationStands(Withdrawal withdrawal) {
    return withdrawal
        .target()
        .flatMap(then ->
            state
                .target(then.destination(), then.chain())
                .filter(now -> !now.removed() && now.address().equals(then.address())))
        .map(Target::address)
        .isPresent();
  }

  private static GateCode code(Restriction restriction) {
    return switch (restriction.statement().kind()) {
      case FREEZE -> GateCode.FROZEN;
      case VETO -> GateCode.VETOED;
      case CANCEL -> GateCode.CANCELLED;
      default -> GateCode.REVOKED;
    };
  }

  /// The digests, derived anew from the logged plan.
  private List<AuthorizedInput> inputs(Withdrawal withdrawal, Authorization authorization)
      throws ClosedGateException {
    long seq = authorization.seq();
    Vault vault = state.vault(withdrawal.request().vault()).orElse(null);
    Vault.HolderKey key = vault == null ? null : vault.key().orElse(null);
    if (vault == null || key == null) {
      throw new ClosedGateException(
          GateCode.VAULT_NOT_ACTIVE, seq, "the vault's key is not active");
    }
    Authorize authorize = authorization.statement();
    DecodedPlan plan;
    try {
      plan = input.chains().decode(vault.chain(), authorize.plan().json());
    } catch (InvalidPlanException e) {
      throw new ClosedGateException(GateCode.DIGEST_MISMATCH, seq, String.valueOf(e.getMessage()));
    }
    require(
        plan.inputs().equals(authorize.inputs()),
        GateCode.DIGEST_MISMATCH,
        seq,
        "the logged digests are not the plan's");
    List<AuthorizedInput> inputs = new ArrayList<>();
    for (PlanInput one : plan.inputs()) {
      inputs.add(
          new AuthorizedInput(
              seq,
              withdrawal.leafHash(),
              authorize.attempt(),
              inputs.size(),
              one.digest(),
              one.path(),
              vault.name(),
              vault.keyId(),
              key.keyEpoch(),
              key.publicKey(),
              vault.threshold(),
              vault.parties(),
              vault.chain(),
              plan.nonce(),
              authorize.signBy()));
    }
    return inputs;
  }

  static void require(boolean condition, GateCode code, long seq, String message)
      throws ClosedGateException {
    if (!condition) {
      throw new ClosedGateException(code, seq, message);
    }
  }
}
