package io.strongroom.custody.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.strongroom.custody.log.Checkpoint;
import io.strongroom.custody.log.CosignedCheckpoint;
import io.strongroom.custody.log.InvalidNoteException;
import io.strongroom.custody.log.Leaf;
import io.strongroom.custody.log.LogKeys;
import io.strongroom.custody.log.MerkleFrontier;
import io.strongroom.custody.log.SignedNote;
import io.strongroom.custody.spi.ChainRules;
import io.strongroom.custody.spi.DecodedPlan;
import io.strongroom.custody.spi.InvalidPlanException;
import io.strongroom.custody.state.FakeChain;
import io.strongroom.custody.state.Ledger;
import io.strongroom.custody.state.Restriction;
import io.strongroom.custody.state.State;
import io.strongroom.custody.state.World;
import io.strongroom.custody.statement.BoundStatement;
import io.strongroom.custody.statement.Change;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.PlanInput;
import io.strongroom.custody.statement.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// When a node signs, and every reason for which it does not.
class SignGateTest {
  private final World world = World.ready();
  private final Hash32 request = world.request("ann", "hot", "9", "kraken");
  private final long seq = world.authorize(request);

  private GateVerdict check() {
    return check(List.of(seq), List.of());
  }

  private GateVerdict check(List<Long> seqs, List<Restriction> held) {
    return SignGate.check(
        input(seqs, held, head(world.now(), "node-1", "node-2"), LateEntries.NONE, World.CHAIN));
  }

  private GateInput input(
      List<Long> seqs,
      List<Restriction> held,
      CosignedCheckpoint head,
      LateEntries late,
      ChainRules chains) {
    return new GateInput(
        "node-1",
        world.state(),
        world.state(),
        root(),
        head,
        held,
        seqs,
        world.now(),
        late,
        chains);
  }

  private Hash32 root() {
    MerkleFrontier frontier = MerkleFrontier.EMPTY;
    for (Leaf leaf : world.leaves()) {
      frontier = frontier.append(leaf.hash());
    }
    return frontier.root();
  }

  private CosignedCheckpoint head(long at, String... nodes) {
    return cosigned(
        new Checkpoint(world.state().origin(), world.state().size(), root()), at, nodes);
  }

  private CosignedCheckpoint cosigned(Checkpoint checkpoint, long at, String... nodes) {
    LogKeys keys = LogKeys.of(world.state().genesis());
    SignedNote note = keys.sign(checkpoint, World.key("coordinator/log"));
    for (String node : nodes) {
      note = note.with(keys.cosign(checkpoint, node, at / 1000, World.key(node + "/cosign")));
    }
    try {
      return CosignedCheckpoint.verify(note, keys);
    } catch (InvalidNoteException e) {
      throw new AssertionError(e);
    }
  }

  private static GateCode code(GateVerdict verdict) {
    return assertInstanceOf(GateVerdict.Refused.class, verdict).code();
  }

  @Test
  void anAuthorisedWithdrawalPassesWithItsOwnDigest() {
    GateVerdict.Pass pass = assertInstanceOf(GateVerdict.Pass.class, check());
    AuthorizedInput only = pass.inputs().getFirst();
    assertEquals("hot", only.vault());
    assertEquals("key-hot", only.keyId());
    assertEquals(0, only.nonce());
    assertEquals("hot|eip155:31337|0", only.spendClaim());
    assertEquals(request.hex() + "|1|0", only.digestClaim());
    var logged =
        world.state().withdrawal(request).orElseThrow().authorization().orElseThrow().statement();
    assertEquals(logged.inputs().getFirst().digest(), only.digest());
  }

