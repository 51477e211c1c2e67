package io.strongroom.threshold;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Long-lived secret bytes outside the Java heap, where the collector does not copy them.
///
/// Readable from any thread until [#close], which overwrites and frees them; reading afterwards
/// throws [IllegalStateException]. Reading and closing exclude each other: nobody ever sees bytes
/// that are half overwritten, which would go into a message as if they were the secret. Wiping is
/// best effort: copies handed out are the caller's to wipe.
public final class SecretBytes implements AutoCloseable {

  private final Arena arena = Arena.ofShared();
  private final MemorySegment segment;
  private final int length;

  /// Takes a copy; the caller wipes the original.
  public SecretBytes(byte[] secret) {
    segment = arena.allocate(Math.max(1, secret.length));
    MemorySegment.copy(secret, 0, segment, ValueLayout.JAVA_BYTE, 0, secret.length);
    length = secret.length;
  }

  /// The number of bytes.
  public int length() {
    return length;
  }

  /// A copy on the heap, which the caller wipes.
  public byte[] reveal() {
    byte[] out = new byte[length];
    copyTo(out, 0);
    return out;
  }

  /// Copies all bytes to `out[off..]`.
  public synchronized void copyTo(byte[] out, int off) {
    MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, 0, out, off, length);
  }

  @Override
  public synchronized void close() {
    if (arena.scope().isAlive()) {
      segment.fill((byte) 0);
      arena.close();
    }
  }

  @Override
  public String toString() {
    return "SecretBytes[" + length + "]";
  }
}
