package io.strongroom.custody.state;

import static io.strongroom.custody.state.Step.require;

import io.strongroom.custody.policy.Asset;
import io.strongroom.custody.policy.Decision;
import io.strongroom.custody.policy.Policies;
import io.strongroom.custody.policy.Policy;
import io.strongroom.custody.spi.ChainRules;
import io.strongroom.custody.spi.DecodedPlan;
import io.strongroom.custody.spi.InvalidPlanException;
import io.strongroom.custody.statement.Authorize;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.PlanDocument;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/// AUTHORIZE: every part of it is recomputed and must be equal; the amount is then spent and the
/// nonce taken.
final class AuthorizeEntry {
  private AuthorizeEntry() {}

  /// What an AUTHORIZE at this position must say.
  record Ground(Withdrawal withdrawal, Vault vault, Decision decision, DecodedPlan plan) {}

  static void apply(Step step, Authorize authorize) throws InadmissibleException {
    requireFirstSpend(step, authorize);
    Ground ground = ground(step.tables(), authorize.request(), authorize.plan(), step.chains());
    Withdrawal withdrawal = ground.withdrawal();
    require(
        authorize.requestSeq() == withdrawal.seq(),
        RefusalCode.REQUEST_UNKNOWN,
        "requestSeq",
        "is not the request's position");
    require(
        authorize.attempt() == withdrawal.attempts() + 1,
        RefusalCode.ATTEMPT_MISMATCH,
        "attempt",
        "must be " + (withdrawal.attempts() + 1));
    require(
        authorize.replaces().equals(replaces(withdrawal)),
        RefusalCode.ATTEMPT_MISMATCH,
        "replaces",
        "must be the attempt that was released");
    require(
        authorize.basis() == step.leaf().seq(),
        RefusalCode.BASIS_MISMATCH,
        "basis",
        "must be the entry's own position");
    requireDecision(authorize, ground.decision());
    long signWithin = step.policy().timeToLive().signWithinMs();
    require(
        authorize.signBy() > step.now() && authorize.signBy() <= step.now() + signWithin,
        RefusalCode.SIGN_BY_INVALID,
        "signBy",
        "must lie after the entry's time, by at most " + signWithin + " ms");
    require(
        authorize.inputs().equals(ground.plan().inputs()),
        RefusalCode.DIGEST_MISMATCH,
        "inputs",
        "are not what the plan gives");
    spend(step, authorize, ground);
  }

  /// The attempt that a next one follows: the one that was released last.
  static Optional<Long> replaces(Withdrawal withdrawal) {
    return withdrawal.released().isEmpty()
        ? Optional.empty()
        : Optional.of(withdrawal.released().getLast());
  }

  /// A further attempt at what is authorised or signed would be a fee bump or a recall.
  private static void requireFirstSpend(Step step, Authorize authorize)
      throws InadmissibleException {
    boolean spent =
        step.tables()
            .withdrawal(authorize.request())
            .filter(w ->
                w.status() == WithdrawalStatus.AUTHORIZED || w.status() == WithdrawalStatus.SIGNED)
            .isPresent();
    require(
        !spent || authorize.replaces().isEmpty(),
        RefusalCode.ATTEMPT_UNSUPPORTED,
        "replaces",
        "fee bumps and recalls are not supported yet");
  }

  private static void requireDecision(Authorize authorize, Decision decision)
      throws InadmissibleException {
    require(
        authorize.policy().equals(decision.policyHash()),
        RefusalCode.POLICY_MISMATCH,
        "policy",
        "is not the policy in force");
    require(
        authorize.approvals().equals(decision.approvals()),
        RefusalCode.APPROVALS_MISMATCH,
        "approvals",
        "are not the approvals that count");
    require(
        authorize.decision().equals(decision.hash()),
        RefusalCode.DECISION_MISMATCH,
        "decision",
        "is not the decision at this position");
  }

