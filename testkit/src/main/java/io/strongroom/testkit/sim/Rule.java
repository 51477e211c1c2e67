package io.strongroom.testkit.sim;

import io.strongroom.threshold.PartyIndex;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// What becomes of a message between its author and its recipient.
///
/// Two adversaries are told apart: a **sender** owns its identity key, so what it rewrites is
/// validly signed; the **network** does not, so what it rewrites is not.
@FunctionalInterface
public interface Rule {

  /// The messages that are in flight instead of this one.
  List<Message> apply(Message message);

  /// Applies `change` to selected messages and leaves the others.
  static Rule on(Predicate<Message> where, Function<Message, List<Message>> change) {
    return message -> where.test(message) ? change.apply(message) : List.of(message);
  }

  /// The sender rewrites the payload and signs it.
  static Rule rewrite(
      Predicate<Message> where, Identities identities, UnaryOperator<byte[]> payload) {
    return on(
        where,
        message ->
            List.of(
                message.resigned(
                    payload.apply(message.payload()),
                    identities.signer(message.envelope().from()))));
  }

  /// The network rewrites wire bytes.
  static Rule corrupt(Predicate<Message> where, UnaryOperator<byte[]> wire) {
    return on(where, message -> List.of(message.corrupted(wire.apply(message.wire()))));
  }

  /// The message is lost.
  static Rule drop(Predicate<Message> where) {
    return on(where, message -> List.of());
  }

  /// The message arrives several times.
  static Rule duplicate(Predicate<Message> where, int copies) {
    return on(where, message -> Stream.generate(() -> message).limit(copies).toList());
  }

  /// The message arrives when nothing else is in flight.
  static Rule delay(Predicate<Message> where) {
    return on(where, message -> List.of(message.delayed()));
  }

  /// The message arrives, and reaches another party too.
  static Rule alsoTo(Predicate<Message> where, PartyIndex other) {
    return on(where, message -> List.of(message, message.readdressed(other)));
  }

  /// The message reaches another party instead.
  static Rule readdress(Predicate<Message> where, PartyIndex other) {
    return on(where, message -> List.of(message.readdressed(other)));
  }

  /// Something else arrives before the message.
  static Rule precede(Predicate<Message> where, Function<Message, Message> other) {
    return on(where, message -> List.of(other.apply(message), message));
  }
}
