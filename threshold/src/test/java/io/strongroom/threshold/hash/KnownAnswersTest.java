package io.strongroom.threshold.hash;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.strongroom.threshold.curve.Curve;
import io.strongroom.threshold.math.Scalars;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// The known answers of `docs/protocol.md` 22 for the hash functions.
final class KnownAnswersTest {

  private static final byte[] C =
      HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
  private static final byte[] Z = new byte[32];

  @Test
  void taggedHash() {
    String expected = "1d65d8a9df142c267d922a7d25c6e1c55b46df05bd62969defeb7cbe27f48570";
    assertEquals(expected, hex(TaggedHash.th("kat", "abc".getBytes(US_ASCII))));
    assertEquals(
        expected, hex(TaggedHash.th("kat", "a".getBytes(US_ASCII), "bc".getBytes(US_ASCII))));
    assertEquals(expected, hex(TaggedHash.start("kat").u8('a').u16('b' << 8 | 'c').digest()));
    byte[] out = new byte[33];
    TaggedHash.start("kat").update("xabcx".getBytes(US_ASCII), 1, 3).digest(out, 1);
    assertEquals("00" + expected, hex(out));
  }

  @Test
  void streamedIntegers_areBigEndian() {
    assertArrayEquals(
        TaggedHash.th(
            "kat", HexFormat.of().parseHex("01020304" + "1112131415161718" + "00000002ab00")),
        TaggedHash.start("kat")
            .u32(0x01020304)
            .u64(0x1112131415161718L)
            .lp(new byte[] {(byte) 0xab, 0})
            .digest());
  }

  @Test
  void prefixHash_childOfATree() {
    byte[] in = new byte[36];
    in[32] = 3;
    in[33] = 1;
    in[35] = 1;
    assertF("ggm", in, "312d72b2e10a8fc8f34a229763a6735f9a784bc8d304c0351424464a6765b915");
  }

  @Test
  void prefixHash_leafOfATree() {
    byte[] in = new byte[34];
    in[32] = 3;
    in[33] = 2;
    assertF("ggm-leaf", in, "0b81ad9cecdc24f3bcce4b4acb2f342d3866325395d0eaa0af983888944a44eb");
  }

  @Test
  void prefixHash_padModuloTheOrder() {
    byte[] in = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f" + "00000005" + "02");
    long[] r = new long[4];
    new PrefixHash("ote-pad", C).scalar(in, 0, in.length, r, 0);
    assertEquals(
        "71773c26c7b3841439e839dffd8f0706ad4b017d661682c45478cdae0ee35454",
        hex(Scalars.encoded(r, 0)));
  }

  @Test
  void prefixHash_gadgetElements() {
    byte[] gs = TaggedHash.th("rv-gseed", C, new byte[2], Z, Z, Z);
    PrefixHash g = new PrefixHash("rv-g", gs);
    long[] r = new long[4];
    g.scalar(new byte[4], 0, 4, r, 0);
    assertEquals(
        "1e730853a13d45307b4cce47b16b66488261dc07f163ea959126ecd5113ec26a",
        hex(Scalars.encoded(r, 0)));
    g.scalar(HexFormat.of().parseHex("000002ef"), 0, 4, r, 0);
    assertEquals(
        "6dce73391a61283523f951e3453731f5d72c345dced96e73e8da43a7d069794e",
        hex(Scalars.encoded(r, 0)));
  }

  @Test
  void prefixHash_refusesWhatDoesNotFitOneBlock() {
    PrefixHash f = new PrefixHash("ggm", C);
    assertThrows(
        IllegalArgumentException.class, () -> f.hash(new byte[56], 0, 56, new byte[32], 0));
    assertThrows(IllegalArgumentException.class, () -> new PrefixHash("ggm", new byte[31]));
  }

  @Test
  void prefixHash_isPlainSha256OverTheConcatenation() {
    PrefixHash f = new PrefixHash("ote-prg", C);
    byte[] tag = TaggedHash.sha256("TSIG/v1/ote-prg".getBytes(US_ASCII));
    byte[] in = new byte[80];
    byte[] out = new byte[40];
    for (int len = 0; len <= PrefixHash.MAX_INPUT; len++) {
      f.hash(in, 5, len, out, 8);
      byte[] expected = TaggedHash.sha256(tag, C, new byte[len]);
      assertEquals(hex(expected), hex(out).substring(16));
      in[5 + len] = 0;
    }
  }

  @Test
  void pointHashAndBaseOtKey() {
    byte[] g = Curve.generator();
    assertEquals(
        "0f715baf5d4c2ed329785cef29e562f73488c8a2bb9dbc5700b361d54b9b0554",
        hex(Curve.hashPoint(g)));
    assertEquals(
        "33ee2a49e1ada5b19ccefba24123195c49583239af4d669c040973599b44d6c4",
        hex(TaggedHash.th("bot-key", C, new byte[3], g, g, g, Curve.hashPoint(g))));
  }

  @Test
  void prefixOfTheFirstSigningMessage() {
    assertEquals(
        "cff22413ad6e1fdec603a5d1b8a51632b44151a550b9ed3e43e61a21ee31d2fd",
        hex(TaggedHash.th("ps-r1", Z, C)));
  }

  private static void assertF(String tag, byte[] in, String expected) {
    byte[] out = new byte[32];
    new PrefixHash(tag, C).hash(in, 0, in.length, out, 0);
    assertEquals(expected, hex(out));
  }

  private static String hex(byte[] in) {
    return HexFormat.of().formatHex(in);
  }
}
