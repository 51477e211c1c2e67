package io.strongroom.threshold.hash;

import io.strongroom.threshold.math.Scalars;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/// The short-input hash `F[tag, ctx](d) = SHA256(SHA256("TSIG/v1/" + tag) ‖ ctx ‖ d)` of
/// `docs/protocol.md` 3.1.
///
/// The 64-byte prefix is one SHA-256 block: it is absorbed once, and each call costs one
/// compression. Not thread-safe. **Timing:** that of SHA-256: depends on lengths only.
public final class PrefixHash {

  /// Bytes of a result.
  public static final int BYTES = 32;

  /// Bytes of the context.
  public static final int CONTEXT = 32;

  /// The longest input that fits the one block together with the padding.
  public static final int MAX_INPUT = 55;

  private final MessageDigest absorbed;
  private final byte[] scratch = new byte[BYTES];

  /// Absorbs tag and context.
  ///
  /// @param tag a tag of the specification
  /// @param ctx 32 bytes
  public PrefixHash(String tag, byte[] ctx) {
    if (ctx.length != CONTEXT) {
      throw new IllegalArgumentException("context must be 32 bytes");
    }
    absorbed = TaggedHash.newSha256();
    absorbed.update(TaggedHash.tagDigest(tag));
    absorbed.update(ctx);
  }

  /// Writes the 32-byte F of `in[off..off+len)` to `out[outOff..]`.
  ///
  /// @param len at most 55
  public void hash(byte[] in, int off, int len, byte[] out, int outOff) {
    if (len > MAX_INPUT) {
      throw new IllegalArgumentException("input longer than one block");
    }
    MessageDigest digest = TaggedHash.copy(absorbed);
    digest.update(in, off, len);
    try {
      digest.digest(out, outOff, BYTES);
    } catch (DigestException e) {
      throw new IllegalArgumentException("no room for a digest", e);
    }
  }

  /// F of `in[off..off+len)` as an integer modulo q, written to `r[ro..]`.
  public void scalar(byte[] in, int off, int len, long[] r, int ro) {
    hash(in, off, len, scratch, 0);
    Scalars.reduce256(r, ro, scratch, 0);
  }

  /// Forgets the context, for a secret one. The object is useless afterwards.
  public void wipe() {
    absorbed.reset();
    Arrays.fill(scratch, (byte) 0);
  }
}
