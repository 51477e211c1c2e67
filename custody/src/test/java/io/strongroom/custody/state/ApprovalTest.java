package io.strongroom.custody.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.strongroom.custody.policy.SamplePolicy;
import io.strongroom.custody.statement.Approval;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.Header;
import io.strongroom.custody.statement.Intent;
import java.math.BigInteger;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Whose approval of what counts, and for how long.
class ApprovalTest {
  private final World world = World.ready();
  private final Hash32 desk = world.request("ann", "hot", "12", "kraken");

  @Test
  void aQuorumMakesItReady() {
    world.approve(desk, "olga");
    assertEquals(WithdrawalStatus.READY, world.status(desk));
  }

  @Test
  void twoGroupsAndTheirDelayComeBeforeReady() {
    Hash32 dual = world.request("bob", "hot", "31", "bitstamp");
    world.approve(dual, "oscar");
    assertEquals(WithdrawalStatus.PENDING, world.status(dual));
    world.pass("10m");
    world.approve(dual, "carl");
    assertEquals(WithdrawalStatus.TIMELOCKED, world.status(dual));
    world.pass("1h");
    assertEquals(WithdrawalStatus.READY, world.statusNow(dual));
  }

  @Test
  void onePersonCountsForOneGroupAndTheMatchingFindsTheOther() {
    Hash32 dual = world.request("bob", "hot", "31", "bitstamp");
    world.approve(dual, "cleo");
    assertEquals(WithdrawalStatus.PENDING, world.status(dual));
    world.approve(dual, "olga");
    assertEquals(WithdrawalStatus.TIMELOCKED, world.status(dual));
  }

  @Test
  void oneWithTwoCredentialsCountsOnce() {
    Hash32 dual = world.request("bob", "hot", "31", "bitstamp");
    world.approve(dual, "cleo", "cleo-2");
    assertEquals(WithdrawalStatus.PENDING, world.status(dual));
    assertEquals(1, world.withdrawal(dual).consent().approvals().size());
  }

  @Test
  void anInitiatorsOwnApprovalIsRefused() {
    World ops =
        World.ready(
            SamplePolicy.document(d -> ((ArrayNode) d.at("/groups/traders/members")).add("olga")));
    Hash32 request = ops.request("olga", "hot", "12", "kraken");
    assertEquals(
        RefusalCode.INITIATOR_MAY_NOT_APPROVE, ops.refusal("olga", ops.approvalOf(request)));
    ops.approve(request, "oscar");
    assertEquals(WithdrawalStatus.READY, ops.status(request));
  }

  @Test
  void whoIsInNoRequiredGroupIsRefused() {
    assertEquals(RefusalCode.NOT_AN_APPROVER, world.refusal("ben", world.approvalOf(desk)));
    assertEquals(RefusalCode.NOT_AN_APPROVER, world.refusal("mallory", world.rejectionOf(desk)));
  }

  @Test
  void anApprovalForAnotherRequestDoesNotFit() {
    Hash32 other = world.request("ann", "hot", "13", "kraken");
    Approval ofOther = world.approvalOf(other);
    Approval replayed =
        new Approval(ofOther.header(), desk, ofOther.requirements(), ofOther.intent());
    assertEquals(RefusalCode.INTENT_MISMATCH, world.refusal("olga", replayed));
    Approval nowhere =
        new Approval(
            ofOther.header(), World.hash("nothing"), ofOther.requirements(), ofOther.intent());
    assertEquals(RefusalCode.SUBJECT_UNKNOWN, world.refusal("olga", nowhere));
  }

  @Test
  void anApprovalFromAnotherLogOrEpochIsRefused() {
    Approval good = world.approvalOf(desk);
    Header h = good.header();
    Header otherLog = new Header("strongroom/" + "ab".repeat(32), 1, h.id(), h.expires());
    assertEquals(
        RefusalCode.ORIGIN_MISMATCH,
        world.refusal("olga", new Approval(otherLog, desk, good.requirements(), good.intent())));
    Header otherEpoch = new Header(h.log(), 2, h.id(), h.expires());
    assertEquals(
        RefusalCode.EPOCH_MISMATCH,
        world.refusal("olga", new Approval(otherEpoch, desk, good.requirements(), good.intent())));
  }

  @Test
  void everyPartOfTheIntentMustBeRepeated() {
    refusesIntent(
        "vault",
        i -> new Intent("cold", i.asset(), i.amount(), i.address(), i.feeCap(), i.expires()));
    refusesIntent(
        "asset",
        i -> new Intent(i.vault(), "BTC", i.amount(), i.address(), i.feeCap(), i.expires()));
    refusesIntent(
        "amount",
        i ->
            new Intent(
                i.vault(),
                i.asset(),
                i.amount().add(BigInteger.ONE),
                i.address(),
                i.feeCap(),
                i.expires()));
    refusesIntent(
        "address",
        i ->
            new Intent(
                i.vault(),
                i.asset(),
                i.amount(),
                FakeChain.address("mallory"),
                i.feeCap(),
                i.expires()));
    refusesIntent(
        "feeCap",
        i ->
            new Intent(
                i.vault(),
                i.asset(),
                i.amount(),
                i.address(),
                i.feeCap().add(BigInteger.ONE),
                i.expires()));
    refusesIntent(
        "expires",
        i ->
            new Intent(i.vault(), i.asset(), i.amount(), i.address(), i.feeCap(), i.expires() + 1));
    Approval good = world.approvalOf(desk);
    Approval without = new Approval(good.header(), desk, good.requirements(), Optional.empty());
    assertEquals(RefusalCode.INTENT_MISSING, world.refusal("olga", without));
  }