  @Test
  void theHeadMustBeTheNodesOwnAndFreshlyCosigned() {
    List<Long> seqs = List.of(seq);
    assertEquals(GateCode.STALE_COSIGNATURES, code(gate(seqs, head(world.now(), "node-1"))));
    assertEquals(
        GateCode.STALE_COSIGNATURES,
        code(gate(seqs, head(world.now() - 31_000, "node-1", "node-2"))));
    assertEquals(
        GateCode.STALE_COSIGNATURES,
        code(gate(seqs, head(world.now() + 31_000, "node-1", "node-2"))));
    String origin = world.state().origin();
    long size = world.state().size();
    Checkpoint other = new Checkpoint(origin, size, Hash32.sha256(new byte[] {1}));
    assertEquals(
        GateCode.ROOT_MISMATCH, code(gate(seqs, cosigned(other, world.now(), "node-1", "node-2"))));
    Checkpoint behind = new Checkpoint(origin, size - 1, root());
    assertEquals(
        GateCode.NOT_COMMITTED,
        code(gate(seqs, cosigned(behind, world.now(), "node-1", "node-2"))));
    Checkpoint ahead = new Checkpoint(origin, size + 1, root());
    assertEquals(
        GateCode.NOT_COMMITTED, code(gate(seqs, cosigned(ahead, world.now(), "node-1", "node-2"))));
  }

  private GateVerdict gate(List<Long> seqs, CosignedCheckpoint head) {
    return SignGate.check(input(seqs, List.of(), head, LateEntries.NONE, World.CHAIN));
  }

  @Test
  void anAbsentOrPendingWithdrawalIsNotSigned() {
    assertEquals(GateCode.NOT_COMMITTED, code(check(List.of(world.state().size()), List.of())));
    long requestSeq = world.state().withdrawal(request).orElseThrow().seq();
    assertEquals(GateCode.NOT_AUTHORIZED, code(check(List.of(requestSeq), List.of())));
  }

  @Test
  void theQuestionItselfIsBounded() {
    assertEquals(GateCode.BAD_REQUEST, code(check(List.of(), List.of())));
    assertEquals(GateCode.BAD_REQUEST, code(check(List.of(seq, seq), List.of())));
    List<Long> many = new ArrayList<>();
    for (long i = 0; i < 33; i++) {
      many.add(i);
    }
    assertEquals(GateCode.BAD_REQUEST, code(check(many, List.of())));
    Hash32 cold = world.request("olga", "cold", "1", "acme");
    world.pass("30m");
    long other = world.authorize(cold);
    assertEquals(GateCode.BAD_REQUEST, code(check(List.of(seq, other), List.of())));
  }

  @Test
  void severalWithdrawalsOfAVaultPassTogether() {
    Hash32 second = world.request("bob", "hot", "0.5", "bitstamp");
    long other = world.authorize(second);
    GateVerdict.Pass pass =
        assertInstanceOf(GateVerdict.Pass.class, check(List.of(seq, other), List.of()));
    assertEquals(2, pass.inputs().size());
    assertEquals(1, pass.inputs().getLast().nonce());
  }

  @Test
  void loggedRestrictionsCloseTheGate() {
    world.say("sam", world.freezeOf("vault:hot"));
    assertEquals(GateCode.FROZEN, code(check()));
  }

  @Test
  void aLoggedCancelOrVetoClosesTheGate() {
    world.say("ann", world.cancelOf(request));
    assertEquals(GateCode.CANCELLED, code(check()));
    Hash32 other = world.request("bob", "hot", "0.5", "kraken");
    long otherSeq = world.authorize(other);
    world.say("sam", world.vetoOf(other));
    assertEquals(GateCode.VETOED, code(check(List.of(otherSeq), List.of())));
  }

  @Test
  void aRemovedDestinationClosesTheGate() {
    Hash32 removal = world.propose("olga", new Change.RemoveDestination("kraken"));
    world.approveChange(removal, "carl");
    assertEquals(GateCode.REVOKED, code(check()));
  }

