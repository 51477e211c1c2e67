package io.strongroom.threshold.wire;

import io.strongroom.threshold.curve.Curve;
import io.strongroom.threshold.math.Scalars;
import java.util.Arrays;

/// Reads a message exactly: short input, trailing bytes, scalars ≥ q and invalid points are
/// refused. Lengths come from the caller, who knows the session's parameters.
public final class Reader {

  private final byte[] in;
  private int at;

  /// Starts at the first byte.
  ///
  /// @param in the whole message; not copied
  public Reader(byte[] in) {
    this.in = in;
  }

  /// One byte, 0..255.
  public int u8() throws EncodingException {
    need(1, "u8");
    return in[at++] & 0xFF;
  }

  /// Two bytes, big-endian.
  public int u16() throws EncodingException {
    return u8() << 8 | u8();
  }

  /// Four bytes, big-endian, at most 2^31 − 1.
  public int u32() throws EncodingException {
    int value = u16() << 16 | u16();
    if (value < 0) {
      throw new EncodingException("u32");
    }
    return value;
  }

  /// Exactly `length` bytes.
  public byte[] bytes(int length) throws EncodingException {
    need(length, "bytes");
    byte[] out = Arrays.copyOfRange(in, at, at + length);
    at += length;
    return out;
  }

  /// u32 length, at most `max`, and that many bytes.
  public byte[] lp(int max) throws EncodingException {
    int length = u32();
    if (length > max) {
      throw new EncodingException("length");
    }
    return bytes(length);
  }

  /// Skips `length` bytes and returns where they start: for large fields that are read in place.
  public int skip(int length) throws EncodingException {
    need(length, "bytes");
    int start = at;
    at += length;
    return start;
  }

  /// A point: its 33 bytes, checked to be a canonical encoding.
  public byte[] point() throws EncodingException {
    need(Curve.POINT, "point");
    if (!Curve.isValidPoint33(in, at)) {
      throw new EncodingException("point");
    }
    return bytes(Curve.POINT);
  }

  /// A point of 33 bytes in its 65-byte form.
  public byte[] expandedPoint() throws EncodingException {
    need(Curve.POINT, "point");
    byte[] expanded = Curve.decode(in, at).orElseThrow(() -> new EncodingException("point"));
    at += Curve.POINT;
    return expanded;
  }

  /// A scalar below q, written to `r[ro..]`. Zero is accepted.
  public void scalar(long[] r, int ro) throws EncodingException {
    need(Scalars.BYTES, "scalar");
    if (!Scalars.decode(r, ro, in, at)) {
      throw new EncodingException("scalar");
    }
    at += Scalars.BYTES;
  }

  /// How many bytes are left.
  public int remaining() {
    return in.length - at;
  }

  /// Refuses trailing bytes.
  public void end() throws EncodingException {
    if (at != in.length) {
      throw new EncodingException("trailing bytes");
    }
  }

  private void need(int length, String field) throws EncodingException {
    if (length < 0 || in.length - at < length) {
      throw new EncodingException(field);
    }
  }
}
