package io.strongroom.custody.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.strongroom.custody.log.CosignedCheckpoint;
import io.strongroom.custody.log.InvalidNoteException;
import io.strongroom.custody.log.Leaf;
import io.strongroom.custody.log.LogKeys;
import io.strongroom.custody.log.MerkleFrontier;
import io.strongroom.custody.log.SignedNote;
import io.strongroom.custody.spi.ChainRules;
import io.strongroom.custody.state.Admission;
import io.strongroom.custody.state.InadmissibleException;
import io.strongroom.custody.state.Ledger;
import io.strongroom.custody.state.RefusalCode;
import io.strongroom.custody.state.State;
import io.strongroom.custody.statement.Bytes;
import io.strongroom.custody.statement.CanonicalJson;
import io.strongroom.custody.statement.InvalidStatementException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A verified copy of the log up to some size: its state and the right edge of its tree. Immutable
/// and thread-safe.
public final class Replica {
  /// How far ahead of the own clock an entry's timestamp may be, and how far behind it is not yet
  /// late.
  public static final long TOLERANCE_MS = 30_000;

  private final State state;
  private final MerkleFrontier frontier;
  private final LogKeys keys;
  private final ChainRules chains;

  private Replica(State state, MerkleFrontier frontier, LogKeys keys, ChainRules chains) {
    this.state = state;
    this.frontier = frontier;
    this.keys = keys;
    this.chains = chains;
  }

  /// Begins with GENESIS. Whether it is the right one, the caller's pin of its origin tells.
  ///
  /// @throws InadmissibleException if it is not a genesis that everybody signed, with its policy
  public static Replica genesis(LogEntry entry, ChainRules chains) throws InadmissibleException {
    try {
      Leaf leaf = Leaf.parse(entry.leaf().toArray());
      Bytes policy =
          entry
              .attachment()
              .orElseThrow(() ->
                  new InadmissibleException(
                      RefusalCode.ATTACHMENT_MISSING,
                      "attachment",
                      "genesis comes with its policy"));
      State state = Ledger.genesis(leaf, CanonicalJson.parseStrict(policy.toArray()), chains);
      LogKeys keys = LogKeys.of(state.genesis());
      return new Replica(state, MerkleFrontier.EMPTY.append(leaf.hash()), keys, chains);
    } catch (InvalidStatementException e) {
      throw new InadmissibleException(
          RefusalCode.BAD_STATEMENT, e.field(), String.valueOf(e.getMessage()));
    }
  }

  /// Takes up a state and the frontier of the same entries.
  ///
  /// @throws IllegalArgumentException if their sizes differ
  public static Replica of(State state, MerkleFrontier frontier, ChainRules chains) {
    if (state.size() != frontier.size()) {
      throw new IllegalArgumentException(
          "a state of " + state.size() + " entries, a tree of " + frontier.size());
    }
    return new Replica(state, frontier, LogKeys.of(state.genesis()), chains);
  }

  public State state() {
    return state;
  }

  public MerkleFrontier frontier() {
    return frontier;
  }

  public LogKeys keys() {
    return keys;
  }

  /// Verifies and applies the entries that come next, and compares the root with the checkpoint's.
  /// No entries: the checkpoint must be of this very head.
  ///
  /// @param entries consecutive, from this replica's size on
  /// @param checkpoint of the size after them; its cosignatures, if any, must be genuine
  /// @param ownClockMs milliseconds since the Unix epoch
  public Replay verifyAndApply(List<LogEntry> entries, SignedNote checkpoint, long ownClockMs) {
    try {
      CosignedCheckpoint head = verified(checkpoint);
      long size = head.checkpoint().size();
      if (size != frontier.size() + entries.size()) {
        throw refuse(
            ReplayCode.SIZE_MISMATCH,
            -1,
            "the checkpoint covers "
                + size
                + " entries, not "
                + (frontier.size() + entries.size()));
      }
      long provedAt = head.quorumSatisfied() ? head.latestTimeMs() : ownClockMs;
      List<Replay.Applied> applied = new ArrayList<>();
      Replica next = this;
      for (LogEntry entry : entries) {
        next = next.append(entry, ownClockMs, provedAt, applied);
      }
      if (!head.checkpoint().root().equals(next.frontier.root())) {
        throw refuse(
            ReplayCode.ROOT_MISMATCH, -1, "the checkpoint's root is not that of the entries");
      }
      return new Replay.Accepted(next, applied, head);
    } catch (RefusedReplayException e) {
      return e.refused();
    }
  }

