package io.strongroom.threshold.hash;

import io.strongroom.threshold.math.Scalars;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The domain-separated hash of `docs/protocol.md` 3.1.
///
/// `TH(tag, data) = SHA256(T ‖ T ‖ data)` with `T = SHA256("TSIG/v1/" + tag)`. Tags are the
/// constants of the specification, never input; the absorbed prefix of each is kept. Thread-safe.
///
/// **Timing:** that of SHA-256: depends on lengths only.
public final class TaggedHash {

  /// Bytes of a digest.
  public static final int BYTES = 32;

  private static final String PREFIX = "TSIG/v1/";
  private static final ConcurrentMap<String, MessageDigest> ABSORBED = new ConcurrentHashMap<>();

  private TaggedHash() {}

  /// TH over the concatenation of the parts: 32 bytes.
  public static byte[] th(String tag, byte[]... data) {
    MessageDigest digest = absorbed(tag);
    for (byte[] part : data) {
      digest.update(part);
    }
    return digest.digest();
  }

  /// HS over the concatenation of the parts: TH as a big-endian integer modulo q, written to
  /// `r[ro..]`.
  public static void hs(long[] r, int ro, String tag, byte[]... data) {
    byte[] hash = th(tag, data);
    Scalars.reduce256(r, ro, hash, 0);
    Arrays.fill(hash, (byte) 0);
  }

  /// Starts a TH whose input is fed piece by piece.
  public static Streaming start(String tag) {
    return new Streaming(absorbed(tag));
  }

  /// Plain SHA-256 over the concatenation of the parts: 32 bytes.
  public static byte[] sha256(byte[]... data) {
    MessageDigest digest = newSha256();
    for (byte[] part : data) {
      digest.update(part);
    }
    return digest.digest();
  }

  /// A fresh SHA-256 object.
  public static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  /// SHA256("TSIG/v1/" + tag).
  static byte[] tagDigest(String tag) {
    return sha256((PREFIX + tag).getBytes(StandardCharsets.US_ASCII));
  }

  static MessageDigest copy(MessageDigest absorbed) {
    try {
      return (MessageDigest) absorbed.clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError("the JDK's SHA-256 can be cloned", e);
    }
  }

  private static MessageDigest absorbed(String tag) {
    MessageDigest digest = ABSORBED.get(tag);
    if (digest == null) {
      byte[] t = tagDigest(tag);
      digest = newSha256();
      digest.update(t);
      digest.update(t);
      ABSORBED.put(tag, digest);
    }
    // The stored object is only ever cloned, never updated, so it may be shared between threads.
    return copy(digest);
  }

  /// A TH under construction. One use, not thread-safe.
  public static final class Streaming {

    private final MessageDigest digest;

    private Streaming(MessageDigest digest) {
      this.digest = digest;
    }

    /// Appends bytes.
    public Streaming update(byte[] in) {
      digest.update(in);
      return this;
    }

    /// Appends `len` bytes from `off`.
    public Streaming update(byte[] in, int off, int len) {
      digest.update(in, off, len);
      return this;
    }

    /// Appends one byte.
    public Streaming u8(int value) {
      digest.update((byte) value);
      return this;
    }

    /// Appends two bytes, big-endian.
    public Streaming u16(int value) {
      digest.update((byte) (value >>> 8));
      digest.update((byte) value);
      return this;
    }

    /// Appends four bytes, big-endian.
    public Streaming u32(int value) {
      return u16(value >>> 16).u16(value);
    }

    /// Appends eight bytes, big-endian.
    public Streaming u64(long value) {
      return u32((int) (value >>> 32)).u32((int) value);
    }

    /// Appends `u32(len) ‖ in`.
    public Streaming lp(byte[] in) {
      return u32(in.length).update(in);
    }

    /// Appends an ASCII string with its length in front.
    public Streaming lp(String ascii) {
      return lp(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    /// The 32-byte result.
    public byte[] digest() {
      return digest.digest();
    }

    /// Writes the 32-byte result to `out[off..]`.
    public void digest(byte[] out, int off) {
      try {
        digest.digest(out, off, BYTES);
      } catch (DigestException e) {
        throw new IllegalArgumentException("no room for a digest", e);
      }
    }

    /// The result as an integer modulo q, written to `r[ro..]`.
    public void scalar(long[] r, int ro) {
      byte[] hash = digest.digest();
      Scalars.reduce256(r, ro, hash, 0);
      Arrays.fill(hash, (byte) 0);
    }
  }
}
