package io.strongroom.node.guard;

import io.strongroom.custody.gate.Restrictions;
import io.strongroom.custody.replay.Replica;
import io.strongroom.custody.state.InadmissibleException;
import io.strongroom.custody.state.Restriction;
import io.strongroom.custody.state.State;
import io.strongroom.custody.statement.Envelope;
import io.strongroom.custody.statement.InvalidStatementException;
import io.strongroom.node.replica.Standing;
import io.strongroom.node.store.RestrictionRows;
import io.strongroom.platform.grpc.ErrorCode;
import io.strongroom.platform.grpc.StrongroomException;
import io.strongroom.platform.store.CorruptStoreException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Restrictive statements that anybody of the cluster handed to this node: verified, stored, passed
/// on, binding at once. Thread-safe.
public final class HeldRestrictions {

  private static final Logger LOG = LoggerFactory.getLogger(HeldRestrictions.class);

  /// How many are held at most.
  static final int MAX_HELD = 1_024;

  /// How many of one person are held at most: a single one must not crowd out the others'.
  static final int MAX_HELD_PER_PERSON = 64;

  /// How long the log may take to show one before it counts as withheld.
  static final Duration GRACE = Duration.ofSeconds(60);

  private static final int MAX_ENVELOPE_BYTES = 48 * 1024;

  private final Standing standing;
  private final RestrictionRows rows;
  private final Consumer<byte[]> forward;
  private final Clock clock;

  /// @param forward passes an envelope on to the peers, without waiting
  public HeldRestrictions(
      Standing standing, RestrictionRows rows, Consumer<byte[]> forward, Clock clock) {
    this.standing = standing;
    this.rows = rows;
    this.forward = forward;
    this.clock = clock;
  }

  /// Takes up again what was stored, after the log was loaded.
  ///
  /// @throws CorruptStoreException when a stored statement no longer verifies
  public void load() {
    List<RestrictionRows.Held> stored = rows.all();
    if (stored.isEmpty()) {
      return;
    }
    State state =
        standing
            .newest()
            .map(Replica::state)
            .orElseThrow(() -> new CorruptStoreException("no log"));
    for (RestrictionRows.Held held : stored) {
      try {
        Envelope envelope = Envelope.parse(held.envelope());
        Restriction restriction = Restriction.restore(state, envelope);
        if (Restrictions.isSpent(state, restriction, clock.millis())) {
          rows.drop(envelope.payloadHash());
        } else {
          standing.restrict(new Restrictions.Received(restriction, held.sinceMs()));
        }
      } catch (InvalidStatementException | InadmissibleException e) {
        throw new CorruptStoreException("a held restriction is damaged: " + e.getMessage(), e);
      }
    }
  }

  /// Verifies and holds a statement. When this returns it is on disk and binds.
  ///
  /// @return whether it was held or logged before
  /// @throws StrongroomException with the reason why it is not held
  public synchronized boolean hold(byte[] bytes) {
    Envelope envelope = parse(bytes);
    State state =
        standing
            .newest()
            .map(Replica::state)
            .orElseThrow(() ->
                new StrongroomException(ErrorCode.NOT_READY, "", "this node's log is empty", true));
    long now = clock.millis();
    return switch (Restrictions.verify(state, envelope, now)) {
      case Restrictions.Holding.Refused refused ->
          throw new StrongroomException(
              ErrorCode.refused(refused.why().code().name()),
              refused.why().field(),
              refused.why().message(),
              false);
      case Restrictions.Holding.Logged logged -> true;
      case Restrictions.Holding.Held held -> keep(state, envelope, held.restriction(), now);
    };
  }

  private boolean keep(State state, Envelope envelope, Restriction restriction, long now) {
    boolean known =
        standing.restrictions().stream()
            .anyMatch(other -> other.envelope().payloadHash().equals(envelope.payloadHash()));
    if (known) {
      return true;
    }
    if (isFull(restriction.person())) {
      dropSpent(state, now);
    }
    if (isFull(restriction.person())) {
      throw StrongroomException.of(
          ErrorCode.exhausted("TOO_MANY_RESTRICTIONS"),
          "this node holds "
              + MAX_HELD
              + " restrictions already, or "
              + MAX_HELD_PER_PERSON
              + " of this person");
    }
    rows.hold(envelope.payloadHash(), envelope.bytes(), now);
    standing.restrict(new Restrictions.Received(restriction, now));
    LOG.info("{} by {} held: it binds here from now on", envelope.kind(), envelope.keyId());
    forward.accept(envelope.bytes());
    return false;
  }

  private boolean isFull(String person) {
    List<Restriction> all = standing.restrictions();
    return all.size() >= MAX_HELD
        || all.stream().filter(each -> each.person().equals(person)).count() >= MAX_HELD_PER_PERSON;
  }

  private void dropSpent(State state, long now) {
    List<Restrictions.Received> spent =
        standing.held().stream()
            .filter(each -> Restrictions.isSpent(state, each.restriction(), now))
            .toList();
    spent.forEach(each -> rows.drop(each.restriction().envelope().payloadHash()));
    standing.lift(spent);
  }

  /// How many are held that the log does not have.
  public int count() {
    return standing
        .newest()
        .map(Replica::state)
        .map(state ->
            (int) standing.restrictions().stream().filter(each -> !each.isLogged(state)).count())
        .orElse(0);
  }

  /// Payload hashes, hexadecimal, of those that the log should have by now: evidence against the
  /// coordinator.
  public List<String> overdue() {
    return standing
        .newest()
        .map(Replica::state)
        .map(state ->
            Restrictions.overdue(state, standing.held(), clock.millis(), GRACE.toMillis()).stream()
                .map(restriction -> restriction.envelope().payloadHash().hex())
                .toList())
        .orElse(List.of());
  }

  private static Envelope parse(byte[] bytes) {
    if (bytes.length > MAX_ENVELOPE_BYTES) {
      throw StrongroomException.invalid("TOO_LARGE", "envelope", "an envelope has at most 48 KiB");
    }
    try {
      return Envelope.parse(bytes);
    } catch (InvalidStatementException e) {
      throw StrongroomException.invalid(
          "BAD_STATEMENT", "envelope", String.valueOf(e.getMessage()));
    }
  }
}
