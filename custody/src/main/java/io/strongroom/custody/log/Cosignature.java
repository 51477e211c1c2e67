package io.strongroom.custody.log;

import static io.strongroom.custody.log.InvalidNoteException.Code.BAD_COSIGNATURE;
import static io.strongroom.custody.log.InvalidNoteException.Code.UNKNOWN_COSIGNER;

import io.strongroom.custody.statement.Bytes;
import io.strongroom.custody.statement.CanonicalJson;
import io.strongroom.custody.statement.Ed25519PublicKey;
import io.strongroom.custody.statement.Ed25519Signer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Timestamped cosignatures of checkpoints: "as of this time, the largest head of this log that I
/// checked has this root".
///
/// Source: C2SP tlog-cosignature, `cosignature/v1`. The signature is 8 bytes of time, big-endian,
/// in seconds since the Unix epoch, and 64 bytes of Ed25519.
public final class Cosignature {

  /// Bytes in a timestamped signature.
  public static final int LENGTH = Long.BYTES + Ed25519PublicKey.SIGNATURE_LENGTH;

  /// The latest time: its milliseconds are an integer of canonical JSON.
  public static final long MAX_TIME_SECONDS = CanonicalJson.MAX_INTEGER / 1000;

  private Cosignature() {}

  /// Cosigns. The caller has verified the head and made that durable before.
  ///
  /// @param key of the cosigner; an algorithm other than COSIGNATURE_V1 is our bug
  /// @param timeSeconds since the Unix epoch
  public static NoteSignature sign(
      Checkpoint checkpoint, NoteKey key, long timeSeconds, Ed25519Signer signer) {
    if (key.algorithm() != NoteKey.Algorithm.COSIGNATURE_V1
        || timeSeconds < 0
        || timeSeconds > MAX_TIME_SECONDS) {
      throw new IllegalArgumentException("not a cosigner's key, or not a time");
    }
    byte[] signature = signer.sign(message(checkpoint, timeSeconds));
    byte[] timestamped = ByteBuffer.allocate(LENGTH).putLong(timeSeconds).put(signature).array();
    return new NoteSignature(key.name(), key.keyId(), Bytes.of(timestamped));
  }

  /// Verifies a line under a cosigner's key.
  ///
  /// @return its time in seconds since the Unix epoch
  /// @throws InvalidNoteException UNKNOWN_COSIGNER if it is not in the name of this key;
  ///   BAD_COSIGNATURE if it does not verify or its time is out of range
  public static long verify(Checkpoint checkpoint, NoteKey key, NoteSignature line)
      throws InvalidNoteException {
    if (!key.claims(line)) {
      throw new InvalidNoteException(UNKNOWN_COSIGNER, "not a cosignature of " + key.name());
    }
    if (line.signature().length() != LENGTH) {
      throw new InvalidNoteException(BAD_COSIGNATURE, "a cosignature has " + LENGTH + " bytes");
    }
    ByteBuffer buffer = ByteBuffer.wrap(line.signature().toArray());
    long time = buffer.getLong();
    byte[] signature = new byte[Ed25519PublicKey.SIGNATURE_LENGTH];
    buffer.get(signature);
    if (time < 0 || time > MAX_TIME_SECONDS) {
      throw new InvalidNoteException(
          BAD_COSIGNATURE, "the time of a cosignature by " + key.name() + " is out of range");
    }
    if (!key.key().verify(message(checkpoint, time), signature)) {
      throw new InvalidNoteException(
          BAD_COSIGNATURE, "a cosignature by " + key.name() + " does not verify");
    }
    return time;
  }

  /// The bytes that are signed.
  static byte[] message(Checkpoint checkpoint, long timeSeconds) {
    return ("cosignature/v1\ntime " + timeSeconds + "\n" + checkpoint.body())
        .getBytes(StandardCharsets.UTF_8);
  }
}
