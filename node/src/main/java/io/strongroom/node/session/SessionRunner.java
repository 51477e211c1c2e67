package io.strongroom.node.session;

import io.strongroom.node.session.Outcome.Effort;
import io.strongroom.threshold.Abort;
import io.strongroom.threshold.Emission;
import io.strongroom.threshold.Outbound;
import io.strongroom.threshold.Party;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.Progress;
import io.strongroom.threshold.ProtocolSession;
import io.strongroom.threshold.Step;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Runs protocol sessions on the thread that calls, one at a time per session: takes what was
/// delivered, steps the protocol, asks the gate, sends. Whatever happens, the session is closed and
/// its secrets are wiped before [#run] returns.
///
/// It keeps nothing: everything durable is the caller's, before [#run] (the session id) and in the
/// gate.
public final class SessionRunner {

  /// How long an unreachable peer is tried before the session gives up on it.
  static final Duration DELIVERY_PATIENCE = Duration.ofSeconds(8);

  private final Switchboard switchboard;
  private final PeerWire wire;
  private final Duration timeout;

  public SessionRunner(Switchboard switchboard, PeerWire wire, Duration timeout) {
    this.switchboard = switchboard;
    this.wire = wire;
    this.timeout = timeout;
  }

  /// A handle to stop a running session from another thread.
  @FunctionalInterface
  public interface Stop {
    /// Ends the session before another byte leaves, if it still runs.
    void stop(String code, String message);
  }

  /// Runs one session to its end.
  ///
  /// @param session fresh, its id durably recorded
  /// @param self this party
  /// @param gate asked before every emission
  /// @param onStart given the handle that stops the session
  /// @param onAbort told of an abort while the session is still open, before anybody else learns of
  ///   it
  public <R> Outcome<R> run(
      ProtocolSession<R> session,
      PartyIndex self,
      EmissionGate gate,
      Consumer<Stop> onStart,
      Consumer<Abort> onAbort) {
    String sid = HexFormat.of().formatHex(session.sid().bytes());
    Set<PartyIndex> peers = new HashSet<>();
    for (Party party : session.parties().ascending()) {
      if (!party.index().equals(self)) {
        peers.add(party.index());
      }
    }
    try (session) {
      Mailbox mailbox = switchboard.open(sid, peers);
      try {
        onStart.accept(mailbox::cancel);
        Outcome<R> outcome = new Run<>(session, mailbox, peers, gate).toEnd();
        if (outcome instanceof Outcome.Aborted<R> aborted) {
          onAbort.accept(aborted.abort());
        }
        return outcome;
      } finally {
        switchboard.close(sid);
      }
    }
  }

  /// One session under way; confined to its thread.
  private final class Run<R> {
    private final ProtocolSession<R> session;
    private final Mailbox mailbox;
    private final EmissionGate gate;
    private final Map<PartyIndex, Integer> heardRound = new HashMap<>();
    private final long deadlineNanos = System.nanoTime() + timeout.toNanos();
    private int sentRound;
    private long cpuNanos;

    Run(ProtocolSession<R> session, Mailbox mailbox, Set<PartyIndex> peers, EmissionGate gate) {
      this.session = session;
      this.mailbox = mailbox;
      this.gate = gate;
      peers.forEach(peer -> heardRound.put(peer, 0));
    }

    Outcome<R> toEnd() {
      Step<R> step = measured(session::start);
      while (true) {
        Optional<Outcome<R>> end = after(step);
        if (end.isPresent()) {
          return end.get();
        }
        Optional<Event> event = next();
        if (event.isEmpty()) {
          return new Outcome.TimedOut<>(
              silent(), "the session took longer than " + timeout.toSeconds() + " s", effort());
        }
        switch (event.get()) {
          case Event.Delivered delivered -> {
            WireHeader.peek(delivered.wire())
                .ifPresent(header -> heardRound.merge(delivered.from(), header.round(), Math::max));
            step = measured(() -> session.receive(delivered.from(), delivered.wire()));
          }
          case Event.Unreachable lost -> {
            return new Outcome.TimedOut<>(
                Set.of(lost.peer()),
                "party " + lost.peer().value() + " cannot be reached: " + lost.reason(),
                effort());
          }
          case Event.Cancelled cancelled -> {
            return new Outcome.Stopped<>(cancelled.code(), cancelled.message(), effort());
          }
        }
      }
    }

    private Optional<Outcome<R>> after(Step<R> step) {
      for (Emission emission : step.emissions()) {
        Optional<EmissionGate.Refusal> refusal =
            gate.pass(emission, () -> mailbox.sendUnlessCancelled(() -> send(emission)));
        if (refusal.isPresent()) {
          return Optional.of(
              new Outcome.Stopped<>(refusal.get().code(), refusal.get().message(), effort()));
        }
        sentRound = Math.max(sentRound, emission.round());
      }
      return switch (step.progress()) {
        case Progress.Running<R> running -> Optional.empty();
        case Progress.Finished<R> finished ->
            Optional.of(new Outcome.Completed<>(finished.value(), effort()));
        case Progress.Aborted<R> aborted ->
            Optional.of(new Outcome.Aborted<>(aborted.abort(), effort()));
      };
    }

    private void send(Emission emission) {
      for (Outbound message : emission.messages()) {
        wire.send(
            message.to(),
            message.wire(),
            patience(),
            reason -> mailbox.unreachable(message.to(), reason));
      }
    }

    private Duration patience() {
      Duration left = Duration.ofNanos(Math.max(1, deadlineNanos - System.nanoTime()));
      return left.compareTo(DELIVERY_PATIENCE) < 0 ? left : DELIVERY_PATIENCE;
    }

    private Optional<Event> next() {
      try {
        return mailbox.take(Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime())));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.of(new Event.Cancelled("SHUTTING_DOWN", "the node shuts down"));
      }
    }

    /// The peers that were heard least: whom the others wait for.
    private Set<PartyIndex> silent() {
      int least = heardRound.values().stream().mapToInt(Integer::intValue).min().orElse(0);
      Set<PartyIndex> silent = new HashSet<>();
      heardRound.forEach((peer, round) -> {
        if (round == least) {
          silent.add(peer);
        }
      });
      return silent;
    }

    private Step<R> measured(Supplier<Step<R>> work) {
      long before = cpuTime();
      try {
        return work.get();
      } finally {
        cpuNanos += cpuTime() - before;
      }
    }

    private Effort effort() {
      return new Effort(sentRound, cpuNanos / 1_000);
    }
  }

  /// Processor time of this thread where the platform tells it, else elapsed time (virtual threads
  /// have none).
  private static long cpuTime() {
    if (!Thread.currentThread().isVirtual()) {
      long time = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      if (time >= 0) {
        return time;
      }
    }
    return System.nanoTime();
  }
}
