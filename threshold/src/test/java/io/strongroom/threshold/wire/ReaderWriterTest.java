package io.strongroom.threshold.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.strongroom.threshold.curve.Curve;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class ReaderWriterTest {

  @Test
  void writtenFields_areReadBack() throws EncodingException {
    long[] scalar = {5, 6, 7, 8};
    byte[] out =
        new Writer(1 + 2 + 4 + 3 + 7 + 6 + 32 + 33 + 33)
            .u8(255)
            .u16(65535)
            .u32(0x01020304)
            .bytes(new byte[] {1, 2, 3})
            .lp(new byte[] {4, 5, 6})
            .lp("ab")
            .scalar(scalar, 0)
            .bytes(Curve.generator())
            .bytes(Curve.generator())
            .finish();
    Reader in = new Reader(out);
    assertEquals(255, in.u8());
    assertEquals(65535, in.u16());
    assertEquals(0x01020304, in.u32());
    assertArrayEquals(new byte[] {1, 2, 3}, in.bytes(3));
    assertArrayEquals(new byte[] {4, 5, 6}, in.lp(3));
    assertArrayEquals(new byte[] {'a', 'b'}, in.lp(2));
    long[] read = new long[4];
    in.scalar(read, 0);
    assertArrayEquals(scalar, read);
    assertArrayEquals(Curve.generator(), in.point());
    assertArrayEquals(Curve.expand(Curve.generator()), in.expandedPoint());
    in.end();
  }

  @Test
  void shortInputAndTrailingBytes_areRefused() throws EncodingException {
    assertThrows(EncodingException.class, () -> new Reader(new byte[0]).u8());
    assertThrows(EncodingException.class, () -> new Reader(new byte[1]).u16());
    assertThrows(EncodingException.class, () -> new Reader(new byte[3]).u32());
    assertThrows(EncodingException.class, () -> new Reader(new byte[3]).bytes(4));
    assertThrows(EncodingException.class, () -> new Reader(new byte[3]).bytes(-1));
    assertThrows(EncodingException.class, () -> new Reader(new byte[3]).skip(4));
    assertThrows(EncodingException.class, () -> new Reader(new byte[31]).scalar(new long[4], 0));
    assertThrows(EncodingException.class, () -> new Reader(new byte[32]).point());
    assertThrows(EncodingException.class, () -> new Reader(new byte[32]).expandedPoint());
    assertThrows(EncodingException.class, () -> new Reader(new byte[1]).end());
  }

  @Test
  void lengths_areBoundedByTheCaller() {
    byte[] fiveBytes = {0, 0, 0, 5, 1, 2, 3, 4, 5};
    assertThrows(EncodingException.class, () -> new Reader(fiveBytes).lp(4));
    byte[] huge = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 1};
    assertThrows(EncodingException.class, () -> new Reader(huge).lp(Integer.MAX_VALUE));
    byte[] longer = {0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 1};
    assertThrows(EncodingException.class, () -> new Reader(longer).lp(Integer.MAX_VALUE));
  }

  @Test
  void scalarsNotBelowTheOrder_areRefused() {
    byte[] q =
        HexFormat.of().parseHex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
    assertThrows(EncodingException.class, () -> new Reader(q).scalar(new long[4], 0));
  }

  @Test
  void nonCanonicalPoints_areRefused() {
    byte[] valid = Curve.generator();
    for (int prefix : new int[] {0, 1, 4, 5, 6, 7, 0x82, 0xFF}) {
      byte[] changed = valid.clone();
      changed[0] = (byte) prefix;
      assertThrows(EncodingException.class, () -> new Reader(changed).point(), "" + prefix);
    }
    byte[] tooLarge = new byte[33];
    Arrays.fill(tooLarge, (byte) 0xFF);
    tooLarge[0] = 2;
    assertThrows(EncodingException.class, () -> new Reader(tooLarge).point());
    byte[] offCurve = new byte[33];
    offCurve[0] = 2;
    offCurve[32] = 5;
    assertThrows(EncodingException.class, () -> new Reader(offCurve).point());
    assertThrows(EncodingException.class, () -> new Reader(new byte[33]).point());
  }

  @Test
  void writer_refusesWrongLengthsAndRanges() {
    assertThrows(IllegalStateException.class, () -> new Writer(2).u8(1).finish());
    assertThrows(IndexOutOfBoundsException.class, () -> new Writer(1).u16(1));
    assertThrows(IllegalArgumentException.class, () -> new Writer(1).u8(256));
    assertThrows(IllegalArgumentException.class, () -> new Writer(1).u8(-1));
    assertThrows(IllegalArgumentException.class, () -> new Writer(2).u16(65536));
  }
}
