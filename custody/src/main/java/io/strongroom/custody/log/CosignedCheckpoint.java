package io.strongroom.custody.log;

import static io.strongroom.custody.log.InvalidNoteException.Code.BAD_LOG_SIGNATURE;
import static io.strongroom.custody.log.InvalidNoteException.Code.MISSING_LOG_SIGNATURE;
import static io.strongroom.custody.log.InvalidNoteException.Code.ORIGIN_MISMATCH;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A head whose log signature verified, with the cosigners that vouch for it and when. Public data;
/// made only by [#verify].
public final class CosignedCheckpoint {

  private final Checkpoint checkpoint;
  private final SignedNote note;
  private final SortedMap<String, Long> times;
  private final int quorum;

  private CosignedCheckpoint(
      Checkpoint checkpoint, SignedNote note, SortedMap<String, Long> times, int quorum) {
    this.checkpoint = checkpoint;
    this.note = note;
    this.times = Collections.unmodifiableSortedMap(times);
    this.quorum = quorum;
  }

  /// Parses and verifies a note.
  ///
  /// @throws InvalidNoteException as [#verify(SignedNote, LogKeys)], or if the bytes are no note
  public static CosignedCheckpoint verify(byte[] note, LogKeys keys) throws InvalidNoteException {
    return verify(SignedNote.parse(note), keys);
  }

  /// Verifies a note under the keys of the trust root.
  ///
  /// Lines of unknown keys are ignored. A line in the name of a known key that does not verify
  /// makes the whole note refused. A cosigner with several lines counts once, with its latest time.
  ///
  /// @throws InvalidNoteException MALFORMED, ORIGIN_MISMATCH, BAD_LOG_SIGNATURE,
  ///   MISSING_LOG_SIGNATURE or BAD_COSIGNATURE
  public static CosignedCheckpoint verify(SignedNote note, LogKeys keys)
      throws InvalidNoteException {
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    if (!checkpoint.origin().equals(keys.origin())) {
      throw new InvalidNoteException(
          ORIGIN_MISMATCH, "a checkpoint of another log: " + checkpoint.origin());
    }
    byte[] text = note.text().getBytes(StandardCharsets.UTF_8);
    boolean signed = false;
    SortedMap<String, Long> times = new TreeMap<>();
    for (NoteSignature line : note.signatures()) {
      if (keys.log().claims(line)) {
        if (!keys.log().key().verify(text, line.signature().toArray())) {
          throw new InvalidNoteException(BAD_LOG_SIGNATURE, "the log's signature does not verify");
        }
        signed = true;
      }
      for (Map.Entry<String, NoteKey> cosigner : keys.cosigners().entrySet()) {
        if (cosigner.getValue().claims(line)) {
          long time = Cosignature.verify(checkpoint, cosigner.getValue(), line);
          times.merge(cosigner.getKey(), time, Math::max);
        }
      }
    }
    if (!signed) {
      throw new InvalidNoteException(MISSING_LOG_SIGNATURE, "the log's key has not signed");
    }
    return new CosignedCheckpoint(checkpoint, note, times, keys.quorum());
  }

  public Checkpoint checkpoint() {
    return checkpoint;
  }

  /// The note that was verified.
  public SignedNote note() {
    return note;
  }

  /// Verified cosignatures: time in seconds since the Unix epoch by node id.
  public SortedMap<String, Long> timesSeconds() {
    return times;
  }

  /// Whether at least q distinct cosigners vouch for the head, whenever that was: it is committed.
  public boolean quorumSatisfied() {
    return times.size() >= quorum;
  }

  /// The cosigners whose time lies within `toleranceMs` of the clock, before or after it. Times are
  /// whole seconds, rounded down by the cosigner, so a cosignature may count as up to a second
  /// older than it is.
  ///
  /// @param nowMs own clock, milliseconds since the Unix epoch
  public Set<String> freshCosigners(long nowMs, long toleranceMs) {
    return times.entrySet().stream()
        .filter(entry -> isFresh(entry.getValue(), nowMs, toleranceMs))
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static boolean isFresh(long timeSeconds, long nowMs, long toleranceMs) {
    return Math.abs(timeSeconds * 1000 - nowMs) <= toleranceMs;
  }

  /// Whether at least q distinct cosigners vouched for the head within `toleranceMs` of the clock.
  public boolean freshQuorumSatisfied(long nowMs, long toleranceMs) {
    return freshCosigners(nowMs, toleranceMs).size() >= quorum;
  }

  /// The latest cosignature's time in milliseconds since the Unix epoch; 0 if there is none.
  public long latestTimeMs() {
    return times.values().stream().mapToLong(Long::longValue).max().orElse(0) * 1000;
  }
}
