package io.strongroom.custody.statement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BytesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AA",
        "AA=",
        "AB==",
        "A",
        "AAA",
        "AA==\n",
        "AA== ",
        " AA==",
        "_w==",
        "-w==",
        "AA==AA==",
        "A=A=",
        "===="
      })
  void malleatedBase64_isRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Bytes.fromBase64(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "AA==", "AAA=", "AAAA", "/+8=", "/w=="})
  void standardBase64_isReadAndWrittenBack(String text) {
    assertEquals(text, Bytes.fromBase64(text).base64());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0A", "0x00", "gg", " 00", "0\uff11"})
  void otherHex_isRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Bytes.fromHex(text));
  }

  @Test
  void bytes_areAValue() {
    byte[] source = {1, 2, 3};
    Bytes bytes = Bytes.of(source);
    source[0] = 9;
    bytes.toArray()[1] = 9;
    assertArrayEquals(new byte[] {1, 2, 3}, bytes.toArray());
    assertEquals(Bytes.fromHex("010203"), bytes);
    assertEquals(Bytes.fromHex("010203").hashCode(), bytes.hashCode());
    assertNotEquals(Bytes.fromHex("0102"), bytes);
    assertEquals("010203", bytes.toString());
    assertEquals(3, bytes.length());
  }

  @Test
  void hash_isAValue_andOrdersLikeItsHex() {
    Hash32 low = Hash32.fromHex("7f" + "00".repeat(31));
    Hash32 high = Hash32.fromHex("80" + "00".repeat(31));
    assertTrue(low.compareTo(high) < 0);
    assertTrue(low.hex().compareTo(high.hex()) < 0);
    high.bytes()[0] = 0;
    assertEquals(Hash32.of(high.bytes()), high);
    assertEquals(Hash32.of(high.bytes()).hashCode(), high.hashCode());
    assertNotEquals(low, high);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33})
  void hashOfOtherLength_isRefused(int length) {
    assertThrows(IllegalArgumentException.class, () -> Hash32.of(new byte[length]));
    assertThrows(IllegalArgumentException.class, () -> Hash32.fromHex("00".repeat(length)));
  }

  @Test
  void hashInUpperCase_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> Hash32.fromHex("AB".repeat(32)));
  }

  /// FIPS 180-4's example for "abc".
  @Test
  void sha256_ofParts_isThatOfTheirConcatenation() {
    assertEquals(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        Hash32.sha256(new byte[] {'a'}, new byte[] {'b', 'c'}).hex());
    assertEquals(Hash32.sha256(new byte[] {1}), Bytes.fromHex("01").sha256());
  }
}
