package io.strongroom.coordinator.sequence;

import com.fasterxml.jackson.databind.JsonNode;
import io.strongroom.coordinator.identity.CoordinatorKeys;
import io.strongroom.custody.log.Checkpoint;
import io.strongroom.custody.log.InclusionProof;
import io.strongroom.custody.log.InvalidNoteException;
import io.strongroom.custody.log.Leaf;
import io.strongroom.custody.log.LogKeys;
import io.strongroom.custody.log.MerkleFrontier;
import io.strongroom.custody.log.MerkleTree;
import io.strongroom.custody.log.SignedNote;
import io.strongroom.custody.spi.ChainRules;
import io.strongroom.custody.state.InadmissibleException;
import io.strongroom.custody.state.Ledger;
import io.strongroom.custody.state.State;
import io.strongroom.custody.statement.Bytes;
import io.strongroom.custody.statement.CanonicalJson;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.InvalidStatementException;
import io.strongroom.platform.config.GenesisFile;
import io.strongroom.platform.store.CorruptStoreException;
import io.strongroom.platform.store.LogStore;
import io.strongroom.platform.store.StoredEntry;
import io.strongroom.platform.store.StoredHead;
import io.strongroom.platform.store.StoredNote;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The coordinator's copy of the request log: on disk, and what it leads to in memory.
///
/// An append is decided before, persisted here, and only then signed. Readers take a [View] and
/// keep it; it never changes under them. Thread rule: reads from any thread; appends from the
/// sequencer alone.
@Singleton
public final class RequestLog {

  private final LogStore store;
  private final LogKeys keys;
  private final CoordinatorKeys own;
  private final ChainRules chains;
  private final List<Consumer<View>> listeners = new CopyOnWriteArrayList<>();
  private final MerkleTree tree = new MerkleTree();
  private MerkleFrontier edge;
  private volatile View view;

  /// An entry that was decided and is to be persisted.
  ///
  /// @param attachment bytes of the document that travels beside it
  public record Decided(Leaf leaf, Optional<byte[]> attachment) {}

  /// Replays what the store holds; an empty store begins with the genesis.
  ///
  /// @throws CorruptStoreException when what it holds does not follow the rules, or another head
  ///   than the replayed one was signed
  RequestLog(
      LogStore store, GenesisFile genesis, CoordinatorKeys own, ChainRules chains, Clock clock) {
    this.store = store;
    this.keys = LogKeys.of(genesis.genesis());
    this.own = own;
    this.chains = chains;
    if (store.head().size() == 0) {
      begin(genesis, clock.millis());
    }
    State state = replay();
    this.edge = tree.frontier(tree.size());
    this.view = new View(state, head(state));
    requireSignedHead();
  }

  private void begin(GenesisFile genesis, long now) {
    try {
      Leaf leaf = Leaf.of(genesis.genesis().origin(), 0, now, genesis.envelope());
      State state = Ledger.genesis(leaf, genesis.policy(), chains);
      byte[] policy = CanonicalJson.write(genesis.policy());
      MerkleFrontier first = MerkleFrontier.EMPTY.append(leaf.hash());
      store.appendBatch(
          0, List.of(stored(new Decided(leaf, Optional.of(policy)))), storedHead(first, state));
    } catch (InadmissibleException | InvalidStatementException e) {
      throw new CorruptStoreException("genesis.json cannot begin a log: " + e.getMessage(), e);
    }
  }

  private State replay() {
    Replay replay = new Replay();
    store.loadFrom(0, replay::take);
    State state = replay.state;
    StoredHead head = store.head();
    if (state == null
        || tree.size() != head.size()
        || !tree.root().equals(Hash32.of(head.root()))
        || !state.stateHash().equals(Hash32.of(head.stateHash()))) {
      throw new CorruptStoreException(
          "the stored entries do not lead to the stored head of size " + head.size());
    }
    return state;
  }

  private final class Replay {
    private @Nullable State state;

    private void take(StoredEntry entry) {
      try {
        Leaf leaf = Leaf.parse(entry.leaf());
        Optional<JsonNode> attachment = document(entry.attachment());
        State before = state;
        state =
            before == null
                ? Ledger.genesis(leaf, attachment.orElseThrow(), chains)
                : Ledger.apply(before, leaf, attachment, chains);
        tree.append(leaf.hash());
      } catch (InadmissibleException | InvalidStatementException e) {
        throw new CorruptStoreException(
            "entry " + entry.seq() + " does not follow the rules: " + e.getMessage(), e);
      }
    }
  }

  /// The document beside an entry, parsed.
  ///
  /// @throws InvalidStatementException when it is not canonical JSON
  static Optional<JsonNode> document(Optional<byte[]> attachment) throws InvalidStatementException {
    return attachment.isPresent()
        ? Optional.of(CanonicalJson.parseStrict(attachment.get()))
        : Optional.empty();
  }

  /// What was signed must be what was replayed; a head that a crash left unsigned is signed now.
  private void requireSignedHead() {
    Optional<StoredNote> latest = store.latestCheckpoint();
    if (latest.isPresent()) {
      Checkpoint signed = checkpointOf(latest.get().note());
      if (signed.size() > tree.size() || !tree.root(signed.size()).equals(signed.root())) {
        throw new CorruptStoreException(
            "a checkpoint of size "
                + signed.size()
                + " was signed that the stored entries contradict: the database was restored or"
                + " changed");
      }
    }
    sign(view.head());
  }