  @Test
  void signedOrReleasedWithdrawalsAreNotSignedAgain() {
    world.say("node-1", world.releaseOf(seq));
    assertEquals(GateCode.RELEASED, code(check()), "this node has released it");
    world.say("node-2", world.releaseOf(seq));
    assertEquals(GateCode.RELEASED, code(check()), "enough have released it");
    Hash32 other = world.request("bob", "hot", "0.4", "kraken");
    world.pay(other);
    long paid = world.state().withdrawal(other).orElseThrow().authorization().orElseThrow().seq();
    assertEquals(GateCode.ALREADY_SIGNED, code(check(List.of(paid), List.of())));
  }

  @Test
  void afterSignByNobodySigns() {
    world.pass("2h").pass("0s");
    assertEquals(GateCode.SIGN_BY_PASSED, code(check()));
  }

  @Test
  void heldRestrictionsBindBeforeTheLogHasThem() {
    assertEquals(
        GateCode.FROZEN,
        code(check(List.of(seq), List.of(held("sam", world.freezeOf("cluster"))))));
    assertEquals(
        GateCode.FROZEN,
        code(check(List.of(seq), List.of(held("sam", world.freezeOf("vault:hot"))))));
    assertInstanceOf(
        GateVerdict.Pass.class,
        check(List.of(seq), List.of(held("sam", world.freezeOf("vault:cold")))));
    assertEquals(
        GateCode.CANCELLED,
        code(check(List.of(seq), List.of(held("ann", world.cancelOf(request))))));
    assertEquals(
        GateCode.VETOED, code(check(List.of(seq), List.of(held("sam", world.vetoOf(request))))));
  }

  @Test
  void aHeldFreezeBindsUntilItExpires() {
    Restriction freeze = held("sam", world.freezeOf("cluster", "1m"));
    assertEquals(GateCode.FROZEN, code(check(List.of(seq), List.of(freeze))));
    world.pass("1m");
    assertInstanceOf(GateVerdict.Pass.class, check(List.of(seq), List.of(freeze)));
  }

  @Test
  void heldRejectionsBindTogetherIfTheQuorumNeedsTheirPersons() {
    Hash32 approved = world.request("bob", "hot", "12", "bitstamp");
    world.approve(approved, "olga", "oscar");
    long other = world.authorize(approved);
    Restriction one = held("oscar", new Rejection(world.header(), approved));
    Restriction two = held("olga", new Rejection(world.header(), approved));
    assertInstanceOf(GateVerdict.Pass.class, check(List.of(other), List.of(one)));
    assertInstanceOf(GateVerdict.Pass.class, check(List.of(other), List.of(two)));
    assertEquals(GateCode.REVOKED, code(check(List.of(other), List.of(one, two))));
    assertInstanceOf(GateVerdict.Pass.class, check(List.of(seq), List.of(one, two)));
  }

  @Test
  void onceLoggedTheStateSpeaksInsteadOfTheHeldCopy() {
    var freeze = world.freezeOf("cluster");
    Restriction copy = held("sam", freeze);
    world.say("sam", freeze);
    Hash32 lift = world.propose("olga", new Change.Unfreeze(freeze.scope()));
    world.approveChange(lift, "ben", "bea", "sam");
    assertEquals(GateCode.FROZEN, code(check(List.of(seq), List.of(copy))));
    world.pass("4h");
    Hash32 later = world.request("ann", "hot", "0.3", "kraken");
    long laterSeq = world.authorize(later);
    assertInstanceOf(GateVerdict.Pass.class, check(List.of(laterSeq), List.of(copy)));
  }

  private Restriction held(String signer, BoundStatement statement) {
    var holding =
        Restrictions.verify(world.state(), World.envelope(signer, statement), world.now());
    return assertInstanceOf(Restrictions.Holding.Held.class, holding).restriction();
  }

