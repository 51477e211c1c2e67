package io.strongroom.testkit.sim;

import io.strongroom.threshold.Abort;
import io.strongroom.threshold.Emission;
import io.strongroom.threshold.Outbound;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.Progress;
import io.strongroom.threshold.ProtocolSession;
import io.strongroom.threshold.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Delivers the messages of one run in an order that a seed fixes, starts of sessions included.
///
/// It holds sessions to two rules on every step: an abort emits nothing, and nothing is emitted
/// after an end. Not thread-safe.
///
/// @param <R> what a successful session yields
public final class Network<R> {

  private static final int LIMIT = 1_000_000;

  private final SortedMap<PartyIndex, ProtocolSession<R>> sessions;
  private final SortedMap<PartyIndex, Progress<R>> progress = new TreeMap<>();
  private final SortedMap<PartyIndex, List<Emission>> emissions = new TreeMap<>();
  private final List<PartyIndex> unstarted;
  private final List<Message> flying = new ArrayList<>();
  private final List<Message> late = new ArrayList<>();
  private final List<Message> sent = new ArrayList<>();
  private final List<Message> delivered = new ArrayList<>();
  private final List<Rule> rules = new ArrayList<>();
  private final Random order;
  private final long seed;

  /// A network between sessions that have not started.
  ///
  /// @param seed fixes the order of deliveries
  public Network(Map<PartyIndex, ? extends ProtocolSession<R>> sessions, long seed) {
    this.sessions = new TreeMap<>(sessions);
    this.unstarted = new ArrayList<>(this.sessions.keySet());
    this.order = new Random(seed);
    this.seed = seed;
    for (PartyIndex party : this.sessions.keySet()) {
      progress.put(party, new Progress.Running<>());
      emissions.put(party, new ArrayList<>());
    }
  }

  /// Adds a rule; rules apply in the order they were added, to every message sent after that.
  public Network<R> rule(Rule rule) {
    rules.add(rule);
    return this;
  }

  /// Lets a party run another session.
  public Network<R> replace(PartyIndex party, ProtocolSession<R> session) {
    sessions.put(party, session);
    return this;
  }

  /// Starts everyone and delivers until nothing is in flight.
  public Network<R> run() {
    for (int events = 0; step(); events++) {
      if (events > LIMIT) {
        throw new IllegalStateException("the run does not end, seed " + seed);
      }
    }
    return this;
  }

  /// Starts everyone and delivers as long as a message of an earlier round is in flight: what stays
  /// in flight belongs to `round` or a later one.
  public Network<R> runBefore(int round) {
    while (!unstarted.isEmpty()) {
      PartyIndex party = unstarted.removeFirst();
      take(party, session(party).start());
    }
    while (deliverEarlier(flying, round) || deliverEarlier(late, round)) {
      // Each call delivers one message.
    }
    return this;
  }

  private boolean deliverEarlier(List<Message> messages, int round) {
    for (int i = 0; i < messages.size(); i++) {
      if (messages.get(i).round() < round) {
        deliver(messages.remove(i));
        return true;
      }
    }
    return false;
  }

  /// One event: a start or a delivery.
  ///
  /// @return false if nothing is left to do
  public boolean step() {
    int events = unstarted.size() + flying.size();
    if (events == 0) {
      if (late.isEmpty()) {
        return false;
      }
      deliver(late.remove(order.nextInt(late.size())));
      return true;
    }
    int event = order.nextInt(events);
    if (event < unstarted.size()) {
      PartyIndex party = unstarted.remove(event);
      take(party, session(party).start());
    } else {
      deliver(flying.remove(event - unstarted.size()));
    }
    return true;
  }

  /// Delivers a message at once, past the rules.
  public void deliver(Message message) {
    delivered.add(message);
    PartyIndex to = message.recipient();
    take(to, session(to).receive(message.channel(), message.wire()));
  }

  private void take(PartyIndex party, Step<R> step) {
    Progress<R> before = progress(party);
    boolean ended = !(before instanceof Progress.Running);
    if (!step.emissions().isEmpty() && (ended || step.progress() instanceof Progress.Aborted)) {
      throw new IllegalStateException("party " + party + " emits after its end, seed " + seed);
    }
    if (ended && !before.getClass().equals(step.progress().getClass())) {
      throw new IllegalStateException("party " + party + " leaves its end, seed " + seed);
    }
    progress.put(party, step.progress());
    Objects.requireNonNull(emissions.get(party)).addAll(step.emissions());
    for (Emission emission : step.emissions()) {
      for (Outbound outbound : emission.messages()) {
        send(Message.of(party, outbound.to(), outbound.wire()));
      }
    }
  }

  private void send(Message message) {
    sent.add(message);
    List<Message> out = List.of(message);
    for (Rule rule : rules) {
      out = out.stream().flatMap(each -> rule.apply(each).stream()).toList();
    }
    out.forEach(each -> (each.isLate() ? late : flying).add(each));
  }

  /// The session of a party.
  public ProtocolSession<R> session(PartyIndex party) {
    return Objects.requireNonNull(sessions.get(party), () -> "no party " + party);
  }

  /// All parties.
  public SortedSet<PartyIndex> parties() {
    return new TreeSet<>(sessions.keySet());
  }

  /// Where a party stands.
  public Progress<R> progress(PartyIndex party) {
    return Objects.requireNonNull(progress.get(party), () -> "no party " + party);
  }

  /// The result of a party.
  ///
  /// @throws AssertionError if it has none, with the seed
  public R result(int party) {
    return switch (progress(new PartyIndex(party))) {
      case Progress.Finished<R> finished -> finished.value();
      case Progress.Running<R> running ->
          throw new AssertionError("party " + party + " still waits, seed " + seed);
      case Progress.Aborted<R> aborted ->
          throw new AssertionError(
              "party " + party + " aborted, seed " + seed + ": " + aborted.abort());
    };
  }

  /// The abort of a party.
  ///
  /// @throws AssertionError if it did not abort, with the seed
  public Abort abort(int party) {
    return switch (progress(new PartyIndex(party))) {
      case Progress.Aborted<R> aborted -> aborted.abort();
      case Progress.Running<R> running ->
          throw new AssertionError("party " + party + " still waits, seed " + seed);
      case Progress.Finished<R> finished ->
          throw new AssertionError("party " + party + " finished, seed " + seed);
    };
  }

  /// What a party emitted, in order.
  public List<Emission> emissions(int party) {
    return Collections.unmodifiableList(
        Objects.requireNonNull(emissions.get(new PartyIndex(party))));
  }

  /// The last round in which a party emitted anything; 0 for none.
  public int lastRound(int party) {
    return emissions(party).stream().mapToInt(Emission::round).max().orElse(0);
  }

  /// Whether a signature fragment of that party left.
  public boolean fragmentLeft(int party) {
    return emissions(party).stream().anyMatch(Emission::carriesFragment);
  }

  /// Everything that was sent, before the rules.
  public List<Message> sent() {
    return Collections.unmodifiableList(sent);
  }

  /// Everything that was delivered, in order.
  public List<Message> delivered() {
    return Collections.unmodifiableList(delivered);
  }

  /// Closes every session.
  public void close() {
    sessions.values().forEach(ProtocolSession::close);
  }
}
