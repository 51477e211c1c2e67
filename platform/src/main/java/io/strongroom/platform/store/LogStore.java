package io.strongroom.platform.store;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The request log on disk: entries without gaps, the head they lead to, the checkpoints over it.
///
/// Guarantees: an append is all or nothing, and compares the log's size in the same transaction, so
/// that of two writers that race one loses and changes nothing; when a method that writes returns,
/// its bytes are forced to disk; two notes for one size cannot both be stored. Entries are never
/// changed or removed. Not done here: signatures, the tree, rules. The caller decides, then
/// persists, then signs. Thread rule: safe from any thread.
public interface LogStore {

  /// The largest batch of one append.
  int MAX_BATCH = 256;

  /// Where the log ends.
  StoredHead head();

  /// Appends entries and moves the head, in one transaction, forced to disk.
  ///
  /// @param expectedSize the size that the caller's entries continue
  /// @param entries 0 to [#MAX_BATCH], positions consecutive from `expectedSize`
  /// @param newHead of size `expectedSize + entries.size()`
  /// @throws LogConflictException when the log has another size; nothing was written
  /// @throws IllegalArgumentException when entries and head do not fit together
  /// @throws StoreFailedException when the disk failed
  default void appendBatch(long expectedSize, List<StoredEntry> entries, StoredHead newHead) {
    appendBatch(expectedSize, entries, newHead, () -> {});
  }

  /// As [#appendBatch(long, List, StoredHead)], with more work in the same transaction (a
  /// cosignature time, when late entries were seen). If `alongside` throws, nothing is written.
  void appendBatch(
      long expectedSize, List<StoredEntry> entries, StoredHead newHead, Runnable alongside);

  /// One entry, or empty when the log ends before it.
  ///
  /// @throws CorruptStoreException when its bytes were changed in the database
  Optional<StoredEntry> entry(long seq);

  /// The entry with this leaf hash (32 bytes).
  Optional<StoredEntry> entryByLeafHash(byte[] leafHash);

  /// Entries `from` to `to` exclusive, at most [#MAX_BATCH]; fewer at the end of the log.
  ///
  /// @throws CorruptStoreException when one is missing or was changed
  List<StoredEntry> entries(long from, long to);

  /// Hands every entry from `from` to the head, in order, page by page, to `reader`. Entries that
  /// are appended meanwhile are not handed out.
  ///
  /// @throws CorruptStoreException when one is missing or was changed
  void loadFrom(long from, Consumer<StoredEntry> reader);

  /// Stores the note signed over this size, unless there is one already; forced to disk.
  ///
  /// @return the note that is now stored: the given one, or the one that came first, which the
  ///   caller must use instead
  /// @throws IllegalArgumentException when the size is larger than the log or the note too long
  StoredNote putCheckpointIfAbsent(long size, byte[] note);

  /// The note over this size.
  Optional<StoredNote> checkpoint(long size);

  /// The note over the largest size.
  Optional<StoredNote> latestCheckpoint();

  /// Records the newest note with enough cosignatures; forced to disk. A note over a smaller size
  /// than the recorded one changes nothing; one over the same size replaces it (fresher
  /// cosignatures).
  ///
  /// @return true when it was recorded
  boolean markCommitted(long size, byte[] note);

  /// The newest note with enough cosignatures.
  Optional<StoredNote> committed();
}
