package io.strongroom.custody.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.strongroom.custody.log.Leaf;
import io.strongroom.custody.policy.SamplePolicy;
import io.strongroom.custody.statement.BoundStatement;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.Heartbeat;
import io.strongroom.custody.statement.InvalidStatementException;
import io.strongroom.custody.statement.QuorumParameters;
import io.strongroom.custody.statement.Request;
import io.strongroom.custody.statement.StatementKind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What holds of every entry: who signed, where it stands, when, and that it is said once.
class EntryTest {
  private final World world = World.bare();

  private Admission admit(Leaf leaf) {
    return Ledger.admissible(world.state(), leaf, Optional.empty(), World.CHAIN);
  }

  private Leaf leaf(long seq, long ts, Envelope envelope) {
    return leaf(world.state().origin(), seq, ts, envelope);
  }

  private static Leaf leaf(String origin, long seq, long ts, Envelope envelope) {
    try {
      return Leaf.of(origin, seq, ts, envelope);
    } catch (InvalidStatementException e) {
      throw new AssertionError(e);
    }
  }

  private Envelope heartbeat() {
    return World.envelope("coordinator", new Heartbeat(world.header()));
  }

  @Test
  void anEntryStandsAtTheNextPositionAndNotBeforeItsPredecessor() {
    assertEquals(RefusalCode.SEQ_GAP, World.refusal(admit(leaf(2, World.T0, heartbeat()))));
    assertEquals(
        RefusalCode.TS_BACKWARDS, World.refusal(admit(leaf(1, World.T0 - 1, heartbeat()))));
    assertInstanceOf(Admission.Admitted.class, admit(leaf(1, World.T0, heartbeat())));
    String other = "strongroom/" + "ab".repeat(32);
    assertEquals(
        RefusalCode.ORIGIN_MISMATCH, World.refusal(admit(leaf(other, 1, World.T0, heartbeat()))));
  }

  @Test
  void theSameStatementAgainIsADuplicateWhateverItsPosition() {
    Request request = world.requestOf("hot", "1", "kraken");
    Hash32 hash = world.say("ann", request);
    world.pass("1h");
    Admission again = world.attempt("ann", request);
    assertEquals(new Admission.Duplicate(1, hash), again);
    Request other =
        new Request(
            request.header(),
            "hot",
            "ETH",
            World.eth("2"),
            "kraken",
            World.eth("0.01"),
            Optional.empty());
    assertEquals(RefusalCode.ID_REUSED, world.refusal("ann", other));
    world.say("bob", other);
    InadmissibleException refused =
        assertThrows(
            InadmissibleException.class,
            () ->
                Ledger.apply(
                    world.state(),
                    world.leaf(World.envelope("ann", request)),
                    Optional.empty(),
                    World.CHAIN));
    assertEquals(RefusalCode.ID_REUSED, refused.code());
  }

  @Test
  void aForeignOrForgedSignatureIsRefused() {
    Request request = world.requestOf("hot", "1", "kraken");
    Envelope unknown = Envelope.sign(request, World.key("eve").signer("eve"));
    assertEquals(RefusalCode.UNKNOWN_SIGNER, World.refusal(admit(world.leaf(unknown))));
    Envelope forged = Envelope.sign(request, World.key("eve").signer("ann"));
    assertEquals(RefusalCode.BAD_SIGNATURE, World.refusal(admit(world.leaf(forged))));
    Envelope good = World.envelope("ann", request);
    Envelope swapped =
        new Envelope(
            StatementKind.REQUEST,
            World.envelope("ann", world.requestOf("hot", "2", "kraken")).payload(),
            good.signatures());
    assertEquals(RefusalCode.BAD_SIGNATURE, World.refusal(admit(world.leaf(swapped))));
  }

  @Test
  void everyKindHasItsSigner() {
    refusesSigner("node-1", world.requestOf("hot", "1", "kraken"));
    refusesSigner("coordinator", world.requestOf("hot", "1", "kraken"));
    refusesSigner("coordinator", world.freezeOf("cluster"));
    refusesSigner("sam", new Heartbeat(world.header()));
    refusesSigner("node-1", new Heartbeat(world.header()));
  }

  private void refusesSigner(String signer, BoundStatement statement) {
    assertEquals(RefusalCode.NOT_PERMITTED, world.refusal(signer, statement));
  }

  @Test
  void anExpiredCredentialSaysNothing() {
    world.tick("30d");
    assertEquals(
        RefusalCode.CREDENTIAL_EXPIRED,
        world.refusal("oms", world.requestOf("hot", "1", "kraken")));
    world.request("ann", "hot", "1", "kraken");
  }

  @Test
  void aGenesisMustBeWholeAndNameItsPolicy() throws InvalidStatementException {
    Genesis genesis = World.genesis(SamplePolicy.document(), new QuorumParameters(3, 0, 2));
    Envelope whole = World.sealed(genesis);
    Leaf good = leaf(genesis.origin(), 0, World.T0, whole);
    InadmissibleException otherPolicy =
        assertThrows(
            InadmissibleException.class,
            () ->
                Ledger.genesis(
                    good, SamplePolicy.document(d -> d.putArray("limits")), World.CHAIN));
    assertEquals(RefusalCode.ATTACHMENT_MISMATCH, otherPolicy.code());
    Envelope lacking =
        new Envelope(
            StatementKind.GENESIS, whole.payload(), List.copyOf(whole.signatures().subList(1, 5)));
    InadmissibleException unsigned =
        assertThrows(
            InadmissibleException.class,
            () ->
                Ledger.genesis(
                    leaf(genesis.origin(), 0, World.T0, lacking),
                    SamplePolicy.document(),
                    World.CHAIN));
    assertEquals(RefusalCode.BAD_SIGNATURE, unsigned.code());
  }

  @Test
  void theSameEntriesGiveTheSameHashesAndOthersDoNot() {
    World one = story();
    World two = story();
    assertEquals(one.state().stateHash(), two.state().stateHash());
    two.tick("1s");
    assertNotEquals(one.state().stateHash(), two.state().stateHash());
  }

  private static World story() {
    World world = World.ready();
    Hash32 small = world.request("ann", "hot", "3", "kraken");
    Hash32 large = world.request("bob", "hot", "31", "kraken");
    world.approve(large, "olga", "carl");
    world.pay(small);
    world.tick("1h");
    world.pay(large);
    world.say("sam", world.freezeOf("cluster"));
    return world;
  }

  @Test
  void replayedEntriesLeadToTheSameStateHashAtEveryStep() throws InadmissibleException {
    World world = story();
    State state = Ledger.genesis(world.leaves().getFirst(), SamplePolicy.document(), World.CHAIN);
    for (Leaf leaf : world.leaves().subList(1, world.leaves().size())) {
      State direct = Ledger.apply(state, leaf, world.attachment(leaf.seq()), World.CHAIN);
      State looked = state.advance((state.now() + leaf.ts()) / 2);
      State detour = Ledger.apply(looked, leaf, world.attachment(leaf.seq()), World.CHAIN);
      assertEquals(
          direct.stateHash(),
          detour.stateHash(),
          "looking ahead changes nothing, at " + leaf.seq());
      state = direct;
    }
    assertEquals(world.state().stateHash(), state.stateHash());
  }
}