  private static void spend(Step step, Authorize authorize, Ground ground) {
    Tables tables = step.tables();
    long seq = step.leaf().seq();
    WithdrawalEdit edit = new WithdrawalEdit(ground.withdrawal());
    long nonce = ground.plan().nonce();
    edit.authorization =
        Optional.of(
            new Authorization(
                seq, step.leaf().hash(), step.leaf().ts(), authorize, nonce, new TreeSet<>()));
    edit.attempts++;
    edit.decision = ground.decision();
    edit.reach(WithdrawalStatus.AUTHORIZED, step.now(), seq, "authorised at entry " + seq);
    edit.due = OptionalLong.empty();
    tables.put(edit.done());
    tables.put(ground.vault().nonceUsed());
    tables.authorizations = tables.authorizations.plus(seq, ground.withdrawal().leafHash());
    Tables.NonceId id = new Tables.NonceId(ground.vault().name(), ground.plan().chain(), nonce);
    tables.nonces = tables.nonces.plus(id, ground.withdrawal().leafHash());
  }

  /// Checks everything about an authorisation that the withdrawal, the state and the plan decide.
  /// The tables stand at the time and position of the AUTHORIZE.
  static Ground ground(Tables tables, Hash32 request, PlanDocument plan, ChainRules chains)
      throws InadmissibleException {
    Optional<Withdrawal> found = tables.withdrawal(request);
    require(
        found.isPresent(), RefusalCode.REQUEST_UNKNOWN, "request", "no request has this leaf hash");
    Withdrawal withdrawal = found.get();
    require(
        withdrawal.status() == WithdrawalStatus.READY,
        RefusalCode.NOT_READY,
        "request",
        "the request is " + withdrawal.status() + ": " + withdrawal.reason());
    String vaultName = withdrawal.request().vault();
    require(
        !tables.frozen(vaultName),
        RefusalCode.FROZEN,
        "request",
        "vault " + vaultName + " is frozen");
    Policy policy = tables.rules();
    Decision decision = Policies.evaluate(policy, tables, withdrawal.candidate(), tables.now);
    require(
        decision.outcome() == Decision.Outcome.ALLOW,
        RefusalCode.NOT_ALLOWED,
        "request",
        "policy says " + decision.outcome() + ": " + decision.summary());
    Vault vault =
        tables
            .vault(vaultName)
            .orElseThrow(() -> new IllegalStateException("allowed from a vault without a key"));
    Asset asset = policy.assets().get(withdrawal.request().asset());
    if (asset == null) {
      throw new IllegalStateException("allowed in an asset that the policy does not know");
    }
    DecodedPlan decoded = decode(asset, plan, chains);
    requireIntent(withdrawal, asset, decoded);
    require(
        decoded.nonce() == vault.nextNonce(),
        RefusalCode.NONCE_MISMATCH,
        "plan.nonce",
        "the account's next nonce is " + vault.nextNonce());
    return new Ground(withdrawal, vault, decision, decoded);
  }

  private static DecodedPlan decode(Asset asset, PlanDocument plan, ChainRules chains)
      throws InadmissibleException {
    require(
        chains.supports(asset.chain()),
        RefusalCode.CHAIN_UNSUPPORTED,
        "plan",
        asset.chain() + " is not supported");
    try {
      return chains.decode(asset.chain(), plan.json());
    } catch (InvalidPlanException e) {
      throw new InadmissibleException(
          RefusalCode.PLAN_INVALID, "plan." + e.field(), String.valueOf(e.getMessage()));
    }
  }

  private static void requireIntent(Withdrawal withdrawal, Asset asset, DecodedPlan plan)
      throws InadmissibleException {
    requireSame(plan.chain().equals(asset.chain()), "chain");
    requireSame(plan.tokenContract().isEmpty(), "asset");
    requireSame(withdrawal.address().map(plan.recipient()::equals).orElse(false), "recipient");
    requireSame(plan.amount().equals(withdrawal.request().amount()), "amount");
    require(
        plan.maxFee().compareTo(withdrawal.request().feeCap()) <= 0,
        RefusalCode.FEE_TOO_HIGH,
        "plan",
        "may cost more than the request's fee cap");
    require(!plan.inputs().isEmpty(), RefusalCode.PLAN_INVALID, "plan", "has nothing to sign");
  }

  private static void requireSame(boolean same, String field) throws InadmissibleException {
    require(same, RefusalCode.PLAN_NOT_INTENT, "plan." + field, "is not what was requested");
  }
}