  @Test
  void aBackdatedQuorumShortensNoDelay() {
    Hash32 dual = world.request("bob", "hot", "31", "bitstamp");
    world.approve(dual, "olga", "carl");
    long quorumSeq = world.state().size() - 1;
    world.pass("1h");
    long dualSeq = world.authorize(dual);
    CosignedCheckpoint head = head(world.now(), "node-1", "node-2");
    long seen = world.now() - 1;
    LateEntries late = s -> s == quorumSeq ? OptionalLong.of(seen) : OptionalLong.empty();
    assertEquals(
        GateCode.DELAY_NOT_ELAPSED,
        code(SignGate.check(input(List.of(dualSeq), List.of(), head, late, World.CHAIN))));
    LateEntries longAgo =
        s -> s == quorumSeq ? OptionalLong.of(world.now() - 3_600_000) : OptionalLong.empty();
    assertInstanceOf(
        GateVerdict.Pass.class,
        SignGate.check(input(List.of(dualSeq), List.of(), head, longAgo, World.CHAIN)));
  }

  @Test
  void aBackdatedAuthorisationRevivesNothing() {
    long expires = world.state().withdrawal(request).orElseThrow().request().expires();
    LateEntries late = s -> s == seq ? OptionalLong.of(expires) : OptionalLong.empty();
    CosignedCheckpoint head = head(world.now(), "node-1", "node-2");
    assertEquals(
        GateCode.EXPIRED,
        code(SignGate.check(input(List.of(seq), List.of(), head, late, World.CHAIN))));
  }

  /// The gate of a node whose own head is that of the world, while the committed head is an older
  /// one.
  private GateVerdict checkBehind(State committed, List<Long> seqs) {
    return SignGate.check(behind(committed, seqs, LateEntries.NONE, World.CHAIN));
  }

  private GateInput behind(State committed, List<Long> seqs, LateEntries late, ChainRules chains) {
    MerkleFrontier frontier = MerkleFrontier.EMPTY;
    for (Leaf leaf : world.leaves().subList(0, (int) committed.size())) {
      frontier = frontier.append(leaf.hash());
    }
    Checkpoint head = new Checkpoint(committed.origin(), committed.size(), frontier.root());
    return new GateInput(
        "node-1",
        committed,
        world.state(),
        frontier.root(),
        cosigned(head, world.now(), "node-1", "node-2"),
        List.of(),
        seqs,
        world.now(),
        late,
        chains);
  }

  @Test
  void whileNewEntriesArrive_theCommittedHeadDecides() {
    State committed = world.state();
    world.request("bob", "hot", "0.2", "kraken");
    assertEquals(check(), checkBehind(committed, List.of(seq)));
  }

  @Test
  void whatIsAuthorisedAboveTheCommittedHead_isNotCommitted() {
    State committed = world.state();
    long later = world.authorize(world.request("bob", "hot", "0.2", "kraken"));
    assertEquals(GateCode.NOT_COMMITTED, code(checkBehind(committed, List.of(later))));
    assertEquals(GateCode.NOT_COMMITTED, code(checkBehind(committed, List.of(seq, later))));
  }

  @Test
  void everyNewerRestriction_closesTheGateBeforeItIsCommitted() {
    State committed = world.state();
    long releasedByThisNode = world.authorize(world.request("bob", "hot", "0.1", "kraken"));
    long releasedByEnough = world.authorize(world.request("bob", "hot", "0.1", "kraken"));
    Hash32 cancelled = world.request("ann", "hot", "0.1", "kraken");
    long cancelledSeq = world.authorize(cancelled);
    Hash32 vetoed = world.request("bob", "hot", "0.1", "kraken");
    long vetoedSeq = world.authorize(vetoed);
    State all = world.state();
    world.say("node-1", world.releaseOf(releasedByThisNode));
    world.say("node-2", world.releaseOf(releasedByEnough));
    world.say("node-3", world.releaseOf(releasedByEnough));
    world.say("ann", world.cancelOf(cancelled));
    world.say("sam", world.vetoOf(vetoed));

    assertEquals(GateCode.RELEASED, code(checkBehind(all, List.of(releasedByThisNode))));
    assertEquals(GateCode.RELEASED, code(checkBehind(all, List.of(releasedByEnough))));
    assertEquals(GateCode.CANCELLED, code(checkBehind(all, List.of(cancelledSeq))));
    assertEquals(GateCode.VETOED, code(checkBehind(all, List.of(vetoedSeq))));
    assertInstanceOf(GateVerdict.Pass.class, checkBehind(committed, List.of(seq)));

    Hash32 removal = world.propose("olga", new Change.RemoveDestination("kraken"));
    world.approveChange(removal, "carl");
    assertEquals(GateCode.REVOKED, code(checkBehind(committed, List.of(seq))));
  }

