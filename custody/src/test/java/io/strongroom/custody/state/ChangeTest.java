package io.strongroom.custody.state;

import static io.strongroom.custody.state.World.eth;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strongroom.custody.policy.SamplePolicy;
import io.strongroom.custody.statement.Bytes;
import io.strongroom.custody.statement.Change;
import io.strongroom.custody.statement.Destination;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.Key;
import io.strongroom.custody.statement.Proposal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Freezes, and changes of policy, destinations and vaults: by whom, how fast, and what they do to
/// what is open.
class ChangeTest {
  private static final Destination NEW = World.destination("gemini", Optional.of("exchange"));

  private final World world = World.ready();

  // ---- Freeze

  @Test
  void oneMemberFreezesAtOnceAndRequestsWait() {
    Hash32 ready = world.request("ann", "hot", "9", "kraken");
    world.say("carl", world.freezeOf("cluster"));
    assertTrue(world.state().clusterFrozen());
    assertEquals(WithdrawalStatus.READY, world.status(ready));
    assertEquals(RefusalCode.FROZEN, refusedDraft(ready));
    Hash32 frozen = world.request("bob", "hot", "0.5", "kraken");
    assertEquals(WithdrawalStatus.TIMELOCKED, world.status(frozen));
    assertTrue(world.withdrawal(frozen).order().isEmpty());
  }

  private RefusalCode refusedDraft(Hash32 request) {
    try {
      throw new AssertionError("drafted " + world.draft(request));
    } catch (InadmissibleException e) {
      return e.code();
    }
  }

  @Test
  void whoIsInNoFreezingGroupMayNotFreeze() {
    assertEquals(RefusalCode.MAY_NOT_FREEZE, world.refusal("ann", world.freezeOf("cluster")));
    assertEquals(RefusalCode.SCOPE_UNKNOWN, world.refusal("sam", world.freezeOf("vault:nowhere")));
  }

  @Test
  void aVaultsFreezeLeavesOthersAlone() {
    world.say("sam", world.freezeOf("vault:cold"));
    assertEquals(WithdrawalStatus.READY, world.status(world.request("ann", "hot", "9", "kraken")));
    Hash32 cold = world.request("olga", "cold", "1", "acme");
    world.tick("30m");
    assertEquals(WithdrawalStatus.TIMELOCKED, world.status(cold));
  }

  @Test
  void timersAndExpiryRunOnWhileFrozen() {
    Hash32 ready = world.request("ann", "hot", "9", "kraken");
    world.say("sam", world.freezeOf("cluster"));
    world.tick("2h");
    assertEquals(WithdrawalStatus.EXPIRED, world.status(ready));
  }

  @Test
  void liftingTakesAQuorumAndADelayAndDecidesAnew() {
    world.say("sam", world.freezeOf("cluster"));
    Hash32 waiting = world.request("ann", "hot", "9", "kraken");
    Hash32 lift = world.propose("olga", new Change.Unfreeze(World.scope("cluster")));
    world.approveChange(lift, "ben", "bea");
    world.tick("5h");
    assertTrue(world.state().clusterFrozen());
    world.approveChange(lift, "sam");
    world.pass("4h");
    assertTrue(world.state().advance(world.now() - 1).clusterFrozen());
    State lifted = world.state().advance(world.now());
    assertFalse(lifted.clusterFrozen());
    assertEquals(WithdrawalStatus.READY, lifted.withdrawal(waiting).orElseThrow().status());
  }

  @Test
  void aFreezeAfterTheProposalToLiftOutlivesIt() {
    world.say("sam", world.freezeOf("cluster"));
    Hash32 lift = world.propose("olga", new Change.Unfreeze(World.scope("cluster")));
    world.approveChange(lift, "ben", "bea", "sam");
    world.say("carl", world.freezeOf("cluster"));
    world.tick("4h");
    assertTrue(world.state().clusterFrozen());
    assertEquals(ProposalStatus.REFUSED, world.proposal(lift).status());
  }

  @Test
  void whatIsNotFrozenCannotBeLifted() {
    Proposal lift = new Proposal(world.header("100h"), new Change.Unfreeze(World.scope("cluster")));
    assertEquals(RefusalCode.NOT_FROZEN, world.refusal("olga", lift));
  }

  // ---- Destinations

