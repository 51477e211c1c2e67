package io.strongroom.threshold.ot;

import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.curve.Curve;
import io.strongroom.threshold.hash.TaggedHash;
import java.util.Optional;

/// What both sides of the base OT share (`docs/protocol.md` 6): the two-message endemic OT of
/// ePrint 2019/706, 128 transfers per ordered pair, every key bound to the whole transcript.
///
/// See [BaseOtReceiver] (V, message 1) and [BaseOtSender] (S, message 2).
public final class BaseOt {

  /// Transfers per ordered pair.
  public static final int COUNT = 128;

  /// Bytes of a key.
  public static final int KEY = 32;

  /// Bytes of either message: two points per transfer.
  public static final int MESSAGE = COUNT * 2 * Curve.POINT;

  private BaseOt() {}

  /// ctx = TH("bot", sid2 ‖ u16(S) ‖ u16(V)), for OT sender S and OT receiver V.
  public static byte[] context(byte[] sid2, PartyIndex sender, PartyIndex receiver) {
    return TaggedHash.start("bot").update(sid2).u16(sender.value()).u16(receiver.value()).digest();
  }

  /// Hpt(ctx, e, b, P): a point of unknown discrete logarithm, by try-and-increment. 33 bytes.
  /// **Variable time**; the protocol has both sides compute the same set of them.
  ///
  /// @param point 33 bytes; only hashed
  public static byte[] hashToPointVarTime(byte[] ctx, int e, int b, byte[] point) {
    byte[] candidate = new byte[Curve.POINT];
    for (int attempt = 0; attempt < 256; attempt++) {
      attempt("bot-h2c", ctx, e, b, point, attempt).digest(candidate, 1);
      byte[] sign = attempt("bot-h2c-y", ctx, e, b, point, attempt).digest();
      candidate[0] = (byte) (2 | (sign[sign.length - 1] & 1));
      Optional<byte[]> found = Curve.decode(candidate, 0);
      if (found.isPresent()) {
        return candidate;
      }
    }
    throw new IllegalStateException("256 misses have probability 2^-256");
  }

  /// K = TH("bot-key", ctx ‖ u16 e ‖ u8 b ‖ r[0] ‖ r[1] ‖ M ‖ E(shared point)), written to
  /// `out[oo..]`.
  static void key(
      byte[] ctx,
      int e,
      int b,
      byte[] message1,
      int pair,
      byte[] m,
      byte[] shared,
      byte[] out,
      int oo) {
    TaggedHash.start("bot-key")
        .update(ctx)
        .u16(e)
        .u8(b)
        .update(message1, pair, 2 * Curve.POINT)
        .update(m)
        .update(shared)
        .digest(out, oo);
  }

  private static TaggedHash.Streaming attempt(
      String tag, byte[] ctx, int e, int b, byte[] point, int attempt) {
    return TaggedHash.start(tag).update(ctx).u16(e).u8(b).update(point).u8(attempt);
  }
}