  @Test
  void aNewerSignature_closesTheGateBeforeItIsCommitted() throws Exception {
    Hash32 other = world.request("bob", "hot", "0.1", "kraken");
    State before = world.state();
    world.pay(other);
    long signed = before.size();
    State authorised =
        Ledger.apply(before, world.leaves().get((int) signed), Optional.empty(), World.CHAIN);
    assertEquals(GateCode.ALREADY_SIGNED, code(checkBehind(authorised, List.of(signed))));
  }

  @Test
  void aHeldRejection_bindsAlsoWhenTheLogTakesItAfterTheAuthorisation() {
    Hash32 approved = world.request("bob", "hot", "12", "bitstamp");
    world.approve(approved, "olga", "oscar");
    Rejection one = new Rejection(world.header(), approved);
    Rejection two = new Rejection(world.header(), approved);
    List<Restriction> held = List.of(held("oscar", one), held("olga", two));
    long other = world.authorize(approved);
    world.say("oscar", one);
    world.say("olga", two);

    assertEquals(GateCode.REVOKED, code(check(List.of(other), held)));
    assertFalse(
        Restrictions.isSpent(world.state(), held.getFirst(), world.now()), "it is needed still");
  }

  @Test
  void aRestrictionIsSpent_onceTheLogHasItAndSpeaksForIt() {
    var freeze = world.freezeOf("cluster");
    Restriction heldFreeze = held("sam", freeze);
    Hash32 approved = world.request("bob", "hot", "12", "bitstamp");
    Rejection rejection = new Rejection(world.header(), approved);
    Restriction heldRejection = held("oscar", rejection);
    assertFalse(Restrictions.isSpent(world.state(), heldFreeze, world.now()));
    assertFalse(Restrictions.isSpent(world.state(), heldRejection, world.now()));

    world.say("sam", freeze);
    world.say("oscar", rejection);
    assertTrue(Restrictions.isSpent(world.state(), heldFreeze, world.now()));
    assertFalse(Restrictions.isSpent(world.state(), heldRejection, world.now()));
    world.say("bob", world.cancelOf(approved));
    assertTrue(Restrictions.isSpent(world.state(), heldRejection, world.now()));

    Restriction brief = held("sam", world.freezeOf("cluster", "1m"));
    assertFalse(Restrictions.isSpent(world.state(), brief, world.now()));
    world.pass("1m");
    assertTrue(Restrictions.isSpent(world.state(), brief, world.now()));
  }

  @Test
  void aNewerFreeze_closesTheGateBeforeItIsCommitted_andOnlyForItsVault() {
    State committed = world.state();
    world.say("sam", world.freezeOf("vault:cold"));
    assertInstanceOf(GateVerdict.Pass.class, checkBehind(committed, List.of(seq)));
    world.say("sam", world.freezeOf("vault:hot"));
    assertEquals(GateCode.FROZEN, code(checkBehind(committed, List.of(seq))));
  }

