package io.strongroom.node.replica;

import com.fasterxml.jackson.databind.JsonNode;
import io.strongroom.custody.log.Checkpoint;
import io.strongroom.custody.log.CosignedCheckpoint;
import io.strongroom.custody.log.InvalidNoteException;
import io.strongroom.custody.log.Leaf;
import io.strongroom.custody.log.LogKeys;
import io.strongroom.custody.log.MerkleFrontier;
import io.strongroom.custody.log.SignedNote;
import io.strongroom.custody.replay.LogEntry;
import io.strongroom.custody.replay.Replay;
import io.strongroom.custody.replay.Replica;
import io.strongroom.custody.spi.ChainRules;
import io.strongroom.custody.state.InadmissibleException;
import io.strongroom.custody.state.Ledger;
import io.strongroom.custody.state.State;
import io.strongroom.custody.statement.Bytes;
import io.strongroom.custody.statement.CanonicalJson;
import io.strongroom.custody.statement.Ed25519Signer;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.InvalidStatementException;
import io.strongroom.node.store.CosignatureRecords;
import io.strongroom.node.store.CosignatureRecords.Lockout;
import io.strongroom.node.store.LateEntries;
import io.strongroom.platform.grpc.ErrorCode;
import io.strongroom.platform.grpc.StrongroomException;
import io.strongroom.platform.store.CorruptStoreException;
import io.strongroom.platform.store.LogStore;
import io.strongroom.platform.store.StoredEntry;
import io.strongroom.platform.store.StoredHead;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This node's own copy of the request log: it verifies, stores, and only then cosigns.
/// Thread-safe; one call at a time.
///
/// Guarantees: it never cosigns two roots of one size nor a smaller size than before, and never
/// anything that it has not verified entry by entry and forced to disk. A refusal changes nothing.
/// Whoever shows it a cosignature of its own that it does not remember has shown that its memory
/// was rolled back: it then cosigns and signs nothing any more.
public final class LogMirror {

  private static final Logger LOG = LoggerFactory.getLogger(LogMirror.class);

  /// An entry as it came over the wire.
  ///
  /// @param leaf the leaf's bytes
  /// @param attachment the document beside it, or no bytes
  @SuppressWarnings("ArrayRecordComponent") // passed along once, never compared
  public record Incoming(byte[] leaf, byte[] attachment) {}

  /// What a cosigner gives away.
  ///
  /// @param line the signature line of the note, without its newline
  /// @param size the own head afterwards
  /// @param stateHash the own state hash afterwards
  public record Cosigned(String line, long size, Hash32 stateHash) {}

  /// Who cosigns.
  ///
  /// @param nodeId this node's id
  /// @param genesis the trust root
  /// @param key the cosign key
  public record Cosigner(String nodeId, Genesis genesis, Ed25519Signer key) {}

  private final Cosigner cosigner;
  private final LogKeys keys;
  private final LogStore store;
  private final CosignatureRecords records;
  private final LateEntries lateEntries;
  private final Standing standing;
  private final ChainRules chains;
  private final Clock clock;
  private final AtomicLong committedOnDisk = new AtomicLong();
  private volatile Optional<Lockout> lockout;

  public LogMirror(
      Cosigner cosigner,
      LogStore store,
      CosignatureRecords records,
      LateEntries lateEntries,
      Standing standing,
      ChainRules chains,
      Clock clock) {
    this.cosigner = cosigner;
    this.keys = LogKeys.of(cosigner.genesis());
    this.store = store;
    this.records = records;
    this.lateEntries = lateEntries;
    this.standing = standing;
    this.chains = chains;
    this.clock = clock;
    this.lockout = records.lockout();
  }

  /// The keys under which heads of this log are verified.
  public LogKeys keys() {
    return keys;
  }

