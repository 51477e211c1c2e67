package io.strongroom.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.threshold.Abort;
import io.strongroom.threshold.AbortCode;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.Response;
import io.strongroom.threshold.SigningSession;
import io.strongroom.threshold.wire.Envelope;
import java.util.Optional;
import java.util.Set;

/// What a deviation must lead to at every honest party (`docs/protocol.md` 17).
///
/// @param code the abort code
/// @param blame who is named
record Verdict(AbortCode code, Blame blame) {

  enum Blame {
    NOBODY,
    SENDER,
    /// The sender, by a check that is no proof to others.
    SENDER_UNPROVABLY,
    BURN
  }

  static Verdict nobody(AbortCode code) {
    return new Verdict(code, Blame.NOBODY);
  }

  static Verdict sender(AbortCode code) {
    return new Verdict(code, Blame.SENDER);
  }

  static Verdict burn(AbortCode code) {
    return new Verdict(code, Blame.BURN);
  }

  /// Code, blame, evidence and silence at one party.
  ///
  /// @param lastRound the last round in which it emitted, in a run whose earlier rounds were
  ///   delivered completely
  void assertAt(int party, Network<?> network, int deviant, int lastRound, String name) {
    String where = name + " at party " + party;
    Abort abort = network.abort(party);
    assertEquals(code, abort.code(), () -> where + ": " + abort);
    PartyIndex sender = new PartyIndex(deviant);
    assertEquals(blame == Blame.NOBODY ? Set.of() : Set.of(sender), abort.culprits(), where);
    assertEquals(blame == Blame.BURN ? Optional.of(sender) : Optional.empty(), abort.burn(), where);
    assertEquals(blame == Blame.BURN, abort.response() == Response.BURN_PAIR, where);
    if (blame == Blame.SENDER) {
      assertFalse(abort.evidence().isEmpty(), () -> where + ": no evidence");
    } else if (blame == Blame.BURN) {
      assertTrue(abort.evidence().isEmpty(), () -> where + ": secrets disclosed");
    }
    for (byte[] wire : abort.evidence()) {
      Envelope original = Envelope.parse(wire, wire.length).orElseThrow();
      assertTrue(
          Envelope.isSignedBy(
              wire, network.session(sender).parties().get(original.from()), Identities.verifier()),
          where);
    }
    assertEquals(lastRound, network.lastRound(party), () -> where + ": last round");
  }

  /// The check fails again on the good share, and cannot be asked after the session is closed.
  void assertRecheck(int party, Network<?> network, SimulatedKey key) {
    if (blame == Blame.BURN
        && network.session(new PartyIndex(party)) instanceof SigningSession session) {
      assertTrue(session.recheck(key.share(party)));
      session.close();
      assertThrows(IllegalStateException.class, () -> session.recheck(key.share(party)));
    }
  }
}