  private static Checkpoint checkpointOf(byte[] note) {
    try {
      return Checkpoint.parse(SignedNote.parse(note).text());
    } catch (InvalidNoteException e) {
      throw new CorruptStoreException("a stored checkpoint is damaged", e);
    }
  }

  private Checkpoint head(State state) {
    return new Checkpoint(state.origin(), edge.size(), edge.root());
  }

  private static StoredHead storedHead(MerkleFrontier edge, State state) {
    return new StoredHead(
        edge.size(), edge.root().bytes(), edge.encode().toArray(), state.stateHash().bytes());
  }

  private static StoredEntry stored(Decided decided) {
    Leaf leaf = decided.leaf();
    return StoredEntry.of(
        leaf.seq(), leaf.ts(), leaf.kind().name(), leaf.bytes().toArray(), decided.attachment());
  }

  private void sign(Checkpoint head) {
    if (store.checkpoint(head.size()).isEmpty()) {
      store.putCheckpointIfAbsent(head.size(), keys.sign(head, own.log()).bytes());
    }
  }

  /// Persists a decided batch, signs the head it leads to, and tells the listeners.
  ///
  /// @param next the state after the last entry
  /// @throws io.strongroom.platform.store.StoreFailedException when the disk failed; the process
  ///   must restart
  void append(List<Decided> batch, State next) {
    View before = view;
    List<StoredEntry> entries = new ArrayList<>(batch.size());
    batch.forEach(decided -> entries.add(stored(decided)));
    MerkleFrontier grown = edge;
    for (Decided decided : batch) {
      grown = grown.append(decided.leaf().hash());
    }
    store.appendBatch(before.head().size(), entries, storedHead(grown, next));
    edge = grown;
    synchronized (tree) {
      batch.forEach(decided -> tree.append(decided.leaf().hash()));
    }
    Checkpoint head = head(next);
    sign(head);
    view = new View(next, head);
    listeners.forEach(listener -> listener.accept(view));
  }

  /// An entry that somebody else kept.
  ///
  /// @param attachment empty when it has none
  public record Foreign(Bytes leaf, Bytes attachment) {}

  /// Takes over entries that nodes kept and this coordinator lost. They are judged by the rules
  /// like any others. Only before the sequencer has started.
  ///
  /// @throws IllegalArgumentException when one does not follow the rules, or there is none
  public void adopt(List<Foreign> entries) {
    List<Decided> batch = new ArrayList<>();
    State state = view.state();
    try {
      for (Foreign entry : entries) {
        Leaf leaf = Leaf.parse(entry.leaf().toArray());
        Optional<byte[]> attachment =
            entry.attachment().length() == 0
                ? Optional.empty()
                : Optional.of(entry.attachment().toArray());
        state = Ledger.apply(state, leaf, document(attachment), chains);
        batch.add(new Decided(leaf, attachment));
      }
    } catch (InadmissibleException | InvalidStatementException e) {
      throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
    }
    if (batch.isEmpty()) {
      throw new IllegalArgumentException("no entry came");
    }
    append(batch, state);
  }

  /// The root that the log had at a size.
  public Hash32 root(long size) {
    synchronized (tree) {
      return tree.root(size);
    }
  }

  /// The log as it stands.
  public View view() {
    return view;
  }

  /// The keys that vouch for its heads.
  public LogKeys keys() {
    return keys;
  }

  /// Calls `listener` after every append, on the sequencer's thread: it must not block.
  public void listen(Consumer<View> listener) {
    listeners.add(listener);
  }

  /// Entries from `from` to `to`, exclusive; at most [LogStore#MAX_BATCH].
  public List<StoredEntry> entries(long from, long to) {
    return store.entries(from, Math.min(to, view.head().size()));
  }

  /// What one message to a node may hold, in bytes of leaves and documents. A batch of the
  /// sequencer is smaller.
  static final long MAX_SEGMENT_BYTES = 6L << 20;

  /// Consecutive entries, and the signed checkpoint right after the last of them.
  public record Segment(List<StoredEntry> entries, SignedNote note, long size) {
    public Segment {
      entries = List.copyOf(entries);
    }
  }

  /// What a node that holds `from` entries is to get next: as much as one message holds, up to a
  /// size whose checkpoint is signed; no entries when it holds all of them.
  public Segment segmentAfter(long from) {
    long head = view.head().size();
    List<StoredEntry> entries = store.entries(from, Math.min(from + LogStore.MAX_BATCH, head));
    int fitting = 0;
    long bytes = 0;
    for (StoredEntry entry : entries) {
      bytes += entry.leaf().length + entry.attachment().map(document -> document.length).orElse(0);
      if (bytes > MAX_SEGMENT_BYTES) {
        break;
      }
      fitting++;
    }
    for (int count = fitting; count >= 0; count--) {
      Optional<StoredNote> note = store.checkpoint(from + count);
      if (note.isPresent() && (count > 0 || from == head)) {
        return new Segment(entries.subList(0, count), note(note.get()), from + count);
      }
    }
    throw new CorruptStoreException("no checkpoint was signed over the entries from " + from);
  }

  private static SignedNote note(StoredNote stored) {
    try {
      return SignedNote.parse(stored.note());
    } catch (InvalidNoteException e) {
      throw new CorruptStoreException("a stored checkpoint is damaged", e);
    }
  }

  /// Proof that an entry is under a checkpoint of a size.
  public InclusionProof prove(long seq, long size) {
    synchronized (tree) {
      return tree.inclusionProof(seq, size);
    }
  }
}
