package io.strongroom.bench.session;

import io.strongroom.threshold.Emission;
import io.strongroom.threshold.Outbound;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.Progress;
import io.strongroom.threshold.ProtocolSession;
import io.strongroom.threshold.Step;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;

/// Runs one session of several honest parties in this thread and measures it as a whole: from the
/// making of the session objects to their erasure. Delivery itself is a queue of references.
///
/// @param <R> the result of a session
public final class MeteredRun<R> {

  private record Letter(PartyIndex from, Outbound message) {}

  private final Members members;
  private final SortedSet<PartyIndex> parties;
  private final Function<PartyIndex, ? extends ProtocolSession<R>> maker;
  private final SortedMap<PartyIndex, ProtocolSession<R>> sessions = new TreeMap<>();
  private final SortedMap<PartyIndex, R> results = new TreeMap<>();
  private final Deque<Letter> letters = new ArrayDeque<>();
  private long sentBytes;

  /// @param members who sign and verify envelopes
  /// @param parties who take part
  /// @param maker makes a party's session
  public MeteredRun(
      Members members,
      SortedSet<PartyIndex> parties,
      Function<PartyIndex, ? extends ProtocolSession<R>> maker) {
    this.members = members;
    this.parties = parties;
    this.maker = maker;
  }

  /// Runs to the end.
  ///
  /// @throws IllegalStateException if a party does not finish
  public PartyCost run() {
    long identity = members.identityNanos();
    long cpu = Meter.cpuNanos();
    long allocated = Meter.allocatedBytes();
    parties.forEach(party -> sessions.put(party, maker.apply(party)));
    sessions.forEach((party, session) -> take(party, session.start()));
    while (!letters.isEmpty()) {
      Letter letter = letters.removeFirst();
      ProtocolSession<R> session = sessions.get(letter.message().to());
      if (session == null) {
        throw new IllegalStateException("message to a stranger");
      }
      take(letter.message().to(), session.receive(letter.from(), letter.message().wire()));
    }
    sessions.values().forEach(ProtocolSession::close);
    long allocatedBytes = Meter.allocatedBytes() - allocated;
    long cpuNanos = Meter.cpuNanos() - cpu;
    long identityNanos = members.identityNanos() - identity;
    if (results.size() != parties.size()) {
      throw new IllegalStateException("only " + results.keySet() + " finished");
    }
    double n = parties.size();
    return new PartyCost(
        (cpuNanos - identityNanos) / n, identityNanos / n, sentBytes / n, allocatedBytes / n);
  }

  /// What each party got.
  public SortedMap<PartyIndex, R> results() {
    return results;
  }

  private void take(PartyIndex party, Step<R> step) {
    for (Emission emission : step.emissions()) {
      for (Outbound message : emission.messages()) {
        sentBytes += message.wire().length;
        letters.addLast(new Letter(party, message));
      }
    }
    switch (step.progress()) {
      case Progress.Running<R> running -> {}
      case Progress.Finished<R> finished -> results.put(party, finished.value());
      case Progress.Aborted<R> aborted ->
          throw new IllegalStateException("party " + party + " aborted: " + aborted.abort());
    }
  }
}
