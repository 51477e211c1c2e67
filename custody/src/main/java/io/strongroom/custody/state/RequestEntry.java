package io.strongroom.custody.state;

import static io.strongroom.custody.state.Step.require;

import io.strongroom.custody.policy.Asset;
import io.strongroom.custody.policy.Candidate;
import io.strongroom.custody.policy.Decision;
import io.strongroom.custody.policy.Policies;
import io.strongroom.custody.policy.Target;
import io.strongroom.custody.statement.Credential;
import io.strongroom.custody.statement.Request;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// REQUEST: a withdrawal begins, decided at once.
final class RequestEntry {
  private RequestEntry() {}

  static void apply(Step step, Request request) throws InadmissibleException {
    Credential credential = step.member();
    require(
        request.amount().signum() > 0,
        RefusalCode.AMOUNT_INVALID,
        "amount",
        "must be more than nothing");
    require(
        credential.covers(request.vault()),
        RefusalCode.VAULT_OUT_OF_SCOPE,
        "vault",
        "the credential may not act on this vault");
    int cap = step.policy().pendingPerMember();
    require(
        step.tables().openOf(credential.person()) < cap,
        RefusalCode.PENDING_LIMIT,
        "",
        credential.person() + " has " + cap + " open requests and proposals already");
    Candidate question =
        Candidate.question(
            credential.person(),
            request.vault(),
            request.asset(),
            request.amount(),
            request.destination(),
            request.feeCap(),
            request.expires());
    Decision decision = Policies.evaluate(step.policy(), step.tables(), question, step.now());
    step.lifecycle().decided(submitted(step, request, credential, decision), decision);
  }

  private static Withdrawal submitted(
      Step step, Request request, Credential credential, Decision decision) {
    long seq = step.leaf().seq();
    Optional<Asset> asset = Optional.ofNullable(step.policy().assets().get(request.asset()));
    Optional<Target> target =
        asset.flatMap(a -> step.tables().target(request.destination(), a.chain()));
    return new Withdrawal(
        step.leaf().hash(),
        seq,
        step.leaf().ts(),
        credential.id(),
        credential.person(),
        request,
        target,
        WithdrawalStatus.SUBMITTED,
        step.now(),
        Consent.NONE,
        decision,
        OptionalLong.empty(),
        false,
        false,
        0,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(new StatusChange(WithdrawalStatus.SUBMITTED, step.now(), seq)),
        "submitted",
        OptionalLong.empty());
  }
}