  @Test
  void newerEntriesNeverOpenTheGate() {
    var freeze = world.freezeOf("cluster");
    Hash32 later = world.request("ann", "hot", "0.3", "kraken");
    long laterSeq = world.authorize(later);
    world.say("sam", freeze);
    Hash32 lift = world.propose("olga", new Change.Unfreeze(freeze.scope()));
    State frozen = world.state();
    world.approveChange(lift, "ben", "bea", "sam");
    world.pass("4h").request("ann", "hot", "0.1", "kraken");
    assertFalse(world.state().frozen("hot"));
    assertEquals(GateCode.FROZEN, code(checkBehind(frozen, List.of(laterSeq))));
  }

  @Test
  void theNewestStateGoesOnFromTheCommittedOne() {
    State newest = world.state();
    GateInput input =
        input(
            List.of(seq),
            List.of(),
            head(world.now(), "node-1", "node-2"),
            LateEntries.NONE,
            World.CHAIN);
    world.request("bob", "hot", "0.2", "kraken");
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new GateInput(
                "node-1",
                world.state(),
                newest,
                input.root(),
                input.presented(),
                List.of(),
                List.of(seq),
                world.now(),
                LateEntries.NONE,
                World.CHAIN));
  }

  private AuthorizedInput input(long authorize) {
    return assertInstanceOf(GateVerdict.Pass.class, check(List.of(authorize), List.of()))
        .inputs()
        .getFirst();
  }

  @Test
  void aReleasedNonce_passesToTheRequestThatTheLogGivesItTo_andToNoOther() {
    AuthorizedInput first = input(seq);
    assertFalse(SpendClaims.mayPass(world.state(), first, request), "it is in force");
    world.say("ann", world.cancelOf(request));
    world.say("node-1", world.releaseOf(seq));
    world.say("node-2", world.releaseOf(seq));
    assertFalse(SpendClaims.mayPass(world.state(), first, request), "nobody has it now");

    Hash32 second = world.request("bob", "hot", "0.5", "bitstamp");
    AuthorizedInput again = input(world.authorize(second));
    assertEquals(first.spendClaim(), again.spendClaim());
    assertTrue(SpendClaims.mayPass(world.state(), again, request));
    assertFalse(SpendClaims.mayPass(world.state(), first, request), "not back");
    assertFalse(SpendClaims.mayPass(world.state(), again, second), "it has released nothing");
    assertFalse(SpendClaims.mayPass(world.state(), again, Hash32.sha256(new byte[] {1})));
  }

  @Test
  void digestsThatTheNodeDoesNotDeriveItselfAreNotSigned() {
    CosignedCheckpoint head = head(world.now(), "node-1", "node-2");
    GateInput input = input(List.of(seq), List.of(), head, LateEntries.NONE, new OtherDigests());
    assertEquals(GateCode.DIGEST_MISMATCH, code(SignGate.check(input)));
  }

  /// Derives other digests from the same plans.
  private static final class OtherDigests implements ChainRules {
    private final FakeChain chain = new FakeChain();

    @Override
    public boolean supports(String id) {
      return chain.supports(id);
    }

    @Override
    public String normalizeAddress(String id, String address) throws InvalidPlanException {
      return chain.normalizeAddress(id, address);
    }

    @Override
    public String addressOf(String id, byte[] publicKey33) {
      return chain.addressOf(id, publicKey33);
    }

    @Override
    public DecodedPlan decode(String id, JsonNode plan) throws InvalidPlanException {
      DecodedPlan real = chain.decode(id, plan);
      PlanInput other = new PlanInput(Hash32.sha256(new byte[] {9}), "");
      return new DecodedPlan(
          real.chain(),
          real.recipient(),
          real.amount(),
          real.tokenContract(),
          real.maxFee(),
          real.nonce(),
          List.of(other));
    }

    @Override
    public boolean verifySignature(byte[] publicKey33, byte[] digest32, byte[] signature65) {
      return chain.verifySignature(publicKey33, digest32, signature65);
    }

    @Override
    public String transactionId(String id, JsonNode plan, List<byte[]> signatures65) {
      return chain.transactionId(id, plan, signatures65);
    }
  }
}
