package io.strongroom.custody.state;

import static io.strongroom.custody.state.World.eth;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strongroom.custody.policy.Candidate;
import io.strongroom.custody.policy.SamplePolicy;
import io.strongroom.custody.statement.Hash32;
import java.math.BigInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Rolling windows: what counts, from when, for how long; and that splitting avoids nothing.
class WindowTest {
  /// Limits only: 10 ETH a day from hot, no ladders.
  private static ObjectNode limited(Consumer<ObjectNode> more) {
    return SamplePolicy.document(d -> {
      d.set(
          "limits",
          SamplePolicy.json(
              """
              [{"id": "day", "scope": {"from": "hot"}, "per": ["vault"], "window": "24h",
                "max": {"asset": "10"}, "onExceed": "DENY"}]
              """));
      d.putArray("ladders");
      more.accept(d);
    });
  }

  private static World limitedWorld() {
    return World.ready(limited(_ -> {}));
  }

  @Test
  void theWindowHoldsToTheWeiIncludingTheFee() {
    World world = limitedWorld();
    assertEquals(
        WithdrawalStatus.READY, world.status(world.request("ann", "hot", "4.99", "kraken")));
    assertEquals(
        WithdrawalStatus.READY, world.status(world.request("bob", "hot", "4.99", "bitstamp")));
    assertEquals(
        WithdrawalStatus.DENIED,
        world.status(world.request("bob", "hot", "0.000000000000000001", "acme")));
  }

  @Test
  void theFirstInLogOrderGetsTheRoom() {
    World world = limitedWorld();
    Hash32 first = world.request("ann", "hot", "6", "kraken");
    Hash32 second = world.request("bob", "hot", "6", "kraken");
    assertEquals(WithdrawalStatus.READY, world.status(first));
    assertEquals(WithdrawalStatus.DENIED, world.status(second));
  }

  @Test
  void aSignedAmountAgesExactlyOutOfTheWindow() {
    World world = limitedWorld();
    Hash32 first = world.request("ann", "hot", "9", "kraken");
    world.pay(first);
    long signedAt = world.now();
    State atEdge = world.state().advance(signedAt + 86_400_000 - 1);
    assertEquals(false, allows(atEdge));
    State past = world.state().advance(signedAt + 86_400_000);
    assertTrue(allows(past));
  }

  private static boolean allows(State state) {
    Candidate question =
        Candidate.question("bob", "hot", "ETH", eth("5"), "kraken", eth("0.01"), Long.MAX_VALUE);
    return state.evaluate(question).denials().isEmpty();
  }

  @Test
  void whatIsReservedOrBeingSignedDoesNotAge() {
    World world = limitedWorld();
    Hash32 first = world.request("ann", "hot", "9", "kraken");
    long authorize = world.authorize(first);
    world.pass("48h");
    assertEquals(false, allows(world.state().advance(world.now())));
    world.say("coordinator", world.signedOf(authorize));
    world.pass("23h");
    assertEquals(false, allows(world.state().advance(world.now())));
    world.pass("1h");
    assertTrue(allows(world.state().advance(world.now())));
  }

  @Test
  void windowsRollAndDoNotReset() {
    World world = limitedWorld();
    world.pay(world.request("ann", "hot", "4.99", "kraken"));
    world.pass("12h");
    world.pay(world.request("ann", "hot", "4.99", "kraken"));
    world.pass("12h");
    world.pay(world.request("ann", "hot", "4.99", "kraken"));
    world.pass("11h");
    assertEquals(
        WithdrawalStatus.DENIED, world.status(world.request("ann", "hot", "0.5", "kraken")));
  }

  @Test
  void requestsThatOnlyWaitTakeNoRoom() {
    World world = World.ready();
    for (int i = 0; i < 10; i++) {
      world.request("ann", "hot", "45", "kraken");
    }
    assertEquals(WithdrawalStatus.READY, world.status(world.request("bob", "hot", "9", "kraken")));
  }

  @Test
  void aCancelGivesRoomBack() {
    World world = limitedWorld();
    Hash32 first = world.request("ann", "hot", "9", "kraken");
    world.say("ann", world.cancelOf(first));
    assertEquals(WithdrawalStatus.READY, world.status(world.request("bob", "hot", "9", "kraken")));
  }

  @Test
  void splittingDoesNotAvoidALadder() {
    World world = World.ready();
    assertEquals(
        WithdrawalStatus.READY, world.status(world.request("ann", "hot", "4.9", "kraken")));
    assertEquals(
        WithdrawalStatus.READY, world.status(world.request("ann", "hot", "4.9", "bitstamp")));
    Hash32 third = world.request("bob", "hot", "4.9", "acme");
    assertEquals(WithdrawalStatus.PENDING, world.status(third));
    assertEquals("{ops=1}", world.withdrawal(third).consent().requirement().approvals().toString());
  }

  @Test
  void aDestinationsWindowCountsItsAddressUnderEveryName() {
    World world =
        World.ready(
            limited(d ->
                d.set(
                    "limits",
                    SamplePolicy.json(
                        """
                        [{"id": "dst", "scope": {}, "per": ["destination"], "window": "24h",
                          "max": {"asset": "10"}, "onExceed": "DENY"}]
                        """))));
    var alias =
        new io.strongroom.custody.statement.Destination(
            "kraken-2",
            java.util.Optional.of("exchange"),
            FakeChain.CHAIN,
            FakeChain.address("kraken"));
    Hash32 proposal =
        world.propose("olga", new io.strongroom.custody.statement.Change.AddDestination(alias));
    world.approveChange(proposal, "ben", "bea", "sam");
    world.tick("3h");
    assertEquals(WithdrawalStatus.READY, world.status(world.request("ann", "hot", "6", "kraken")));
    assertEquals(
        WithdrawalStatus.DENIED, world.status(world.request("ann", "hot", "6", "kraken-2")));
    assertEquals(
        WithdrawalStatus.READY, world.status(world.request("ann", "hot", "6", "bitstamp")));
  }

  @Test
  void aMembersWindowStepsUp() {
    World world =
        World.ready(
            limited(d ->
                d.set(
                    "limits",
                    SamplePolicy.json(
                        """
                        [{"id": "user", "scope": {"who": "traders"}, "per": ["member"], "window": "24h",
                          "max": {"asset": "10"}, "onExceed": "STEP_UP:dual"}]
                        """))));
    world.request("ann", "hot", "9", "kraken");
    Hash32 second = world.request("ann", "hot", "9", "kraken");
    assertEquals(WithdrawalStatus.PENDING, world.status(second));
    assertEquals(3_600_000, world.withdrawal(second).consent().requirement().delayMs());
    assertEquals(WithdrawalStatus.READY, world.status(world.request("bob", "hot", "9", "kraken")));
  }

  @Test
  void aSumPrunesWhatHasAgedAndKeepsItsOrder() {
    BigInteger one = BigInteger.ONE;
    WindowSum sum = WindowSum.EMPTY;
    for (long order = 0; order < 100; order++) {
      sum = sum.reserve(order, one).sign(order, order * 10);
    }
    assertEquals(BigInteger.valueOf(49), sum.use(1_000, 500, Candidate.UNRESERVED));
    assertEquals(BigInteger.valueOf(9), sum.use(1_000, 500, 60));
    WindowSum pruned = sum.prune(1_000, 500);
    assertEquals(BigInteger.valueOf(49), pruned.use(1_000, 500, Candidate.UNRESERVED));
    assertEquals(BigInteger.ZERO, pruned.use(2_000, 500, Candidate.UNRESERVED));
    assertTrue(pruned.prune(2_000, 500).isEmpty());
  }
}
