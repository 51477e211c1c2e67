package io.strongroom.threshold.ot;

import io.strongroom.threshold.Draws;
import io.strongroom.threshold.curve.Curve;
import io.strongroom.threshold.math.Masks;
import io.strongroom.threshold.math.Scalars;
import io.strongroom.threshold.wire.EncodingException;
import io.strongroom.threshold.wire.Reader;
import java.util.Arrays;

/// The receiver V of 128 base OTs: chooses bits c_e and learns K_{e,c_e} (`docs/protocol.md` 6).
///
/// Use: [#choose], send [#message], then [#finish] once with the sender's answer. Secret, not
/// thread-safe, erased by [#close].
///
/// **Timing:** choice bits and scalars take part in masks, `mulBase` and `ecdh` only. Hpt is
/// variable time, but runs over the same two inputs whichever bit was chosen.
public final class BaseOtReceiver implements AutoCloseable {

  private final byte[] ctx;
  private final byte[] choices;
  private final byte[] message;
  private final byte[] exponents;

  private BaseOtReceiver(byte[] ctx, byte[] choices) {
    this.ctx = ctx.clone();
    this.choices = choices;
    this.message = new byte[BaseOt.MESSAGE];
    this.exponents = new byte[BaseOt.COUNT * Scalars.BYTES];
  }

  /// Draws the choice bits and prepares message 1.
  ///
  /// @param ctx see [BaseOt#context]
  public static BaseOtReceiver choose(byte[] ctx, Draws draws) {
    BaseOtReceiver receiver = new BaseOtReceiver(ctx, draws.bytes(BaseOt.COUNT / 8));
    for (int e = 0; e < BaseOt.COUNT; e++) {
      receiver.prepare(e, draws);
    }
    return receiver;
  }

  /// Message 1, `r[0] ‖ r[1]` per transfer: 8,448 bytes. Not a copy.
  public byte[] message() {
    return message;
  }

  /// The choice bits, bit e as in any bit vector: 16 bytes. Secret, a copy.
  public byte[] choices() {
    return choices.clone();
  }

  /// Computes the chosen keys from message 2.
  ///
  /// @param answer message 2, 8,448 bytes
  /// @return K_{e,c_e} for e = 0..127, 4,096 bytes; secret, the caller wipes it
  /// @throws EncodingException if the length is wrong or a point does not decode: blame S
  public byte[] finish(byte[] answer) throws EncodingException {
    Reader in = new Reader(answer);
    byte[][] points = new byte[2 * BaseOt.COUNT][];
    for (int i = 0; i < points.length; i++) {
      points[i] = in.expandedPoint();
    }
    in.end();
    byte[] keys = new byte[BaseOt.COUNT * BaseOt.KEY];
    byte[] chosen = new byte[Curve.EXPANDED];
    byte[] t = new byte[Scalars.BYTES];
    for (int e = 0; e < BaseOt.COUNT; e++) {
      int c = choice(e);
      byte[] zero = points[2 * e];
      byte[] one = points[2 * e + 1];
      Masks.select(chosen, 0, one, 0, zero, 0, chosen.length, Masks.ofBit(c));
      System.arraycopy(exponents, e * Scalars.BYTES, t, 0, t.length);
      byte[] shared = Curve.ecdhHash(t, chosen);
      int pair = e * 2 * Curve.POINT;
      BaseOt.key(ctx, e, c, message, pair, Curve.compress(chosen), shared, keys, e * BaseOt.KEY);
      Arrays.fill(shared, (byte) 0);
    }
    Arrays.fill(t, (byte) 0);
    Arrays.fill(chosen, (byte) 0);
    return keys;
  }

  @Override
  public void close() {
    Arrays.fill(choices, (byte) 0);
    Arrays.fill(exponents, (byte) 0);
  }

  /// The point of the other side is O; the chosen one is t·G − Hpt(ctx, e, c, O).
  private void prepare(int e, Draws draws) {
    int c = choice(e);
    long[] scalar = new long[Scalars.LIMBS];
    byte[] encoded = new byte[Scalars.BYTES];
    draws.scalar(scalar, 0);
    Scalars.encode(encoded, 0, scalar, 0);
    System.arraycopy(encoded, 0, exponents, e * Scalars.BYTES, Scalars.BYTES);
    byte[] known = Curve.mulBaseExpanded(encoded);
    draws.scalar(scalar, 0);
    Scalars.encode(encoded, 0, scalar, 0);
    byte[] other = Curve.mulBase(encoded);
    Arrays.fill(scalar, 0);
    Arrays.fill(encoded, (byte) 0);
    byte[] mask = BaseOt.hashToPointVarTime(ctx, e, c, other);
    byte[] shifted =
        Curve.combine(known, Curve.negate(mask))
            .orElseThrow(() -> new IllegalStateException("identity has probability 2^-256"));
    // Evaluated and discarded: both sides then try the same candidates, whatever c is.
    byte[] unused = BaseOt.hashToPointVarTime(ctx, e, 1 - c, shifted);
    Arrays.fill(unused, (byte) 0);
    int at = e * 2 * Curve.POINT;
    int chosen = Masks.ofBit(c);
    Masks.select(message, at, other, 0, shifted, 0, Curve.POINT, chosen);
    Masks.select(message, at + Curve.POINT, shifted, 0, other, 0, Curve.POINT, chosen);
    Arrays.fill(known, (byte) 0);
  }

  private int choice(int e) {
    return (choices[e >>> 3] >>> (e & 7)) & 1;
  }
}
