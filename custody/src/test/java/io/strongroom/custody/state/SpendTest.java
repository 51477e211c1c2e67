package io.strongroom.custody.state;

import static io.strongroom.custody.state.World.eth;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strongroom.custody.policy.SamplePolicy;
import io.strongroom.custody.statement.Authorize;
import io.strongroom.custody.statement.Broadcast;
import io.strongroom.custody.statement.Bytes;
import io.strongroom.custody.statement.ChainStatus;
import io.strongroom.custody.statement.Confirmed;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.InputSignature;
import io.strongroom.custody.statement.PlanDocument;
import io.strongroom.custody.statement.PlanInput;
import io.strongroom.custody.statement.QuorumParameters;
import io.strongroom.custody.statement.Signed;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// AUTHORIZE, SIGNED, RELEASE: what a forging coordinator cannot do, and what gives room back.
class SpendTest {
  private final World world = World.ready();
  private final Hash32 ready = world.request("ann", "hot", "9", "kraken");

  private Authorize draft() {
    try {
      return world.draft(ready);
    } catch (InadmissibleException e) {
      throw new AssertionError(e);
    }
  }

  private RefusalCode refusedPlan(ObjectNode plan) {
    try {
      Ledger.draftAuthorize(
          world.state(), ready, plan, world.now(), world.state().size(), World.CHAIN);
      throw new AssertionError("drafted");
    } catch (InadmissibleException e) {
      Authorize forged = new Forgery(draft()).plan(plan);
      assertEquals(e.code(), world.refusal("coordinator", forged));
      return e.code();
    }
  }

  /// An AUTHORIZE with something else in it.
  private record Forgery(Authorize a) {
    Authorize request(Hash32 request, long seq) {
      return make(
          request,
          seq,
          a.attempt(),
          a.replaces(),
          Math.max(a.basis(), seq + 1),
          a.approvals(),
          a.policy(),
          a.decision(),
          a.signBy());
    }

    Authorize attempt(int attempt, Optional<Long> replaces) {
      return make(
          a.request(),
          a.requestSeq(),
          attempt,
          replaces,
          a.basis(),
          a.approvals(),
          a.policy(),
          a.decision(),
          a.signBy());
    }

    Authorize basis(long basis) {
      return make(
          a.request(),
          a.requestSeq(),
          a.attempt(),
          a.replaces(),
          basis,
          a.approvals(),
          a.policy(),
          a.decision(),
          a.signBy());
    }

    Authorize approvals(List<Hash32> approvals) {
      return make(
          a.request(),
          a.requestSeq(),
          a.attempt(),
          a.replaces(),
          a.basis(),
          approvals,
          a.policy(),
          a.decision(),
          a.signBy());
    }

    Authorize policy(Hash32 policy) {
      return make(
          a.request(),
          a.requestSeq(),
          a.attempt(),
          a.replaces(),
          a.basis(),
          a.approvals(),
          policy,
          a.decision(),
          a.signBy());
    }

    Authorize decision(Hash32 decision) {
      return make(
          a.request(),
          a.requestSeq(),
          a.attempt(),
          a.replaces(),
          a.basis(),
          a.approvals(),
          a.policy(),
          decision,
          a.signBy());
    }

    Authorize signBy(long signBy) {
      return make(
          a.request(),
          a.requestSeq(),
          a.attempt(),
          a.replaces(),
          a.basis(),
          a.approvals(),
          a.policy(),
          a.decision(),
          signBy);
    }

    Authorize plan(JsonNode plan) {
      return new Authorize(
          a.header(),
          a.request(),
          a.requestSeq(),
          a.attempt(),
          a.replaces(),
          a.basis(),
          a.approvals(),
          a.policy(),
          a.decision(),
          a.signBy(),
          PlanDocument.of(plan),
          a.inputs());
    }

    Authorize inputs(List<PlanInput> inputs) {
      return new Authorize(
          a.header(),
          a.request(),
          a.requestSeq(),
          a.attempt(),
          a.replaces(),
          a.basis(),
          a.approvals(),
          a.policy(),
          a.decision(),
          a.signBy(),
          a.plan(),
          inputs);
    }

    private Authorize make(
        Hash32 request,
        long requestSeq,
        int attempt,
        Optional<Long> replaces,
        long basis,
        List<Hash32> approvals,
        Hash32 policy,
        Hash32 decision,
        long signBy) {
      return new Authorize(
          a.header(),
          request,
          requestSeq,
          attempt,
          replaces,
          basis,
          approvals,
          policy,
          decision,
          signBy,
          a.plan(),
          a.inputs());
    }
  }

