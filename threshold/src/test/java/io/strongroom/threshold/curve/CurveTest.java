package io.strongroom.threshold.curve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.threshold.math.Scalars;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CurveTest {

  private static final byte[] ORDER =
      HexFormat.of().parseHex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

  @Test
  void fixedBase_refusesZeroAndTheOrder() {
    assertArrayEquals(Curve.generator(), Curve.mulBase(scalar(1)));
    assertThrows(IllegalArgumentException.class, () -> Curve.mulBase(new byte[32]));
    assertThrows(IllegalArgumentException.class, () -> Curve.mulBase(ORDER));
    assertThrows(
        IllegalArgumentException.class, () -> Curve.ecdhHash(new byte[32], Curve.generator()));
  }

  @Test
  void hashedProduct_isTheHashOfTheProduct() {
    byte[] p = Curve.mulBase(scalar(77));
    byte[] product = Curve.mulVarTime(p, scalar(1234567)).orElseThrow();
    assertArrayEquals(Curve.hashPoint(product), Curve.ecdhHash(scalar(1234567), p));
    assertArrayEquals(Curve.hashPoint(product), Curve.ecdhHash(scalar(1234567), Curve.expand(p)));
    assertArrayEquals(Curve.mulBase(scalar(77 * 1234567)), product);
  }

  @Test
  void sums_reportTheIdentity() {
    byte[] p = Curve.mulBase(scalar(5));
    assertEquals(Optional.empty(), Curve.combine(p, Curve.negate(p)));
    assertArrayEquals(
        Curve.mulBase(scalar(8)), Curve.combine(p, Curve.mulBase(scalar(3))).orElseThrow());
    assertArrayEquals(Curve.mulBase(scalar(10)), Curve.combine(p, p).orElseThrow());
    assertArrayEquals(p, Curve.combine(Curve.expand(p)).orElseThrow());
    assertThrows(IllegalArgumentException.class, Curve::combine);
    assertThrows(IllegalArgumentException.class, () -> Curve.combine(p, new byte[33]));
  }

  @Test
  void publicTweaks_reportTheIdentity() {
    byte[] p = Curve.mulBase(scalar(5));
    assertArrayEquals(p, Curve.addTweakVarTime(p, new byte[32]).orElseThrow());
    assertArrayEquals(Curve.mulBase(scalar(9)), Curve.addTweakVarTime(p, scalar(4)).orElseThrow());
    long[] minus = new long[4];
    Scalars.fromInt(minus, 0, 5);
    Scalars.negate(minus, 0, minus, 0);
    assertEquals(Optional.empty(), Curve.addTweakVarTime(p, Scalars.encoded(minus, 0)));
    assertThrows(IllegalArgumentException.class, () -> Curve.addTweakVarTime(p, ORDER));
    assertEquals(Optional.empty(), Curve.mulVarTime(p, new byte[32]));
    assertThrows(IllegalArgumentException.class, () -> Curve.mulVarTime(p, ORDER));
  }

  @Test
  void decoding_acceptsCompressedFormsOnly() {
    byte[] p = Curve.mulBase(scalar(6));
    byte[] expanded = Curve.expand(p);
    assertArrayEquals(p, Curve.compress(expanded));
    assertArrayEquals(expanded, Curve.decode(p, 0).orElseThrow());
    byte[] hybrid = expanded.clone();
    hybrid[0] = (byte) (6 | (expanded[64] & 1));
    assertFalse(Curve.isValidPoint33(expanded, 0));
    assertFalse(Curve.isValidPoint33(hybrid, 0));
    assertThrows(IllegalArgumentException.class, () -> Curve.expand(hybrid));
    assertThrows(IllegalArgumentException.class, () -> Curve.compress(hybrid));
    byte[] shifted = new byte[40];
    System.arraycopy(p, 0, shifted, 7, 33);
    assertTrue(Curve.isValidPoint33(shifted, 7));
    assertFalse(Curve.isValidPoint33(shifted, 8));
    assertFalse(Curve.isValidPoint33(shifted, -1));
  }

  @Test
  void fieldElementsNotBelowThePrime_areRefused() {
    // x = p + 1 would be x = 1, which is on the curve.
    byte[] tooLarge =
        HexFormat.of()
            .parseHex("02fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc30");
    assertFalse(Curve.isValidPoint33(tooLarge, 0));
    byte[] reduced = new byte[33];
    reduced[0] = 2;
    reduced[32] = 1;
    assertTrue(Curve.isValidPoint33(reduced, 0));
  }

  @Test
  void signatures_verifyOnlyWithLowS() {
    // Nonce 1, key 1, digest e: r = G.x, s = e + r.
    byte[] digest = scalar(99);
    long[] r = new long[4];
    long[] s = new long[4];
    Scalars.reduce256(r, 0, Curve.generator(), 1);
    Scalars.reduce256(s, 0, digest, 0);
    Scalars.add(s, 0, s, 0, r, 0);
    long[] low = s.clone();
    if (Scalars.isHighVarTime(s, 0)) {
      Scalars.negate(low, 0, s, 0);
    }
    long[] high = new long[4];
    Scalars.negate(high, 0, low, 0);
    assertTrue(Curve.verify(signature(r, low), digest, Curve.generator()));
    assertFalse(Curve.verify(signature(r, high), digest, Curve.generator()));
    assertFalse(Curve.verify(signature(r, low), scalar(98), Curve.generator()));
    assertFalse(Curve.verify(new byte[64], digest, Curve.generator()));
    assertFalse(Curve.verify(new byte[63], digest, Curve.generator()));
    boolean recovered = false;
    for (int id = 0; id < 4; id++) {
      Optional<byte[]> key = Curve.recoverVarTime(signature(r, low), digest, id);
      recovered |= key.isPresent() && Arrays.equals(key.get(), Curve.generator());
    }
    assertTrue(recovered);
  }

  private static byte[] signature(long[] r, long[] s) {
    byte[] out = new byte[64];
    Scalars.encode(out, 0, r, 0);
    Scalars.encode(out, 32, s, 0);
    return out;
  }

  private static byte[] scalar(int value) {
    long[] out = new long[4];
    Scalars.fromInt(out, 0, value);
    return Scalars.encoded(out, 0);
  }
}