  @Test
  void aNewDestinationWaitsForQuorumDelayAndCoolingOff() {
    Hash32 proposal = world.propose("olga", new Change.AddDestination(NEW));
    world.approveChange(proposal, "ben", "bea");
    assertEquals(ProposalStatus.PENDING, world.proposal(proposal).status());
    assertEquals(List.of("1 of security"), world.proposal(proposal).missing());
    world.approveChange(proposal, "sam");
    assertEquals(ProposalStatus.TIMELOCKED, world.proposal(proposal).status());
    world.tick("1h");
    assertEquals(ProposalStatus.EFFECTIVE, world.proposal(proposal).status());
    assertEquals(WithdrawalStatus.DENIED, world.status(world.request("ann", "hot", "1", "gemini")));
    world.pass("119m").pass("59s").pass("999ms");
    assertEquals(WithdrawalStatus.DENIED, world.status(world.request("ann", "hot", "1", "gemini")));
    world.pass("1ms");
    assertEquals(WithdrawalStatus.READY, world.status(world.request("ann", "hot", "1", "gemini")));
  }

  @Test
  void aRemovalIsImmediateAndDeniesWhatIsOpen() {
    Hash32 ready = world.request("ann", "hot", "9", "kraken");
    Hash32 removal = world.propose("olga", new Change.RemoveDestination("kraken"));
    assertEquals(ProposalStatus.PENDING, world.proposal(removal).status());
    world.approveChange(removal, "carl");
    assertEquals(ProposalStatus.EFFECTIVE, world.proposal(removal).status());
    assertEquals(WithdrawalStatus.DENIED, world.status(ready));
    assertEquals(WithdrawalStatus.DENIED, world.status(world.request("ann", "hot", "1", "kraken")));
    Hash32 again =
        world.propose(
            "olga", new Change.AddDestination(World.destination("kraken", Optional.empty())));
    world.approveChange(again, "ben", "bea", "sam");
    world.tick("1h");
    assertEquals(WithdrawalStatus.DENIED, world.status(world.request("ann", "hot", "1", "kraken")));
  }

  @Test
  void badDestinationsAreRefusedWhenProposed() {
    assertEquals(
        RefusalCode.DESTINATION_EXISTS,
        refusedChange(new Change.AddDestination(World.destination("kraken", Optional.empty()))));
    assertEquals(
        RefusalCode.DESTINATION_UNKNOWN, refusedChange(new Change.RemoveDestination("nowhere")));
    assertEquals(
        RefusalCode.CHAIN_UNSUPPORTED,
        refusedChange(
            new Change.AddDestination(
                new Destination("x", Optional.empty(), "bip122:regtest", "bcrt1q"))));
    assertEquals(
        RefusalCode.DESTINATION_INVALID,
        refusedChange(
            new Change.AddDestination(
                new Destination("x", Optional.of("vault:hot"), NEW.chain(), NEW.address()))));
  }

  private RefusalCode refusedChange(Change change) {
    return world.refusal("olga", new Proposal(world.header("100h"), change));
  }

  // ---- Proposals in general

  @Test
  void servicesDoNotPropose() {
    Proposal proposal = new Proposal(world.header("100h"), new Change.AddDestination(NEW));
    assertEquals(RefusalCode.PROPOSER_NOT_ALLOWED, world.refusal("oms", proposal));
    assertEquals(RefusalCode.VAULT_OUT_OF_SCOPE, world.refusal("ann-cold", proposal));
    Proposal brief = new Proposal(world.header("1h"), new Change.AddDestination(NEW));
    assertEquals(RefusalCode.EXPIRES_TOO_SOON, world.refusal("olga", brief));
  }

  @Test
  void aProposersOwnApprovalIsRefused() {
    Hash32 proposal = world.propose("ben", new Change.AddDestination(NEW));
    assertEquals(
        RefusalCode.INITIATOR_MAY_NOT_APPROVE, world.refusal("ben", world.approvalOf(proposal)));
  }