  private CosignedCheckpoint verified(SignedNote checkpoint) throws RefusedReplayException {
    try {
      return CosignedCheckpoint.verify(checkpoint, keys);
    } catch (InvalidNoteException e) {
      ReplayCode code =
          switch (e.code()) {
            case MALFORMED, TOO_LARGE -> ReplayCode.BAD_CHECKPOINT;
            case ORIGIN_MISMATCH -> ReplayCode.ORIGIN_MISMATCH;
            case BAD_LOG_SIGNATURE, MISSING_LOG_SIGNATURE -> ReplayCode.BAD_LOG_SIGNATURE;
            case BAD_COSIGNATURE, UNKNOWN_COSIGNER -> ReplayCode.BAD_COSIGNATURE;
          };
      throw refuse(code, -1, String.valueOf(e.getMessage()));
    }
  }

  private Replica append(
      LogEntry entry, long ownClockMs, long provedAt, List<Replay.Applied> applied)
      throws RefusedReplayException {
    long seq = frontier.size();
    Leaf leaf = leaf(entry, seq);
    if (leaf.seq() != seq) {
      throw refuse(ReplayCode.SEQ_GAP, seq, "the entry says that it stands at " + leaf.seq());
    }
    if (leaf.ts() < state.now()) {
      throw refuse(ReplayCode.TS_BACKWARDS, seq, "its time lies before " + state.now());
    }
    if (leaf.ts() > ownClockMs + TOLERANCE_MS) {
      throw refuse(
          ReplayCode.TS_FUTURE,
          seq,
          "its time lies " + (leaf.ts() - ownClockMs) + " ms ahead of the clock");
    }
    State next =
        switch (Ledger.admissible(state, leaf, attachment(entry, seq), chains)) {
          case Admission.Admitted(State after) -> after;
          case Admission.Duplicate(long before, var _) ->
              throw refuse(
                  ReplayCode.DUPLICATE, seq, "the statement stands at " + before + " already");
          case Admission.Refused(RefusalCode code, String field, String message) ->
              throw new RefusedReplayException(
                  new Replay.Refused(
                      ReplayCode.NOT_ADMISSIBLE, seq, Optional.of(code.name()), field, message));
        };
    boolean isLate = leaf.ts() < ownClockMs - TOLERANCE_MS;
    OptionalLong seenAt =
        isLate ? OptionalLong.of(Math.max(provedAt, leaf.ts())) : OptionalLong.empty();
    applied.add(new Replay.Applied(leaf, next, seenAt));
    return new Replica(next, frontier.append(leaf.hash()), keys, chains);
  }

  private static Leaf leaf(LogEntry entry, long seq) throws RefusedReplayException {
    try {
      return Leaf.parse(entry.leaf().toArray());
    } catch (InvalidStatementException e) {
      throw new RefusedReplayException(
          new Replay.Refused(
              ReplayCode.BAD_LEAF,
              seq,
              Optional.of(e.code().name()),
              e.field(),
              String.valueOf(e.getMessage())));
    }
  }

  private static Optional<JsonNode> attachment(LogEntry entry, long seq)
      throws RefusedReplayException {
    if (entry.attachment().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(CanonicalJson.parseStrict(entry.attachment().get().toArray()));
    } catch (InvalidStatementException e) {
      throw new RefusedReplayException(
          new Replay.Refused(
              ReplayCode.BAD_ATTACHMENT,
              seq,
              Optional.of(e.code().name()),
              e.field(),
              String.valueOf(e.getMessage())));
    }
  }

  private static RefusedReplayException refuse(ReplayCode code, long seq, String message) {
    return new RefusedReplayException(new Replay.Refused(code, seq, Optional.empty(), "", message));
  }
}
