package io.strongroom.threshold;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;

/// Delivers the messages of several sessions of one run in memory, in an order that a seed decides.
///
/// @param <R> the result of a session
public final class Pump<R> {

  /// A message on its way.
  public record Letter(PartyIndex from, Outbound outbound) {}

  private final SortedMap<PartyIndex, ProtocolSession<R>> sessions;
  private final SortedMap<PartyIndex, Progress<R>> progress = new TreeMap<>();
  private final Deque<Letter> letters = new ArrayDeque<>();
  private final List<Letter> delivered = new ArrayList<>();
  private final Random order;
  private BiFunction<PartyIndex, Outbound, List<Outbound>> rewrite =
      (from, outbound) -> List.of(outbound);

  public Pump(Map<PartyIndex, ? extends ProtocolSession<R>> sessions, long seed) {
    this.sessions = new TreeMap<>(sessions);
    this.order = new Random(seed);
  }

  /// Replaces messages on their way: what the function returns is delivered instead.
  public Pump<R> rewriting(BiFunction<PartyIndex, Outbound, List<Outbound>> function) {
    rewrite = function;
    return this;
  }

  /// Starts all sessions and delivers until nothing is left.
  public SortedMap<PartyIndex, Progress<R>> run() {
    sessions.forEach((index, session) -> accept(index, session.start()));
    while (!letters.isEmpty()) {
      Letter letter = order.nextBoolean() ? letters.pollFirst() : letters.pollLast();
      ProtocolSession<R> session = sessions.get(letter.outbound().to());
      if (session != null) {
        delivered.add(letter);
        accept(letter.outbound().to(), session.receive(letter.from(), letter.outbound().wire()));
      }
    }
    return progress;
  }

  /// Everything that was delivered.
  public List<Letter> delivered() {
    return delivered;
  }

  private void accept(PartyIndex index, Step<R> step) {
    progress.put(index, step.progress());
    for (Emission emission : step.emissions()) {
      for (Outbound outbound : emission.messages()) {
        rewrite.apply(index, outbound).forEach(o -> letters.add(new Letter(index, o)));
      }
    }
  }
}