  @Test
  void rejectionsAndVetoesEndAProposal() {
    Hash32 rejected = world.propose("olga", new Change.AddDestination(NEW));
    world.say("ben", world.rejectionOf(rejected));
    assertEquals(ProposalStatus.PENDING, world.proposal(rejected).status());
    world.say("bea", world.rejectionOf(rejected));
    assertEquals(ProposalStatus.REJECTED, world.proposal(rejected).status());
    Hash32 vetoed = world.propose("olga", new Change.AddDestination(NEW));
    assertEquals(RefusalCode.NOT_IN_DELAY, world.refusal("sam", world.vetoOf(vetoed)));
    world.approveChange(vetoed, "ben", "bea", "sam");
    world.say("sue", world.vetoOf(vetoed));
    assertEquals(ProposalStatus.REJECTED, world.proposal(vetoed).status());
    world.tick("2h");
    assertFalse(world.state().destinations().containsKey("gemini"));
  }

  @Test
  void aProposalThatIsNotApprovedExpires() {
    Hash32 proposal = world.propose("olga", new Change.AddDestination(NEW));
    world.approveChange(proposal, "ben");
    world.tick("500h");
    assertEquals(ProposalStatus.EXPIRED, world.proposal(proposal).status());
  }

  // ---- Policies

  private static ObjectNode tighter() {
    return SamplePolicy.document(d -> ((ObjectNode) d.at("/limits/1/max")).put("asset", "5"));
  }

  @Test
  void aPolicyComesIntoForceByQuorumAndDelayAndDecidesWhatIsOpenAnew() {
    Hash32 ready = world.request("ann", "hot", "9", "kraken");
    Hash32 authorised = world.request("bob", "hot", "0.5", "kraken");
    world.authorize(authorised);
    Hash32 proposal = world.proposePolicy("olga", tighter());
    world.approveChange(proposal, "ben", "bea", "sam");
    Hash32 before = world.state().policy().hash();
    assertFalse(
        world
            .state()
            .advance(world.now() + 3_599_999)
            .policy()
            .hash()
            .equals(World.policyHash(tighter())));
    world.tick("1h");
    assertEquals(World.policyHash(tighter()), world.state().policy().hash());
    assertFalse(before.equals(world.state().policy().hash()));
    assertEquals(WithdrawalStatus.DENIED, world.status(ready));
    assertEquals(WithdrawalStatus.AUTHORIZED, world.status(authorised));
  }

  @Test
  void anAlteredRequirementVoidsApprovalsAndAnUnalteredOneKeepsThem() {
    Hash32 dual = world.request("bob", "hot", "31", "kraken");
    world.approve(dual, "olga");
    ObjectNode unrelated =
        SamplePolicy.document(d -> ((ObjectNode) d.get("destinations")).put("coolingOff", "5h"));
    adopt(unrelated);
    assertEquals(1, world.withdrawal(dual).consent().approvals().size());
    var old = world.approvalOf(dual);
    ObjectNode slower =
        SamplePolicy.document(d -> ((ObjectNode) d.at("/tiers/dual")).put("delay", "2h"));
    adopt(slower);
    assertTrue(world.withdrawal(dual).consent().approvals().isEmpty());
    assertEquals(WithdrawalStatus.PENDING, world.status(dual));
    assertEquals(RefusalCode.REQUIREMENTS_MISMATCH, world.refusal("carl", old));
  }

  @Test
  void aDelayShortenedAfterTheFactDoesNotMoveReadyAtBackwards() {
    World slow =
        World.ready(
            SamplePolicy.document(d -> ((ObjectNode) d.at("/tiers/slow")).put("delay", "10h")));
    Hash32 request = slow.request("olga", "cold", "1", "acme");
    long readyAt = slow.withdrawal(request).consent().readyAt().orElseThrow();
    Hash32 proposal =
        slow.proposePolicy(
            "olga",
            SamplePolicy.document(d -> ((ObjectNode) d.at("/tiers/slow")).put("delay", "1s")));
    slow.approveChange(proposal, "ben", "bea", "sam");
    slow.tick("2h");
    assertEquals(WithdrawalStatus.TIMELOCKED, slow.status(request));
    assertEquals(readyAt, slow.withdrawal(request).consent().readyAt().orElseThrow());
    assertEquals(
        WithdrawalStatus.READY,
        slow.state().advance(readyAt).withdrawal(request).orElseThrow().status());
  }

  @Test
  void whoLeavesAGroupNoLongerCounts() {
    Hash32 request = world.say("ann", world.requestOf("hot", "12", "kraken", "100h"));
    world.approve(request, "oscar");
    assertEquals(WithdrawalStatus.READY, world.status(request));
    adopt(
        SamplePolicy.document(d ->
            ((ObjectNode) d.at("/groups/ops"))
                .set("members", SamplePolicy.json("[\"olga\", \"cleo\"]"))));
    assertEquals(WithdrawalStatus.PENDING, world.status(request));
  }

