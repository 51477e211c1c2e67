package io.strongroom.custody.gate;

import io.strongroom.custody.state.Admission;
import io.strongroom.custody.state.InadmissibleException;
import io.strongroom.custody.state.Restriction;
import io.strongroom.custody.state.State;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.Freeze;
import io.strongroom.custody.statement.Rejection;
import java.util.List;

/// The restrictive statements that a node takes from anybody and holds until the log has them.
public final class Restrictions {
  private Restrictions() {}

  /// Whether a statement is to be held.
  public sealed interface Holding {
    /// It is: it binds at the sign gate from now on.
    record Held(Restriction restriction) implements Holding {}

    /// The log has it already: the state says what it does.
    record Logged() implements Holding {}

    /// It is not.
    record Refused(Admission.Refused why) implements Holding {}
  }

  /// A held statement, and when it came.
  ///
  /// @param receivedAtMs own clock, milliseconds since the Unix epoch
  public record Received(Restriction restriction, long receivedAtMs) {}

  /// Verifies a FREEZE, VETO, CANCEL or REJECTION that somebody handed in.
  ///
  /// @param state at the own head
  /// @param nowMs own clock, milliseconds since the Unix epoch
  public static Holding verify(State state, Envelope envelope, long nowMs) {
    try {
      Restriction known = Restriction.restore(state, envelope);
      return known.isLogged(state)
          ? new Holding.Logged()
          : new Holding.Held(Restriction.verify(state, envelope, nowMs));
    } catch (InadmissibleException e) {
      return new Holding.Refused(
          new Admission.Refused(e.code(), e.field(), String.valueOf(e.getMessage())));
    }
  }

  /// Whether a held statement need not be kept any more: it is a freeze that has expired, or the
  /// log has it and speaks for it, or what it bears on has ended. A rejection is kept until its
  /// withdrawal has ended, because the log passes over one that comes after the authorisation.
  ///
  /// @param nowMs own clock, milliseconds since the Unix epoch
  public static boolean isSpent(State state, Restriction restriction, long nowMs) {
    return switch (restriction.statement()) {
      case Freeze freeze -> freeze.expires() <= nowMs || restriction.isLogged(state);
      case Rejection rejection ->
          state
              .withdrawal(rejection.subject())
              .map(withdrawal -> withdrawal.status().isFinal())
              .orElseGet(() -> restriction.isLogged(state));
      default -> restriction.isLogged(state);
    };
  }

  /// Those that the log should have by now: valid still, unexpired, and missing after the grace
  /// time. Evidence against the coordinator.
  public static List<Restriction> overdue(
      State state, List<Received> held, long nowMs, long graceMs) {
    return held.stream()
        .filter(received -> received.receivedAtMs() + graceMs <= nowMs)
        .map(Received::restriction)
        .filter(restriction -> verify(state, restriction.envelope(), nowMs) instanceof Holding.Held)
        .toList();
  }
}
