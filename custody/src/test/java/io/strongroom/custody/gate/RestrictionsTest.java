package io.strongroom.custody.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.custody.gate.Restrictions.Holding;
import io.strongroom.custody.state.RefusalCode;
import io.strongroom.custody.state.Restriction;
import io.strongroom.custody.state.World;
import io.strongroom.custody.statement.BoundStatement;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.Heartbeat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a node holds for the log, and what it does not.
class RestrictionsTest {
  private final World world = World.ready();
  private final Hash32 request = world.request("ann", "hot", "9", "kraken");

  private Holding verify(String signer, BoundStatement statement) {
    return Restrictions.verify(world.state(), World.envelope(signer, statement), world.now());
  }

  private static RefusalCode refusal(Holding holding) {
    return assertInstanceOf(Holding.Refused.class, holding).why().code();
  }

  @Test
  void onlyWhoMayRestrictIsHeld() {
    assertInstanceOf(Holding.Held.class, verify("sam", world.freezeOf("cluster")));
    assertEquals(RefusalCode.MAY_NOT_FREEZE, refusal(verify("ann", world.freezeOf("cluster"))));
    assertInstanceOf(Holding.Held.class, verify("ann", world.cancelOf(request)));
    assertEquals(RefusalCode.NOT_THE_INITIATOR, refusal(verify("bob", world.cancelOf(request))));
    assertInstanceOf(Holding.Held.class, verify("sam", world.vetoOf(request)));
    assertEquals(RefusalCode.MAY_NOT_VETO, refusal(verify("ben", world.vetoOf(request))));
    assertEquals(
        RefusalCode.NOT_PERMITTED, refusal(verify("coordinator", new Heartbeat(world.header()))));
  }

  @Test
  void forgedExpiredAndPointlessStatementsAreRefused() {
    Envelope forged = Envelope.sign(world.freezeOf("cluster"), World.key("eve").signer("sam"));
    assertEquals(
        RefusalCode.BAD_SIGNATURE,
        refusal(Restrictions.verify(world.state(), forged, world.now())));
    var brief = world.freezeOf("cluster", "1m");
    world.pass("1m");
    assertEquals(RefusalCode.STATEMENT_EXPIRED, refusal(verify("sam", brief)));
    world.pay(request);
    assertEquals(RefusalCode.SUBJECT_FINAL, refusal(verify("ann", world.cancelOf(request))));
    assertEquals(
        RefusalCode.SUBJECT_UNKNOWN,
        refusal(verify("ann", world.cancelOf(Hash32.sha256(new byte[] {1})))));
  }

  @Test
  void aLoggedStatementIsNotHeld() {
    var freeze = world.freezeOf("cluster");
    world.say("sam", freeze);
    assertInstanceOf(Holding.Logged.class, verify("sam", freeze));
  }

  @Test
  void whatTheLogWithholdsBecomesOverdue() {
    var freeze = world.freezeOf("cluster");
    Restriction held = assertInstanceOf(Holding.Held.class, verify("sam", freeze)).restriction();
    List<Restrictions.Received> received = List.of(new Restrictions.Received(held, world.now()));
    assertTrue(
        Restrictions.overdue(world.state(), received, world.now() + 59_999, 60_000).isEmpty());
    assertEquals(
        List.of(held), Restrictions.overdue(world.state(), received, world.now() + 60_000, 60_000));
    world.say("sam", freeze);
    assertTrue(
        Restrictions.overdue(world.state(), received, world.now() + 60_000, 60_000).isEmpty());
  }
}