  @Test
  void windowsAreCountedAnewUnderANewPolicy() {
    world.pay(world.request("ann", "hot", "8", "kraken"));
    ObjectNode longer =
        SamplePolicy.document(d -> {
          ((ObjectNode) d.at("/limits/1")).put("window", "7d");
          ((ObjectNode) d.at("/limits/1/max")).put("asset", "10");
        });
    world.pass("48h");
    adopt(longer);
    assertEquals(WithdrawalStatus.DENIED, world.status(world.request("ann", "hot", "3", "kraken")));
  }

  private void adopt(ObjectNode policy) {
    Hash32 proposal = world.proposePolicy("olga", policy);
    world.approveChange(proposal, "ben", "bea", "sam");
    world.tick("1h");
    assertEquals(World.policyHash(policy), world.state().policy().hash());
  }

  @Test
  void aPolicyProposalBringsItsDocument() {
    ObjectNode policy = tighter();
    Proposal proposal =
        new Proposal(world.header("100h"), new Change.NewPolicy(World.policyHash(policy)));
    assertEquals(RefusalCode.ATTACHMENT_MISSING, world.refusal("olga", proposal));
    assertEquals(
        RefusalCode.ATTACHMENT_MISMATCH,
        World.refusal(world.attempt("olga", proposal, Optional.of(SamplePolicy.document()))));
    ObjectNode broken = tighter().put("default", "ALLOW");
    assertEquals(
        RefusalCode.POLICY_INVALID,
        World.refusal(world.attempt("olga", proposal, Optional.of(broken))));
    assertEquals(
        RefusalCode.ATTACHMENT_UNEXPECTED,
        World.refusal(
            world.attempt("ann", world.requestOf("hot", "1", "kraken"), Optional.of(policy))));
  }

  @Test
  void aPolicyThatNobodyCouldChangeIsRefused() {
    ObjectNode ghosts =
        SamplePolicy.document(d ->
            ((ObjectNode) d.at("/groups/security"))
                .set("members", SamplePolicy.json("[\"ghost\"]")));
    Proposal proposal =
        new Proposal(world.header("100h"), new Change.NewPolicy(World.policyHash(ghosts)));
    assertEquals(
        RefusalCode.POLICY_UNSATISFIABLE,
        World.refusal(world.attempt("olga", proposal, Optional.of(ghosts))));
  }

  // ---- Vaults

  @Test
  void aVaultIsActiveOnceAllHoldersAgree() {
    World bare = World.bare();
    Hash32 proposal = bare.propose("olga", order("hot", "k1"));
    Key early = bare.keyStatement(1, "hot", "k1");
    assertEquals(RefusalCode.PROPOSAL_NOT_EFFECTIVE, bare.refusal("node-1", early));
    bare.approveChange(proposal, "ben", "bea", "sam");
    bare.tick("1h");
    assertEquals(Vault.Status.GENERATING, vault(bare).status());
    bare.say("node-1", key(bare, "k1"));
    bare.say("node-2", key(bare, "k1"));
    assertEquals(Vault.Status.GENERATING, vault(bare).status());
    assertTrue(vault(bare).key().isEmpty());
    bare.say("node-3", key(bare, "k1"));
    assertEquals(Vault.Status.ACTIVE, vault(bare).status());
    assertEquals(0, vault(bare).nextNonce());
  }

  @Test
  void holdersThatDisagreeFailTheVaultAndItMayBeOrderedAgain() {
    World bare = World.bare();
    Hash32 proposal = bare.propose("olga", order("hot", "k1"));
    bare.approveChange(proposal, "ben", "bea", "sam");
    bare.tick("1h");
    bare.say("node-1", key(bare, "k1"));
    Key good = key(bare, "k1");
    Key other =
        new Key(
            good.header(),
            good.proposal(),
            good.vault(),
            good.keyId(),
            good.publicKey(),
            World.hash("another"),
            good.parties(),
            good.threshold(),
            good.keyEpoch(),
            good.addresses());
    bare.say("node-2", other);
    assertEquals(Vault.Status.FAILED, vault(bare).status());
    assertEquals(
        RefusalCode.KEY_ID_USED,
        bare.refusal("olga", new Proposal(bare.header("100h"), order("hot", "k1"))));
    Hash32 again = bare.propose("olga", order("hot", "k2"));
    bare.approveChange(again, "ben", "bea", "sam");
    bare.tick("1h");
    assertEquals(Vault.Status.GENERATING, vault(bare).status());
  }

