package io.strongroom.custody.state;

import static io.strongroom.custody.state.World.eth;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.custody.policy.Decision.Outcome;
import io.strongroom.custody.policy.SamplePolicy;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.Header;
import io.strongroom.custody.statement.Request;
import java.math.BigInteger;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// How withdrawals begin, wait, become ready, and end.
class WithdrawalTest {
  private final World world = World.ready();

  @Test
  void aSmallRequestIsReadyAtOnce() {
    Hash32 request = world.request("ann", "hot", "9", "kraken");
    assertEquals(WithdrawalStatus.READY, world.status(request));
    assertEquals(Outcome.ALLOW, world.withdrawal(request).decision().outcome());
    assertEquals(Optional.of(FakeChain.address("kraken")), world.withdrawal(request).address());
  }

  @Test
  void withoutAGrantItIsDenied() {
    assertEquals(
        WithdrawalStatus.DENIED, world.status(world.request("olga", "hot", "1", "kraken")));
    assertEquals(WithdrawalStatus.DENIED, world.status(world.request("ann", "cold", "1", "acme")));
    assertEquals(
        WithdrawalStatus.DENIED, world.status(world.request("olga", "cold", "1", "kraken")));
  }

  @Test
  void anUnknownDestinationVaultOrAssetIsDenied() {
    assertEquals(
        WithdrawalStatus.DENIED, world.status(world.request("ann", "hot", "1", "nowhere")));
    assertEquals(
        WithdrawalStatus.DENIED, world.status(world.request("ann", "nowhere", "1", "kraken")));
    assertEquals(
        WithdrawalStatus.DENIED, world.status(world.request("ann", "spare", "1", "kraken")));
    Request other =
        new Request(world.header(), "hot", "BTC", eth("1"), "kraken", eth("0"), Optional.empty());
    assertEquals(WithdrawalStatus.DENIED, world.status(world.say("ann", other)));
  }

  @Test
  void aDenialNamesItsRule() {
    Hash32 request = world.request("ann", "hot", "1", "nowhere");
    assertTrue(
        world.withdrawal(request).reason().contains("allowlist"),
        world.withdrawal(request).reason());
    assertTrue(
        world.withdrawal(request).decision().rules().stream()
            .anyMatch(r -> r.kind().equals("limit")));
  }

  @Test
  void anotherVaultIsADestinationByNameOnceItIsActive() {
    Hash32 request = world.request("ann", "hot", "1", "vault:cold");
    assertEquals(WithdrawalStatus.READY, world.status(request));
    assertEquals(
        world.state().vault("cold").orElseThrow().address(FakeChain.CHAIN),
        world.withdrawal(request).address());
    World bare = World.bare();
    bare.createVault("hot");
    assertEquals(
        WithdrawalStatus.DENIED, bare.status(bare.request("ann", "hot", "1", "vault:cold")));
  }

  @Test
  void aFeeCapAboveTheInvariantIsDenied() {
    Request atCap =
        new Request(
            world.header(), "hot", "ETH", eth("1"), "kraken", eth("0.05"), Optional.empty());
    assertEquals(WithdrawalStatus.READY, world.status(world.say("ann", atCap)));
    BigInteger above = eth("0.05").add(BigInteger.ONE);
    Request tooHigh =
        new Request(world.header(), "hot", "ETH", eth("1"), "kraken", above, Optional.empty());
    assertEquals(WithdrawalStatus.DENIED, world.status(world.say("ann", tooHigh)));
  }

  @Test
  void theTransactionLimitHoldsToTheWei() {
    Hash32 atLimit = world.request("ann", "hot", "49.99", "kraken");
    assertEquals(WithdrawalStatus.PENDING, world.status(atLimit));
    BigInteger above = eth("49.99").add(BigInteger.ONE);
    Request over =
        new Request(world.header(), "hot", "ETH", above, "kraken", eth("0.01"), Optional.empty());
    assertEquals(WithdrawalStatus.DENIED, world.status(world.say("ann", over)));
  }

