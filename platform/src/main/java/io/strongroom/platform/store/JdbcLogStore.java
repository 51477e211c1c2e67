package io.strongroom.platform.store;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// [LogStore] on a SQL database: H2 in a file, or PostgreSQL.
@Singleton
final class JdbcLogStore implements LogStore {

  private final LogEntryRepository entries;
  private final LogHeadRepository heads;
  private final CheckpointRepository checkpoints;
  private final CommittedRepository committed;
  private final DurableCommit durable;

  JdbcLogStore(
      LogEntryRepository entries,
      LogHeadRepository heads,
      CheckpointRepository checkpoints,
      CommittedRepository committed,
      DurableCommit durable) {
    this.entries = entries;
    this.heads = heads;
    this.checkpoints = checkpoints;
    this.committed = committed;
    this.durable = durable;
  }

  @Override
  public StoredHead head() {
    LogHeadRow row =
        heads
            .findById(LogHeadRepository.ONLY_ROW)
            .orElseThrow(
                () -> new CorruptStoreException("the log's head is missing from the database"));
    if (row.size() == 0 && row.root().length == 0) {
      return StoredHead.empty();
    }
    try {
      return new StoredHead(row.size(), row.root(), row.frontier(), row.stateHash());
    } catch (IllegalArgumentException e) {
      throw new CorruptStoreException("the log's head was changed in the database", e);
    }
  }

  @Override
  public void appendBatch(
      long expectedSize, List<StoredEntry> batch, StoredHead newHead, Runnable alongside) {
    checkShape(expectedSize, batch, newHead);
    durable.run(() -> {
      long moved =
          heads.advance(
              expectedSize,
              newHead.size(),
              newHead.root(),
              newHead.frontier(),
              newHead.stateHash());
      if (moved != 1) {
        throw new LogConflictException(expectedSize, head().size());
      }
      if (!batch.isEmpty()) {
        entries.saveAll(batch.stream().map(StoredEntry::toRow).toList());
      }
      alongside.run();
    });
  }

  private static void checkShape(long expectedSize, List<StoredEntry> batch, StoredHead newHead) {
    if (batch.size() > MAX_BATCH) {
      throw new IllegalArgumentException("a batch holds at most " + MAX_BATCH + " entries");
    }
    long next = expectedSize;
    for (StoredEntry entry : batch) {
      if (entry.seq() != next) {
        throw new IllegalArgumentException(
            "entry " + entry.seq() + " does not continue the log at " + next);
      }
      next++;
    }
    if (newHead.size() != next) {
      throw new IllegalArgumentException(
          "the new head's size is not the old one's plus the batch's");
    }
  }

  @Override
  public Optional<StoredEntry> entry(long seq) {
    return entries.findById(seq).map(StoredEntry::ofRow);
  }

  @Override
  public Optional<StoredEntry> entryByLeafHash(byte[] leafHash) {
    return entries.findByLeafHash(leafHash).map(StoredEntry::ofRow);
  }

  @Override
  public List<StoredEntry> entries(long from, long to) {
    long end = Math.min(Math.min(to, from + MAX_BATCH), head().size());
    return from < end ? page(from, end) : List.of();
  }

  @Override
  public void loadFrom(long from, Consumer<StoredEntry> reader) {
    long size = head().size();
    for (long next = from; next < size; ) {
      List<StoredEntry> page = page(next, Math.min(next + MAX_BATCH, size));
      page.forEach(reader);
      next += page.size();
    }
  }

  private List<StoredEntry> page(long from, long end) {
    List<StoredEntry> page = new ArrayList<>();
    long next = from;
    for (LogEntryRow row : entries.findBySeqGreaterThanEqualsAndSeqLessThanOrderBySeq(from, end)) {
      if (row.seq() != next) {
        break;
      }
      page.add(StoredEntry.ofRow(row));
      next++;
    }
    if (next != end) {
      throw new CorruptStoreException("entry " + next + " of the log is missing from the database");
    }
    return page;
  }

  @Override
  public StoredNote putCheckpointIfAbsent(long size, byte[] note) {
    checkNote(size, note);
    return durable.write(() -> {
      checkpoints.insertIfAbsent(size, note);
      return checkpoint(size)
          .orElseThrow(
              () -> new CorruptStoreException("a checkpoint that was just stored is missing"));
    });
  }

  @Override
  public Optional<StoredNote> checkpoint(long size) {
    return checkpoints.findById(size).map(row -> new StoredNote(row.size(), row.note()));
  }

  @Override
  public Optional<StoredNote> latestCheckpoint() {
    return checkpoints.findTop1OrderBySizeDesc().map(row -> new StoredNote(row.size(), row.note()));
  }

  @Override
  public boolean markCommitted(long size, byte[] note) {
    checkNote(size, note);
    return durable.write(() -> committed.advance(size, note) == 1);
  }

  @Override
  public Optional<StoredNote> committed() {
    return committed
        .findById(LogHeadRepository.ONLY_ROW)
        .filter(row -> row.note().length > 0)
        .map(row -> new StoredNote(row.size(), row.note()));
  }

  private void checkNote(long size, byte[] note) {
    if (note.length == 0 || note.length > StoredNote.MAX_NOTE_BYTES) {
      throw new IllegalArgumentException("a note has 1 to " + StoredNote.MAX_NOTE_BYTES + " bytes");
    }
    if (size < 1 || size > head().size()) {
      throw new IllegalArgumentException("a note over size " + size + " is not about this log");
    }
  }
}
