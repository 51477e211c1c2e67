package io.strongroom.testkit.sim;

import java.util.OptionalInt;
import java.util.function.Predicate;

/// Selects messages by round, author, recipient and kind.
///
/// @param round 1-based
/// @param broadcast whether broadcasts are meant, otherwise direct messages
/// @param from the author, or empty for everyone
/// @param to the recipient, or empty for everyone
public record Where(int round, boolean broadcast, OptionalInt from, OptionalInt to)
    implements Predicate<Message> {

  /// Broadcasts of one round.
  public static Where broadcast(int round) {
    return new Where(round, true, OptionalInt.empty(), OptionalInt.empty());
  }

  /// Direct messages of one round.
  public static Where direct(int round) {
    return new Where(round, false, OptionalInt.empty(), OptionalInt.empty());
  }

  /// Only this author's.
  public Where from(int party) {
    return new Where(round, broadcast, OptionalInt.of(party), to);
  }

  /// Only those that reach this party.
  public Where to(int party) {
    return new Where(round, broadcast, from, OptionalInt.of(party));
  }

  @Override
  public boolean test(Message message) {
    return message.round() == round
        && message.isBroadcast() == broadcast
        && (from.isEmpty() || from.getAsInt() == message.from())
        && (to.isEmpty() || to.getAsInt() == message.to());
  }
}