  @Test
  void aKeyThatNobodyCanFinishIsOrderedAgainUnderAnotherId_andTheOldOneIsDead() {
    World bare = World.bare();
    Hash32 proposal = bare.propose("olga", order("hot", "k1"));
    bare.approveChange(proposal, "ben", "bea", "sam");
    bare.tick("1h");
    Key late = key(bare, "k1");
    bare.say("node-1", key(bare, "k1"));
    Hash32 again = bare.propose("olga", order("hot", "k2"));
    bare.approveChange(again, "ben", "bea", "sam");
    bare.tick("1h");
    assertEquals(Vault.Status.GENERATING, vault(bare).status());
    assertEquals("k2", vault(bare).keyId());
    assertTrue(vault(bare).keys().isEmpty());
    assertEquals(RefusalCode.PROPOSAL_UNKNOWN, bare.refusal("node-2", late));
  }

  private static Change.NewVault order(String vault, String keyId) {
    return new Change.NewVault(vault, keyId, 2, List.of(1, 2, 3), FakeChain.CHAIN);
  }

  private static Vault vault(World bare) {
    return bare.state().vault("hot").orElseThrow();
  }

  private static Key key(World bare, String keyId) {
    Key key = bare.keyStatement(1, "hot", keyId);
    return new Key(
        key.header(),
        1,
        "hot",
        keyId,
        key.publicKey(),
        key.packageHash(),
        key.parties(),
        2,
        1,
        key.addresses());
  }

  @Test
  void aKeyMustBeWhatWasOrdered() {
    World bare = World.bare();
    Hash32 proposal = bare.propose("olga", order("hot", "k1"));
    bare.approveChange(proposal, "ben", "bea", "sam");
    bare.tick("1h");
    Key good = key(bare, "k1");
    assertEquals(RefusalCode.NOT_PERMITTED, bare.refusal("coordinator", good));
    assertEquals(
        RefusalCode.PROPOSAL_UNKNOWN, bare.refusal("node-1", bare.keyStatement(2, "hot", "k1")));
    assertEquals(
        RefusalCode.KEY_MISMATCH, bare.refusal("node-1", bare.keyStatement(1, "hot", "k9")));
    Key wrongAddress =
        new Key(
            good.header(),
            1,
            "hot",
            "k1",
            Bytes.of(FakeChain.publicKey("other")),
            good.packageHash(),
            good.parties(),
            2,
            1,
            good.addresses());
    assertEquals(RefusalCode.ADDRESS_MISMATCH, bare.refusal("node-1", wrongAddress));
    World four =
        World.bare(
            SamplePolicy.document(), new io.strongroom.custody.statement.QuorumParameters(4, 1, 3));
    Hash32 ordered = four.propose("olga", order("hot", "k1"));
    four.approveChange(ordered, "ben", "bea", "sam");
    four.tick("1h");
    assertEquals(RefusalCode.NOT_A_HOLDER, four.refusal("node-4", key(four, "k1")));
  }

  @Test
  void aVaultIsOrderedOnlyAsThePolicyAndTheNodesAllow() {
    assertEquals(RefusalCode.VAULT_UNKNOWN, refusedChange(order("nowhere", "k9")));
    assertEquals(RefusalCode.VAULT_EXISTS, refusedChange(order("hot", "k9")));
    assertEquals(RefusalCode.KEY_ID_USED, refusedChange(order("spare", "key-hot")));
    assertEquals(
        RefusalCode.PARTIES_INVALID,
        refusedChange(new Change.NewVault("spare", "k9", 2, List.of(1, 2, 4), FakeChain.CHAIN)));
    assertEquals(
        RefusalCode.CHAIN_UNSUPPORTED,
        refusedChange(new Change.NewVault("spare", "k9", 2, List.of(1, 2, 3), "eip155:1")));
    assertEquals(eth("1"), eth("1.0"));
  }
}
