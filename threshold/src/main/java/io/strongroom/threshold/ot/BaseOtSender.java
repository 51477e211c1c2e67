package io.strongroom.threshold.ot;

import io.strongroom.threshold.Draws;
import io.strongroom.threshold.curve.Curve;
import io.strongroom.threshold.math.Scalars;
import io.strongroom.threshold.wire.EncodingException;
import io.strongroom.threshold.wire.Reader;
import java.util.Arrays;

/// The sender S of 128 base OTs: answers message 1 and learns both keys of every transfer
/// (`docs/protocol.md` 6). Secret, erased by [#close]; not thread-safe. Constant time in its
/// scalars.
public final class BaseOtSender implements AutoCloseable {

  private final byte[] message;
  private final byte[] keys;

  private BaseOtSender(byte[] message, byte[] keys) {
    this.message = message;
    this.keys = keys;
  }

  /// Answers message 1.
  ///
  /// @param ctx see [BaseOt#context]
  /// @param message1 8,448 bytes
  /// @throws EncodingException if the length is wrong, a point does not decode, or a masked sum is
  ///   the identity: blame V
  public static BaseOtSender answer(byte[] ctx, byte[] message1, Draws draws)
      throws EncodingException {
    Reader in = new Reader(message1);
    byte[] message = new byte[BaseOt.MESSAGE];
    byte[] keys = new byte[2 * BaseOt.COUNT * BaseOt.KEY];
    long[] scalar = new long[Scalars.LIMBS];
    byte[] s = new byte[Scalars.BYTES];
    try {
      for (int e = 0; e < BaseOt.COUNT; e++) {
        byte[][] r = {in.point(), in.point()};
        for (int b = 0; b < 2; b++) {
          byte[] mask = BaseOt.hashToPointVarTime(ctx, e, b, r[1 - b]);
          byte[] base =
              Curve.combine(r[b], mask).orElseThrow(() -> new EncodingException("identity"));
          draws.scalar(scalar, 0);
          Scalars.encode(s, 0, scalar, 0);
          byte[] m = Curve.mulBase(s);
          byte[] shared = Curve.ecdhHash(s, base);
          int slot = 2 * e + b;
          System.arraycopy(m, 0, message, slot * Curve.POINT, Curve.POINT);
          int pair = e * 2 * Curve.POINT;
          BaseOt.key(ctx, e, b, message1, pair, m, shared, keys, slot * BaseOt.KEY);
          Arrays.fill(shared, (byte) 0);
        }
      }
      in.end();
    } finally {
      Arrays.fill(scalar, 0);
      Arrays.fill(s, (byte) 0);
    }
    return new BaseOtSender(message, keys);
  }

  /// Message 2, `M_{e,0} ‖ M_{e,1}` per transfer: 8,448 bytes. Not a copy.
  public byte[] message() {
    return message;
  }

  /// K_{e,0} ‖ K_{e,1} for e = 0..127: 8,192 bytes. Secret, not a copy.
  public byte[] keys() {
    return keys;
  }

  @Override
  public void close() {
    Arrays.fill(keys, (byte) 0);
  }
}