  @Test
  void aDraftIsAdmissible() {
    long seq = world.authorize(ready);
    assertEquals(WithdrawalStatus.AUTHORIZED, world.status(ready));
    assertEquals(seq, world.withdrawal(ready).authorization().orElseThrow().seq());
    assertEquals(1, world.state().vault("hot").orElseThrow().nextNonce());
    assertEquals(Optional.of(ready), world.state().nonceClaim("hot", FakeChain.CHAIN, 0));
  }

  @Test
  void onlyTheCoordinatorAuthorises() {
    assertEquals(RefusalCode.NOT_PERMITTED, world.refusal("ann", draft()));
    assertEquals(RefusalCode.NOT_PERMITTED, world.refusal("node-1", draft()));
  }

  @Test
  void anAbsentOrPendingOrSpentRequestCannotBeAuthorised() {
    Forgery forgery = new Forgery(draft());
    assertEquals(
        RefusalCode.REQUEST_UNKNOWN,
        world.refusal("coordinator", forgery.request(World.hash("absent"), 3)));
    assertEquals(
        RefusalCode.REQUEST_UNKNOWN,
        world.refusal("coordinator", forgery.request(ready, world.withdrawal(ready).seq() + 1)));
    Hash32 pending = world.request("bob", "hot", "40", "kraken");
    assertEquals(
        RefusalCode.NOT_READY,
        world.refusal("coordinator", forgery.request(pending, world.withdrawal(pending).seq())));
    Hash32 denied = world.request("ann", "hot", "1", "nowhere");
    assertEquals(
        RefusalCode.NOT_READY,
        world.refusal("coordinator", forgery.request(denied, world.withdrawal(denied).seq())));
    world.authorize(ready);
    assertEquals(
        RefusalCode.NOT_READY,
        world.refusal("coordinator", forgery.request(ready, world.withdrawal(ready).seq())));
  }

  @Test
  void aFrozenRequestCannotBeAuthorised() {
    Authorize drafted = draft();
    world.say("sam", world.freezeOf("vault:hot"));
    assertEquals(RefusalCode.FROZEN, world.refusal("coordinator", drafted));
  }

  @Test
  void everyClaimOfAnAuthorizeIsRecomputed() {
    Forgery forgery = new Forgery(draft());
    assertEquals(
        RefusalCode.BASIS_MISMATCH,
        world.refusal("coordinator", forgery.basis(draft().basis() + 1)));
    assertEquals(
        RefusalCode.APPROVALS_MISMATCH,
        world.refusal("coordinator", forgery.approvals(List.of(World.hash("approval")))));
    assertEquals(
        RefusalCode.POLICY_MISMATCH,
        world.refusal("coordinator", forgery.policy(World.hash("policy"))));
    assertEquals(
        RefusalCode.DECISION_MISMATCH,
        world.refusal("coordinator", forgery.decision(World.hash("decision"))));
    assertEquals(
        RefusalCode.SIGN_BY_INVALID,
        world.refusal("coordinator", forgery.signBy(draft().signBy() + 1)));
    assertEquals(
        RefusalCode.SIGN_BY_INVALID, world.refusal("coordinator", forgery.signBy(world.now())));
    assertEquals(
        RefusalCode.ATTEMPT_MISMATCH,
        world.refusal("coordinator", forgery.attempt(2, Optional.of(3L))));
    assertEquals(
        RefusalCode.DIGEST_MISMATCH,
        world.refusal(
            "coordinator", forgery.inputs(List.of(new PlanInput(World.hash("digest"), "")))));
  }

  @Test
  void aFeeBumpOrRecallIsRefusedByName() {
    Authorize a = draft();
    long seq = world.authorize(ready);
    Authorize bump =
        new Authorize(
            world.header(),
            ready,
            a.requestSeq(),
            2,
            Optional.of(seq - 1),
            seq,
            a.approvals(),
            a.policy(),
            a.decision(),
            a.signBy(),
            a.plan(),
            a.inputs());
    assertEquals(RefusalCode.ATTEMPT_UNSUPPORTED, world.refusal("coordinator", bump));
  }

  @Test
  void aDecisionOfAnotherMomentDoesNotFit() {
    Authorize drafted = draft();
    world.tick("1s");
    assertEquals(RefusalCode.BASIS_MISMATCH, world.refusal("coordinator", drafted));
  }