  @Test
  void hugeAmountsAreComparedNotWrapped() {
    for (int bits : new int[] {63, 64, 128, 255}) {
      BigInteger amount = BigInteger.TWO.pow(bits).subtract(BigInteger.ONE).max(eth("51"));
      Request huge =
          new Request(
              world.header(), "hot", "ETH", amount, "kraken", eth("0.01"), Optional.empty());
      assertEquals(WithdrawalStatus.DENIED, world.status(world.say("ann", huge)), "2^" + bits);
    }
    BigInteger most = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
    Request largest =
        new Request(world.header(), "hot", "ETH", most, "kraken", most, Optional.empty());
    assertEquals(WithdrawalStatus.DENIED, world.status(world.say("ann", largest)));
    Request wrapping =
        new Request(world.header(), "hot", "ETH", most, "kraken", BigInteger.ONE, Optional.empty());
    assertEquals(WithdrawalStatus.DENIED, world.status(world.say("ann", wrapping)));
  }

  @Test
  void aPendingRequestExpiresWhenItIsNotApprovedInTime() {
    Hash32 request = world.say("ann", world.requestOf("hot", "12", "kraken", "200h"));
    assertEquals(WithdrawalStatus.PENDING, world.status(request));
    world.pass("72h");
    assertEquals(WithdrawalStatus.EXPIRED, world.statusNow(request));
    assertEquals(
        WithdrawalStatus.PENDING,
        world.state().advance(world.now() - 1).withdrawal(request).orElseThrow().status());
  }

  @Test
  void aReadyRequestExpiresWhenItIsNotAuthorisedInTimeAndFreesItsReservation() {
    Hash32 first = world.request("ann", "hot", "9", "kraken");
    world.pass("2h");
    assertEquals(WithdrawalStatus.EXPIRED, world.statusNow(first));
    assertTrue(
        world.state().advance(world.now()).withdrawal(first).orElseThrow().order().isEmpty());
  }

  @Test
  void itsOwnExpiryEndsARequest() {
    Hash32 request = world.say("ann", world.requestOf("hot", "9", "kraken", "10m"));
    world.pass("10m");
    assertEquals(WithdrawalStatus.EXPIRED, world.statusNow(request));
  }

  @Test
  void expiredTimersFireInOrderBeforeTheNextEntry() {
    Hash32 early = world.say("ann", world.requestOf("hot", "9", "kraken", "10m"));
    world.pass("1h");
    Hash32 later = world.request("ann", "hot", "1", "kraken");
    assertEquals(WithdrawalStatus.EXPIRED, world.status(early));
    long expiredAt = world.withdrawal(early).since();
    assertEquals(world.now() - 50 * 60_000, expiredAt);
    assertEquals(WithdrawalStatus.READY, world.status(later));
  }

  @Test
  void aTimeLockedRequestBecomesReadyExactlyWhenItsDelayEnds() {
    Hash32 request = world.request("olga", "cold", "5", "acme");
    assertEquals(WithdrawalStatus.TIMELOCKED, world.status(request));
    long readyAt = world.withdrawal(request).consent().readyAt().orElseThrow();
    assertEquals(world.now() + 30 * 60_000, readyAt);
    assertEquals(WithdrawalStatus.TIMELOCKED, statusAt(request, readyAt - 1));
    assertEquals(WithdrawalStatus.READY, statusAt(request, readyAt));
  }

  private WithdrawalStatus statusAt(Hash32 request, long at) {
    return world.state().advance(at).withdrawal(request).orElseThrow().status();
  }

  @Test
  void onlyTheInitiatorCancels() {
    Hash32 request = world.request("ann", "hot", "9", "kraken");
    assertEquals(RefusalCode.NOT_THE_INITIATOR, world.refusal("bob", world.cancelOf(request)));
    world.say("ann", world.cancelOf(request));
    assertEquals(WithdrawalStatus.CANCELLED, world.status(request));
    assertTrue(world.withdrawal(request).order().isEmpty());
  }