  /// Replays everything stored, and compares the result with the stored head.
  ///
  /// @throws CorruptStoreException when they differ, or an entry is not what this node once
  ///   verified
  public synchronized void load() {
    StoredHead head = store.head();
    long committedSize = store.committed().map(note -> note.size()).orElse(-1L);
    Loading loading = new Loading(committedSize);
    store.loadFrom(0, loading::take);
    if (loading.replica.isEmpty() && head.size() == 0) {
      return;
    }
    Replica replica =
        loading.replica.orElseThrow(
            () -> new CorruptStoreException("the log's entries are missing"));
    boolean same =
        replica.state().size() == head.size()
            && replica.frontier().root().equals(Hash32.of(head.root()))
            && replica.state().stateHash().equals(Hash32.of(head.stateHash()));
    Optional<CosignatureRecords.Cosigned> newest = records.newest();
    boolean covered =
        newest.isEmpty()
            || newest.get().size() < head.size()
            || (newest.get().size() == head.size()
                && newest.get().root().equals(replica.frontier().root()));
    if (!same || !covered) {
      throw new CorruptStoreException("the stored entries do not lead to the stored head");
    }
    loading.atCommitted.ifPresent(before -> standing.advance(before, Map.of()));
    standing.advance(replica, lateEntries.all());
    store.committed().ifPresent(note -> verified(note.note()).ifPresent(standing::commit));
    LOG.info("log replayed: {} entries, root {}", head.size(), replica.frontier().root());
  }

  private final class Loading {
    private final long committedSize;
    private Optional<Replica> replica = Optional.empty();
    private Optional<Replica> atCommitted = Optional.empty();

    Loading(long committedSize) {
      this.committedSize = committedSize;
    }

    void take(StoredEntry entry) {
      try {
        if (replica.isEmpty()) {
          replica = Optional.of(begin(entry.leaf(), entry.attachment().orElse(new byte[0])));
        } else {
          Leaf leaf = Leaf.parse(entry.leaf());
          Replica before = replica.get();
          State next = Ledger.apply(before.state(), leaf, document(entry), chains);
          MerkleFrontier frontier = before.frontier().append(leaf.hash());
          replica = Optional.of(Replica.of(next, frontier, chains));
        }
        if (entry.seq() + 1 == committedSize) {
          atCommitted = replica;
        }
      } catch (InadmissibleException | InvalidStatementException e) {
        throw new CorruptStoreException(
            "entry "
                + entry.seq()
                + " of the stored log is not what was verified: "
                + e.getMessage(),
            e);
      }
    }

    private Optional<JsonNode> document(StoredEntry entry) throws InvalidStatementException {
      return entry.attachment().isEmpty()
          ? Optional.empty()
          : Optional.of(CanonicalJson.parseStrict(entry.attachment().get()));
    }
  }

  private Replica begin(byte[] leaf, byte[] policy) throws InadmissibleException {
    Replica replica = Replica.genesis(entry(new Incoming(leaf, policy)), chains);
    if (!replica.state().origin().equals(keys.origin())) {
      throw new IllegalStateException("the stored log begins with another genesis");
    }
    return replica;
  }

  /// Verifies entries and the checkpoint after them, stores all of it, and cosigns.
  ///
  /// Entries that this node holds already are compared and passed over, so that a repeated call
  /// gets a fresh cosignature of the same head.
  ///
  /// @param incoming consecutive entries, at most 256
  /// @param note the checkpoint's signed note
  /// @throws StrongroomException with the reason; nothing has changed then
  public synchronized Cosigned replicate(List<Incoming> incoming, byte[] note) {
    requireTrusted();
    CosignedCheckpoint presented = verify(note);
    requireRemembered(presented);
    Optional<Replica> own = standing.newest();
    long head = own.map(replica -> replica.state().size()).orElse(0L);
    List<LogEntry> entries =
        new ArrayList<>(
            incoming.subList(held(incoming, head), incoming.size()).stream()
                .map(LogMirror::entry)
                .toList());
    List<StoredEntry> batch = new ArrayList<>();
    Replica base = own.isPresent() ? own.get() : begin(entries, batch);
    Replay replay = base.verifyAndApply(entries, presented.note(), clock.millis());
    return switch (replay) {
      case Replay.Refused refused -> throw refusal(refused);
      case Replay.Accepted accepted -> {
        for (int i = 0; i < entries.size(); i++) {
          batch.add(stored(accepted.entries().get(i).leaf(), entries.get(i).attachment()));
        }
        yield keepAndCosign(head, batch, accepted);
      }
    };
  }