  @Test
  void thePlanMustBeExactlyTheIntent() {
    String to = FakeChain.address("kraken");
    assertEquals(
        RefusalCode.PLAN_NOT_INTENT,
        refusedPlan(FakeChain.plan(0, FakeChain.address("mallory"), eth("9"), eth("0.005"))));
    assertEquals(
        RefusalCode.PLAN_NOT_INTENT,
        refusedPlan(FakeChain.plan(0, to, eth("9").add(BigInteger.ONE), eth("0.005"))));
    assertEquals(
        RefusalCode.FEE_TOO_HIGH,
        refusedPlan(FakeChain.plan(0, to, eth("9"), eth("0.01").add(BigInteger.ONE))));
    assertEquals(
        RefusalCode.NONCE_MISMATCH, refusedPlan(FakeChain.plan(1, to, eth("9"), eth("0.005"))));
    assertEquals(
        RefusalCode.PLAN_INVALID,
        refusedPlan(FakeChain.plan(0, to, eth("9"), eth("0.005")).put("data", "0x00")));
  }

  @Test
  void aNonceIsGivenOutOnce() {
    Hash32 other = world.request("bob", "hot", "0.5", "bitstamp");
    ObjectNode planOfOther = world.planOf(other);
    world.authorize(ready);
    try {
      Ledger.draftAuthorize(
          world.state(), other, planOfOther, world.now(), world.state().size(), World.CHAIN);
      throw new AssertionError("drafted");
    } catch (InadmissibleException e) {
      assertEquals(RefusalCode.NONCE_MISMATCH, e.code());
    }
    world.authorize(other);
    assertEquals(2, world.state().vault("hot").orElseThrow().nextNonce());
  }

  @Test
  void theCountedApprovalsAreNamed() {
    Hash32 approved = world.request("bob", "hot", "12", "bitstamp");
    world.approve(approved, "olga");
    long seq = world.authorize(approved);
    Authorize logged = world.withdrawal(approved).authorization().orElseThrow().statement();
    assertEquals(1, logged.approvals().size());
    assertEquals(seq, logged.basis());
  }

  // ---- SIGNED

  @Test
  void signaturesAreVerified() {
    long seq = world.authorize(ready);
    Signed good = world.signedOf(seq);
    InputSignature only = good.signatures().getFirst();
    byte[] flipped = only.signature().toArray();
    flipped[7] ^= 1;
    assertEquals(
        RefusalCode.SIGNATURE_INVALID,
        world.refusal(
            "coordinator",
            signed(good, new InputSignature(only.digest(), Bytes.of(flipped)), good.txid())));
    assertEquals(
        RefusalCode.DIGEST_MISMATCH,
        world.refusal(
            "coordinator",
            signed(good, new InputSignature(World.hash("x"), only.signature()), good.txid())));
    assertEquals(
        RefusalCode.TXID_MISMATCH,
        world.refusal("coordinator", signed(good, only, "0x" + "ab".repeat(32))));
    Signed twice = new Signed(good.header(), seq, List.of(only, only), good.txid());
    assertEquals(RefusalCode.SIGNATURE_INVALID, world.refusal("coordinator", twice));
    assertEquals(
        RefusalCode.AUTHORIZE_UNKNOWN,
        world.refusal(
            "coordinator", new Signed(good.header(), seq - 1, good.signatures(), good.txid())));
    assertEquals(RefusalCode.NOT_PERMITTED, world.refusal("node-1", good));
    world.say("coordinator", good);
    assertEquals(WithdrawalStatus.SIGNED, world.status(ready));
    Signed again = new Signed(world.header(), seq, good.signatures(), good.txid());
    assertEquals(RefusalCode.NOT_AUTHORIZED, world.refusal("coordinator", again));
  }

  private static Signed signed(Signed good, InputSignature only, String txid) {
    return new Signed(good.header(), good.authorize(), List.of(only), txid);
  }

  @Test
  void signaturesAreRecordedDuringAFreeze() {
    long seq = world.authorize(ready);
    world.say("sam", world.freezeOf("cluster"));
    world.say("coordinator", world.signedOf(seq));
    assertEquals(WithdrawalStatus.SIGNED, world.status(ready));
  }

  // ---- RELEASE and promise 11

  @Test
  void nothingThatTheCoordinatorSaysFreesAnything() {
    long seq = world.authorize(ready);
    String txid = "0x" + "cd".repeat(32);
    world.say("coordinator", new Broadcast(world.header(), seq, txid));
    for (ChainStatus status : ChainStatus.values()) {
      world.say("coordinator", new Confirmed(world.header(), seq, txid, 5, 1, status));
    }
    world.tick("71h");
    assertEquals(WithdrawalStatus.AUTHORIZED, world.status(ready));
    assertTrue(world.withdrawal(ready).order().isPresent());
    assertEquals(1, world.state().vault("hot").orElseThrow().nextNonce());
    assertEquals(RefusalCode.NOT_PERMITTED, world.refusal("coordinator", world.releaseOf(seq)));
    assertEquals(RefusalCode.NOT_PERMITTED, world.refusal("ann", world.releaseOf(seq)));
  }

