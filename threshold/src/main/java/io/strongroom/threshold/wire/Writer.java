package io.strongroom.threshold.wire;

import io.strongroom.threshold.math.Scalars;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes a message of known length. The array never grows, so no stray copy of a secret is left.
public final class Writer {

  private final byte[] out;
  private int at;

  /// Reserves the room.
  ///
  /// @param size the exact length of the result
  public Writer(int size) {
    out = new byte[size];
  }

  /// One byte, 0..255.
  public Writer u8(int value) {
    require(value >>> 8 == 0);
    out[at++] = (byte) value;
    return this;
  }

  /// Two bytes, big-endian, 0..65535.
  public Writer u16(int value) {
    require(value >>> 16 == 0);
    out[at++] = (byte) (value >>> 8);
    out[at++] = (byte) value;
    return this;
  }

  /// Four bytes, big-endian.
  public Writer u32(int value) {
    return u16(value >>> 16).u16(value & 0xFFFF);
  }

  /// Raw bytes.
  public Writer bytes(byte[] in) {
    return bytes(in, 0, in.length);
  }

  /// `len` raw bytes from `off`.
  public Writer bytes(byte[] in, int off, int len) {
    System.arraycopy(in, off, out, at, len);
    at += len;
    return this;
  }

  /// u32 length and the bytes.
  public Writer lp(byte[] in) {
    return u32(in.length).bytes(in);
  }

  /// An ASCII string with its length in front.
  public Writer lp(String ascii) {
    return lp(ascii.getBytes(StandardCharsets.US_ASCII));
  }

  /// A scalar, 32 bytes big-endian.
  public Writer scalar(long[] a, int ao) {
    Scalars.encode(out, at, a, ao);
    at += Scalars.BYTES;
    return this;
  }

  /// The message.
  ///
  /// @throws IllegalStateException if the announced length was not reached
  public byte[] finish() {
    if (at != out.length) {
      throw new IllegalStateException("wrote " + at + " of " + out.length + " bytes");
    }
    return out;
  }

  /// Overwrites what was written.
  public void wipe() {
    Arrays.fill(out, (byte) 0);
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw new IllegalArgumentException("integer out of range");
    }
  }
}