  /// The first entry of an empty log must be the pinned genesis.
  private Replica begin(List<LogEntry> entries, List<StoredEntry> batch) {
    if (entries.isEmpty()) {
      throw StrongroomException.of(
          ErrorCode.refused("SIZE_MISMATCH"), "this node's log is empty: begin with entry 0");
    }
    LogEntry first = entries.removeFirst();
    try {
      Leaf leaf = Leaf.parse(first.leaf().toArray());
      if (!leaf.log().equals(keys.origin())) {
        throw StrongroomException.of(
            ErrorCode.refused("ORIGIN_MISMATCH"),
            "entry 0 is not the genesis that this node is configured with");
      }
      requireNotAhead(leaf);
      batch.add(stored(leaf, first.attachment()));
      return Replica.genesis(first, chains);
    } catch (InadmissibleException e) {
      throw new StrongroomException(
          ErrorCode.refused("NOT_ADMISSIBLE"),
          e.field(),
          "entry 0: " + e.code() + ": " + e.getMessage(),
          false);
    } catch (InvalidStatementException e) {
      throw new StrongroomException(
          ErrorCode.refused("BAD_LEAF"), e.field(), "entry 0: " + e.getMessage(), false);
    }
  }

  private void requireNotAhead(Leaf leaf) {
    if (leaf.ts() > clock.millis() + Replica.TOLERANCE_MS) {
      throw StrongroomException.of(
          ErrorCode.refused("TS_FUTURE"), "entry 0 lies ahead of the clock");
    }
  }

  /// How many entries at the front are held already.
  private int held(List<Incoming> incoming, long head) {
    for (int i = 0; i < incoming.size(); i++) {
      Leaf leaf;
      try {
        leaf = Leaf.parse(incoming.get(i).leaf());
      } catch (InvalidStatementException e) {
        return i;
      }
      if (leaf.seq() >= head) {
        return i;
      }
      Optional<StoredEntry> known = store.entry(leaf.seq());
      if (known.isEmpty() || !Bytes.of(known.get().leaf()).equals(leaf.bytes())) {
        throw StrongroomException.of(
            ErrorCode.refused("FORK"), "this node holds another entry at position " + leaf.seq());
      }
    }
    return incoming.size();
  }

  private Cosigned keepAndCosign(
      long expectedSize, List<StoredEntry> batch, Replay.Accepted accepted) {
    Replica next = accepted.replica();
    Checkpoint checkpoint = accepted.checkpoint().checkpoint();
    StoredHead head =
        new StoredHead(
            next.state().size(),
            next.frontier().root().bytes(),
            next.frontier().encode().toArray(),
            next.state().stateHash().bytes());
    Map<Long, Long> late = new HashMap<>();
    for (Replay.Applied applied : accepted.entries()) {
      applied.seenAt().ifPresent(seen -> late.put(applied.leaf().seq(), seen));
    }
    long[] time = {clock.millis() / 1000};
    store.appendBatch(
        expectedSize,
        batch,
        head,
        () -> {
          late.forEach(lateEntries::record);
          time[0] =
              records.record(
                  new CosignatureRecords.Cosigned(checkpoint.size(), checkpoint.root(), time[0]));
        });
    standing.advance(next, late);
    learnCommitted(accepted.checkpoint());
    String line = keys.cosign(checkpoint, cosigner.nodeId(), time[0], cosigner.key()).line();
    return new Cosigned(line, next.state().size(), next.state().stateHash());
  }

  /// Takes note of a head that q cosigners vouch for, if it is one of this node's own. Only a
  /// larger one is written to disk: a restart needs to know what is committed, not how freshly.
  public void learnCommitted(CosignedCheckpoint checkpoint) {
    long size = checkpoint.checkpoint().size();
    if (standing.commit(checkpoint) && size > committedOnDisk.get()) {
      store.markCommitted(size, checkpoint.note().bytes());
      committedOnDisk.accumulateAndGet(size, Math::max);
    }
  }