  @Test
  void enoughDistinctHoldersReleaseAndTheNonceComesBack() {
    long seq = world.authorize(ready);
    world.say("node-1", world.releaseOf(seq));
    world.say("node-1", world.releaseOf(seq));
    assertEquals(WithdrawalStatus.AUTHORIZED, world.status(ready));
    world.say("node-3", world.releaseOf(seq));
    assertEquals(WithdrawalStatus.READY, world.status(ready));
    assertEquals(0, world.state().vault("hot").orElseThrow().nextNonce());
    assertEquals(Optional.empty(), world.state().nonceClaim("hot", FakeChain.CHAIN, 0));
    world.say("node-2", world.releaseOf(seq));
    assertEquals(WithdrawalStatus.READY, world.status(ready));
    long second = world.authorize(ready);
    Authorize logged = world.withdrawal(ready).authorization().orElseThrow().statement();
    assertEquals(2, logged.attempt());
    assertEquals(Optional.of(seq), logged.replaces());
    world.say("node-2", world.releaseOf(seq));
    assertTrue(world.withdrawal(ready).authorization().orElseThrow().releases().isEmpty());
    assertEquals(List.of(seq), world.withdrawal(ready).released());
    assertEquals(second, world.withdrawal(ready).authorization().orElseThrow().seq());
  }

  @Test
  void corruptNodesRaiseTheNumberOfReleases() {
    World four = World.bare(SamplePolicy.document(), new QuorumParameters(4, 1, 3));
    four.createVault("hot");
    Hash32 request = four.request("ann", "hot", "9", "kraken");
    long seq = four.authorize(request);
    assertEquals(RefusalCode.NOT_A_HOLDER, four.refusal("node-4", four.releaseOf(seq)));
    four.say("node-1", four.releaseOf(seq));
    four.say("node-2", four.releaseOf(seq));
    assertEquals(WithdrawalStatus.AUTHORIZED, four.status(request));
    four.say("node-3", four.releaseOf(seq));
    assertEquals(WithdrawalStatus.READY, four.status(request));
  }

  @Test
  void aCancelledAuthorisationEndsWhenItIsReleased() {
    long seq = world.authorize(ready);
    world.say("ann", world.cancelOf(ready));
    assertEquals(WithdrawalStatus.AUTHORIZED, world.status(ready));
    assertTrue(world.withdrawal(ready).cancelled());
    assertTrue(world.withdrawal(ready).order().isPresent());
    world.say("node-1", world.releaseOf(seq));
    world.say("node-2", world.releaseOf(seq));
    assertEquals(WithdrawalStatus.CANCELLED, world.status(ready));
    assertTrue(world.withdrawal(ready).order().isEmpty());
  }

  @Test
  void aReleasedNonceBelowAnotherIsAGapUntilThatIsReleasedToo() {
    Hash32 other = world.request("bob", "hot", "0.5", "bitstamp");
    long first = world.authorize(ready);
    long second = world.authorize(other);
    release(first);
    assertEquals(2, world.state().vault("hot").orElseThrow().nextNonce());
    assertEquals("[0]", world.state().vault("hot").orElseThrow().gaps().toString());
    release(second);
    assertEquals(0, world.state().vault("hot").orElseThrow().nextNonce());
    assertTrue(world.state().vault("hot").orElseThrow().gaps().isEmpty());
  }

  private void release(long seq) {
    world.say("node-1", world.releaseOf(seq));
    world.say("node-2", world.releaseOf(seq));
  }

  @Test
  void aReleaseAfterSignaturesChangesNothing() {
    long seq = world.authorize(ready);
    world.say("coordinator", world.signedOf(seq));
    release(seq);
    assertEquals(WithdrawalStatus.SIGNED, world.status(ready));
    assertEquals(1, world.state().vault("hot").orElseThrow().nextNonce());
  }

  @Test
  void aReleasedRequestThatHasExpiredMeanwhileExpires() {
    Hash32 brief = world.say("bob", world.requestOf("hot", "0.5", "kraken", "10m"));
    long seq = world.authorize(brief);
    world.pass("20m");
    release(seq);
    assertEquals(WithdrawalStatus.EXPIRED, world.status(brief));
    assertTrue(world.withdrawal(brief).order().isEmpty());
  }
}