  private void refusesIntent(String field, UnaryOperator<Intent> change) {
    Approval good = world.approvalOf(desk);
    Approval changed =
        new Approval(good.header(), desk, good.requirements(), good.intent().map(change));
    Admission admission = world.attempt("olga", changed);
    assertEquals(RefusalCode.INTENT_MISMATCH, World.refusal(admission));
    assertEquals("intent." + field, ((Admission.Refused) admission).field());
  }

  @Test
  void theRequirementsThatWereSeenMustBeTheRequests() {
    Approval good = world.approvalOf(desk);
    Approval other =
        new Approval(good.header(), desk, World.hash("another requirement"), good.intent());
    assertEquals(RefusalCode.REQUIREMENTS_MISMATCH, world.refusal("olga", other));
  }

  @Test
  void anExpiredApprovalIsRefusedAndOneThatExpiresLaterStopsCounting() {
    Approval brief = world.approvalOf(desk, "10m");
    world.say("olga", brief);
    assertEquals(WithdrawalStatus.READY, world.status(desk));
    world.pass("10m");
    assertEquals(WithdrawalStatus.PENDING, world.statusNow(desk));
    assertTrue(world.state().advance(world.now()).withdrawal(desk).orElseThrow().order().isEmpty());
    Approval stale = world.approvalOf(desk, "1m");
    world.pass("1m");
    assertEquals(RefusalCode.STATEMENT_EXPIRED, world.refusal("oscar", stale));
  }

  @Test
  void anApprovalThatCannotOutliveTheDelayIsRefused() {
    Hash32 dual = world.request("bob", "hot", "31", "bitstamp");
    assertEquals(RefusalCode.EXPIRES_TOO_SOON, world.refusal("olga", world.approvalOf(dual, "1h")));
  }

  @Test
  void aRejectionVoidsTheSamePersonsApprovalInEitherOrder() {
    world.approve(desk, "olga");
    world.say("olga", world.rejectionOf(desk));
    assertEquals(WithdrawalStatus.PENDING, world.status(desk));
    Hash32 second = world.request("ann", "hot", "13", "kraken");
    world.say("olga", world.rejectionOf(second));
    world.approve(second, "olga");
    assertEquals(WithdrawalStatus.PENDING, world.status(second));
    world.approve(second, "oscar");
    assertEquals(WithdrawalStatus.READY, world.status(second));
  }

  @Test
  void oneRejectionAloneDoesNotRejectButTheLastPossibleOneDoes() {
    world.say("olga", world.rejectionOf(desk));
    world.say("oscar", world.rejectionOf(desk));
    assertEquals(WithdrawalStatus.PENDING, world.status(desk));
    world.say("cleo", world.rejectionOf(desk));
    assertEquals(WithdrawalStatus.REJECTED, world.status(desk));
  }

  @Test
  void accumulationRaisesTheRequirementAndKeepsTheApprovalsGiven() {
    Hash32 dual = world.request("bob", "hot", "15", "kraken");
    Approval early = world.approvalOf(dual);
    world.approve(desk, "olga");
    world.approve(dual, "oscar");
    assertEquals(WithdrawalStatus.READY, world.status(desk));
    assertEquals(WithdrawalStatus.READY, world.status(dual));
    Hash32 third = world.request("ann", "hot", "11", "kraken");
    assertEquals(2, world.withdrawal(third).consent().requirement().approvals().size());
    assertEquals(1, world.withdrawal(dual).consent().approvals().size());
    world.say(
        "carl",
        new Approval(
            world.header(),
            third,
            world.approvalOf(third).requirements(),
            world.approvalOf(third).intent()));
    assertEquals(early.subject(), dual);
  }

  @Test
  void anApprovalOfALowerRequirementStillCountsAfterItWasRaised() {
    Hash32 waiting = world.request("bob", "hot", "15", "bitstamp");
    Approval seenBefore = world.approvalOf(waiting);
    world.approve(desk, "oscar");
    Hash32 filler = world.request("ann", "hot", "9", "kraken");
    assertEquals(WithdrawalStatus.PENDING, world.status(filler));
    world.approve(filler, "oscar");
    world.say("olga", seenBefore);
    assertEquals(WithdrawalStatus.PENDING, world.status(waiting));
    assertEquals(1, world.withdrawal(waiting).consent().approvals().size());
    world.approve(waiting, "carl");
    assertEquals(WithdrawalStatus.TIMELOCKED, world.status(waiting));
  }
}