  @Test
  void anApprovalAfterACancelIsRecordedAndChangesNothing() {
    Hash32 request = world.request("ann", "hot", "12", "kraken");
    var approval = world.approvalOf(request);
    world.say("ann", world.cancelOf(request));
    world.say("olga", approval);
    assertEquals(WithdrawalStatus.CANCELLED, world.status(request));
    assertTrue(world.withdrawal(request).consent().approvals().isEmpty());
  }

  @Test
  void aVetoStopsItDuringTheDelayOnly() {
    Hash32 pending = world.request("ann", "hot", "12", "kraken");
    assertEquals(RefusalCode.NOT_IN_DELAY, world.refusal("olga", world.vetoOf(pending)));
    Hash32 locked = world.request("olga", "cold", "5", "acme");
    assertEquals(RefusalCode.MAY_NOT_VETO, world.refusal("ann", world.vetoOf(locked)));
    world.say("sam", world.vetoOf(locked));
    assertEquals(WithdrawalStatus.CANCELLED, world.status(locked));
  }

  @Test
  void openRequestsOfOnePersonAreCapped() {
    for (int i = 0; i < 20; i++) {
      world.request("ann", "hot", "12", "kraken");
    }
    assertEquals(
        RefusalCode.PENDING_LIMIT, world.refusal("ann", world.requestOf("hot", "12", "kraken")));
    world.request("bob", "hot", "12", "kraken");
    Hash32 first = world.state().openWithdrawals().findFirst().orElseThrow().leafHash();
    world.say("ann", world.cancelOf(first));
    world.request("ann", "hot", "12", "kraken");
  }

  @Test
  void aRequestsHistoryTellsItsStates() {
    Hash32 request = world.request("ann", "hot", "12", "kraken");
    world.pass("1m");
    world.approve(request, "olga");
    assertEquals(
        "[SUBMITTED, PENDING, READY]",
        world.withdrawal(request).history().stream().map(StatusChange::status).toList().toString());
  }

  @Test
  void aCredentialBoundToOtherVaultsIsRefused() {
    assertEquals(
        RefusalCode.VAULT_OUT_OF_SCOPE,
        world.refusal("ann-cold", world.requestOf("hot", "1", "kraken")));
  }

  @Test
  void everyRuleIsInEveryDecision() {
    Hash32 request = world.request("ann", "hot", "1", "nowhere");
    var rules = world.withdrawal(request).decision().rules();
    assertEquals(
        "[approvals, default, delay, destination, fee, freeze, g-cold, g-hot, d-cold, d-hot, l-hot, l-tx, l-user,"
            + " ttl, vault]",
        rules.stream().map(io.strongroom.custody.policy.RuleResult::id).toList().toString());
    assertFalse(
        rules.stream()
            .filter(r -> r.id().equals("l-hot"))
            .findFirst()
            .orElseThrow()
            .headroom()
            .isEmpty());
  }

  @Test
  void theOrderOfRulesInThePolicyDecidesNothing() {
    var shuffled =
        SamplePolicy.document(document -> {
          for (String list : new String[] {"grants", "limits", "ladders"}) {
            var rules = (com.fasterxml.jackson.databind.node.ArrayNode) document.get(list);
            rules.add(rules.remove(0));
          }
        });
    World other = World.ready(shuffled);
    for (World w : new World[] {world, other}) {
      w.request("ann", "hot", "12", "kraken");
      w.request("ann", "hot", "45", "bitstamp");
      w.request("bob", "hot", "49", "kraken");
    }
    var mine = world.state().withdrawals().map(w -> w.decision().rules()).toList();
    var theirs = other.state().withdrawals().map(w -> w.decision().rules()).toList();
    assertEquals(mine, theirs);
  }

  @Test
  void anEntrysTimeIsNotTheClocks() {
    Header header = world.header("1m");
    Request request =
        new Request(header, "hot", "ETH", eth("1"), "kraken", eth("0.01"), Optional.empty());
    world.pass("1m");
    assertEquals(RefusalCode.STATEMENT_EXPIRED, world.refusal("ann", request));
  }
}