  /// Verifies a note under this log's keys; empty when it does not verify.
  public Optional<CosignedCheckpoint> verified(byte[] note) {
    try {
      return Optional.of(CosignedCheckpoint.verify(note, keys));
    } catch (InvalidNoteException e) {
      return Optional.empty();
    }
  }

  private CosignedCheckpoint verify(byte[] note) {
    try {
      return CosignedCheckpoint.verify(SignedNote.parse(note), keys);
    } catch (InvalidNoteException e) {
      ErrorCode code =
          switch (e.code()) {
            case MALFORMED, TOO_LARGE -> ErrorCode.invalid("BAD_CHECKPOINT");
            case ORIGIN_MISMATCH -> ErrorCode.refused("ORIGIN_MISMATCH");
            case BAD_LOG_SIGNATURE, MISSING_LOG_SIGNATURE -> ErrorCode.refused("BAD_LOG_SIGNATURE");
            case BAD_COSIGNATURE, UNKNOWN_COSIGNER -> ErrorCode.refused("BAD_COSIGNATURE");
          };
      throw new StrongroomException(code, "checkpoint", String.valueOf(e.getMessage()), false);
    }
  }

  /// Why this node cosigns and signs nothing any more; empty when it does.
  public Optional<Lockout> lockout() {
    return lockout;
  }

  /// Refuses when this node is locked out.
  ///
  /// @throws StrongroomException with the lockout's code
  public void requireTrusted() {
    if (lockout.isPresent()) {
      throw StrongroomException.of(
          ErrorCode.refused(lockout.get().code()), lockout.get().message());
    }
  }

  /// Locks this node out when somebody holds a cosignature of its own that it does not remember.
  ///
  /// @throws StrongroomException ROLLED_BACK when that is so
  public void requireRemembered(CosignedCheckpoint shown) {
    Long time = shown.timesSeconds().get(cosigner.nodeId());
    if (time == null) {
      return;
    }
    Checkpoint checkpoint = shown.checkpoint();
    boolean remembered =
        records
            .at(checkpoint.size())
            .filter(known -> known.root().equals(checkpoint.root()) && known.timeS() >= time)
            .isPresent();
    if (!remembered) {
      lockOut(
          new Lockout(
              "ROLLED_BACK",
              "a cosignature by this node over "
                  + checkpoint.size()
                  + " entries exists that its database does not know: it was restored from an older copy. It cosigns and"
                  + " signs nothing any more; the board must admit it with new keys"));
      requireTrusted();
    }
  }

  private synchronized void lockOut(Lockout reason) {
    if (lockout.isPresent()) {
      return;
    }
    LOG.error("ALARM: {}", reason.message());
    records.lockOut(reason, clock.millis());
    lockout = records.lockout();
  }

  private static LogEntry entry(Incoming incoming) {
    return new LogEntry(
        Bytes.of(incoming.leaf()),
        incoming.attachment().length == 0
            ? Optional.empty()
            : Optional.of(Bytes.of(incoming.attachment())));
  }

  private static StoredEntry stored(Leaf leaf, Optional<Bytes> attachment) {
    return StoredEntry.of(
        leaf.seq(),
        leaf.ts(),
        leaf.kind().name(),
        leaf.bytes().toArray(),
        attachment.map(Bytes::toArray));
  }

  private static StrongroomException refusal(Replay.Refused refused) {
    String where = refused.seq() < 0 ? "" : "entry " + refused.seq() + ": ";
    String cause = refused.cause().map(code -> code + ": ").orElse("");
    LOG.warn("replication refused: {} {}{}{}", refused.code(), where, cause, refused.message());
    return new StrongroomException(
        ErrorCode.refused(refused.code().name()),
        refused.field(),
        where + cause + refused.message(),
        false);
  }
}
