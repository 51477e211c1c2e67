package io.strongroom.custody.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strongroom.custody.policy.SamplePolicy;
import io.strongroom.custody.statement.BoundStatement;
import io.strongroom.custody.statement.Hash32;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Promise 5, by seeded random interleavings: at every position the spend in every window is within
/// its limit.
///
/// The check counts from the withdrawals themselves, by the definition of a window, and shares no
/// code with the accounting.
class RandomLogTest {
  private static final int STEPS = 250;
  private static final List<String> PEOPLE =
      List.of("ann", "bob", "olga", "oscar", "cleo", "carl", "ben", "bea", "sam", "sue");
  private static final long DAY = 86_400_000;

  private static ObjectNode policy() {
    return SamplePolicy.document(d -> {
      d.set(
          "limits",
          SamplePolicy.json(
              """
              [{"id": "vault", "scope": {"from": "hot"}, "per": ["vault"], "window": "24h",
                "max": {"asset": "100"}, "onExceed": "DENY"},
               {"id": "dst", "scope": {"to": "exchange"}, "per": ["destination"], "window": "6h",
                "max": {"asset": "40"}, "onExceed": "DENY"},
               {"id": "member", "scope": {"who": "traders"}, "per": ["member"], "window": "24h",
                "max": {"asset": "70"}, "onExceed": "DENY"}]
              """));
      ((ObjectNode) d.at("/tiers/dual")).put("delay", "20m");
    });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void noWindowEverExceedsItsLimit(long seed) {
    Random random = new Random(seed);
    World world = World.ready(policy());
    for (int step = 0; step < STEPS; step++) {
      world.pass(random.nextInt(40) + "m");
      act(world, random);
      requireLimits(world.state().advance(world.now()), "seed " + seed + ", step " + step);
    }
    assertTrue(
        world.state().withdrawals().anyMatch(w -> w.status() == WithdrawalStatus.SIGNED),
        "seed " + seed);
    assertTrue(
        world.state().withdrawals().anyMatch(w -> w.status() == WithdrawalStatus.DENIED),
        "seed " + seed);
  }

  private static void act(World world, Random random) {
    List<Withdrawal> all = new ArrayList<>(world.state().withdrawals().toList());
    Optional<Withdrawal> any =
        all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    int dice = random.nextInt(20);
    if (dice < 7 || any.isEmpty()) {
      String to = List.of("kraken", "bitstamp", "acme", "vault:cold").get(random.nextInt(4));
      String who = random.nextBoolean() ? "ann" : "bob";
      maybe(
          world,
          who,
          world.requestOf("hot", 1 + random.nextInt(30) + "." + random.nextInt(99), to, "30h"));
      return;
    }
    Hash32 subject = any.get().leafHash();
    String person = PEOPLE.get(random.nextInt(PEOPLE.size()));
    switch (dice) {
      case 7 -> maybe(world, person, world.rejectionOf(subject));
      case 8 -> maybe(world, any.get().signer(), world.cancelOf(subject));
      case 9 -> maybe(world, person, world.vetoOf(subject));
      case 10 -> release(world, any.get(), random);
      case 11, 12, 13, 14 -> authorizeAll(world, random);
      case 15, 16 -> signAll(world, random);
      default -> approveAll(world, random);
    }
  }

  private static void maybe(World world, String signer, BoundStatement statement) {
    if (world.attempt(signer, statement) instanceof Admission.Admitted) {
      world.say(signer, statement);
    }
  }

  private static void approveAll(World world, Random random) {
    for (Withdrawal w : world.state().openWithdrawals().toList()) {
      String person = PEOPLE.get(random.nextInt(PEOPLE.size()));
      if (w.address().isPresent()) {
        maybe(world, person, world.approvalOf(w.leafHash()));
      }
    }
  }

  private static void authorizeAll(World world, Random random) {
    for (Withdrawal w : world.state().openWithdrawals().toList()) {
      try {
        if (w.address().isPresent() && random.nextBoolean()) {
          world.say("coordinator", world.draft(w.leafHash()));
        }
      } catch (InadmissibleException e) {
        assertTrue(
            List.of(RefusalCode.NOT_READY, RefusalCode.NOT_ALLOWED).contains(e.code()),
            e.code() + e.getMessage());
        assertEquals(
            RefusalCode.NOT_READY, e.code(), "whatever is ready is allowed: " + e.getMessage());
      }
    }
  }

  private static void signAll(World world, Random random) {
    for (Withdrawal w : world.state().withdrawals().toList()) {
      if (w.status() == WithdrawalStatus.AUTHORIZED && random.nextBoolean()) {
        world.say("coordinator", world.signedOf(w.authorization().orElseThrow().seq()));
      }
    }
  }

  private static void release(World world, Withdrawal w, Random random) {
    if (w.status() == WithdrawalStatus.AUTHORIZED) {
      long seq = w.authorization().orElseThrow().seq();
      maybe(world, "node-" + (1 + random.nextInt(3)), world.releaseOf(seq));
      maybe(world, "node-" + (1 + random.nextInt(3)), world.releaseOf(seq));
    }
  }

  private static void requireLimits(State state, String where) {
    List<Withdrawal> all = state.withdrawals().toList();
    requireWithin(sum(all, state.now(), DAY, w -> true), "100", where);
    for (String destination : List.of("kraken", "bitstamp")) {
      requireWithin(
          sum(all, state.now(), DAY / 4, w -> w.request().destination().equals(destination)),
          "40",
          where);
    }
    for (String member : List.of("ann", "bob")) {
      requireWithin(sum(all, state.now(), DAY, w -> w.initiator().equals(member)), "70", where);
    }
  }

  private static void requireWithin(BigInteger sum, String limit, String where) {
    assertTrue(
        sum.compareTo(World.eth(limit)) <= 0, where + ": " + sum + " exceeds " + limit + " ETH");
  }

  private static BigInteger sum(
      List<Withdrawal> all, long now, long window, java.util.function.Predicate<Withdrawal> in) {
    BigInteger sum = BigInteger.ZERO;
    for (Withdrawal w : all) {
      boolean counts =
          switch (w.status()) {
            case READY, AUTHORIZED -> true;
            case SIGNED -> w.signed().orElseThrow().ts() > now - window;
            case SUBMITTED, DENIED, PENDING, TIMELOCKED, REJECTED, CANCELLED, EXPIRED -> false;
          };
      if (counts && in.test(w)) {
        sum = sum.add(w.request().amount()).add(w.request().feeCap());
      }
    }
    return sum;
  }
}
