package io.strongroom.platform.store;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One entry of the request log as it is stored: public bytes, opaque here. Arrays are shared, not
/// copied: callers do not change them.
public final class StoredEntry {

  /// The longest leaf, in bytes.
  public static final int MAX_LEAF_BYTES = 65_535;

  /// The longest attachment, 1 MiB.
  public static final int MAX_ATTACHMENT_BYTES = 1024 * 1024;

  private static final int MAX_KIND = 32;

  private final long seq;
  private final long tsMillis;
  private final String kind;
  private final byte[] leaf;
  private final byte[] leafHash;
  private final byte @Nullable [] attachment;

  private StoredEntry(
      long seq,
      long tsMillis,
      String kind,
      byte[] leaf,
      byte[] leafHash,
      byte @Nullable [] attachment) {
    this.seq = seq;
    this.tsMillis = tsMillis;
    this.kind = kind;
    this.leaf = leaf;
    this.leafHash = leafHash;
    this.attachment = attachment;
  }

  /// An entry to append.
  ///
  /// @param seq position, 0-based
  /// @param tsMillis log time, milliseconds since the epoch
  /// @param kind the statement's kind, 1 to 32 characters
  /// @param leaf canonical leaf, 1 to [#MAX_LEAF_BYTES] bytes
  /// @param attachment the document that travels beside it, 1 to [#MAX_ATTACHMENT_BYTES] bytes, or
  ///   empty
  /// @throws IllegalArgumentException naming the field that is out of range
  public static StoredEntry of(
      long seq, long tsMillis, String kind, byte[] leaf, Optional<byte[]> attachment) {
    check(seq >= 0, "seq");
    check(tsMillis >= 0, "ts");
    check(!kind.isEmpty() && kind.length() <= MAX_KIND, "kind");
    check(leaf.length > 0 && leaf.length <= MAX_LEAF_BYTES, "leaf");
    byte[] document = attachment.orElse(null);
    check(
        document == null || (document.length > 0 && document.length <= MAX_ATTACHMENT_BYTES),
        "attachment");
    return new StoredEntry(seq, tsMillis, kind, leaf, hash(leaf), document);
  }

  static StoredEntry ofRow(LogEntryRow row) {
    if (!MessageDigest.isEqual(hash(row.leaf()), row.leafHash())) {
      throw new CorruptStoreException(
          "entry "
              + row.seq()
              + " of the log was changed in the database: its bytes do not give its hash");
    }
    return new StoredEntry(
        row.seq(),
        row.ts(),
        row.kind(),
        row.leaf(),
        row.leafHash(),
        row.attachment().length == 0 ? null : row.attachment());
  }

  LogEntryRow toRow() {
    return new LogEntryRow(
        seq, tsMillis, kind, leaf, leafHash, attachment == null ? new byte[0] : attachment);
  }

  /// Position, 0-based.
  public long seq() {
    return seq;
  }

  /// Log time, milliseconds since the epoch.
  public long tsMillis() {
    return tsMillis;
  }

  /// The statement's kind.
  public String kind() {
    return kind;
  }

  /// Canonical leaf.
  public byte[] leaf() {
    return leaf;
  }

  /// SHA-256(0x00 ‖ leaf), 32 bytes (RFC 6962, 2.1).
  public byte[] leafHash() {
    return leafHash;
  }

  /// The document beside it.
  public Optional<byte[]> attachment() {
    return Optional.ofNullable(attachment);
  }

  private static byte[] hash(byte[] leaf) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((byte) 0);
      return digest.digest(Objects.requireNonNull(leaf));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static void check(boolean good, String field) {
    if (!good) {
      throw new IllegalArgumentException("an entry's " + field + " is out of range");
    }
  }

  @Override
  public String toString() {
    return kind + " at " + seq;
  }
}
