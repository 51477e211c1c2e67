package io.strongroom.threshold.derive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.strongroom.threshold.AbortCode;
import io.strongroom.threshold.BadParametersException;
import io.strongroom.threshold.curve.Curve;
import io.strongroom.threshold.hash.TaggedHash;
import io.strongroom.threshold.math.Scalars;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class Bip32Test {

  /// The non-hardened steps of BIP 32, test vector 2.
  @ParameterizedTest
  @CsvSource({
    "xpub661MyMwAqRbcFW31YEwpkMuc5THy2PSt5bDMsktWQcFF8syAmRUapSCGu8ED9W6oDMSgv6Zz8idoc4a6mr8BDzTJY47LJhkJ8UB7WEGuduB,"
        + "0,xpub69H7F5d8KSRgmmdJg2KhpAK8SR3DjMwAdkxj3ZuxV27CprR9LgpeyGmXUbC6wb7ERfvrnKZjXoUmmDznezpbZb7ap6r1D3tgFxHmwMkQTPH",
    "xpub6ASAVgeehLbnwdqV6UKMHVzgqAG8Gr6riv3Fxxpj8ksbH9ebxaEyBLZ85ySDhKiLDBrQSARLq1uNRts8RuJiHjaDMBU4Zn9h8LZNnBC5y4a,"
        + "1,xpub6DF8uhdarytz3FWdA8TvFSvvAh8dP3283MY7p2V4SeE2wyWmG5mg5EwVvmdMVCQcoNJxGoWaU9DCWh89LojfZ537wTfunKau47EL2dhHKon",
    "xpub6ERApfZwUNrhLCkDtcHTcxd75RbzS1ed54G1LkBUHQVHQKqhMkhgbmJbZRkrgZw4koxb5JaHWkY4ALHY2grBGRjaDMzQLcgJvLJuZZvRcEL,"
        + "2,xpub6FnCn6nSzZAw5Tw7cgR9bi15UV96gLZhjDstkXXxvCLsUXBGXPdSnLFbdpq8p9HmGsApME5hQTZ3emM2rnY5agb9rXpVGyy3bdW6EEgAtqt",
  })
  void publicSteps_agreeWithOfficialVector2(String parent, long index, String child) {
    byte[] from = base58(parent);
    byte[] to = base58(child);
    Bip32 derived = Bip32.derive(point(from), chainCode(from), List.of(index));
    assertArrayEquals(point(to), derived.childPublicKey());
    assertArrayEquals(chainCode(to), derived.chainCode());
  }

  @Test
  void knownAnswer_ofTheSpecification() {
    Bip32 child = Bip32.derive(Curve.generator(), new byte[32], List.of(0L, 1L));
    assertEquals(
        "46481361625b7e9eb39c7609de629f90795dd522bd152db0bbfbf62e86357f2a",
        HexFormat.of().formatHex(child.delta()));
  }

  @Test
  void childKey_isParentPlusTweak() {
    byte[] parent = Curve.mulBase(TaggedHash.sha256(new byte[] {1}));
    Bip32 child = Bip32.derive(parent, TaggedHash.sha256(new byte[] {2}), List.of(5L, 0L, 7L));
    assertArrayEquals(
        child.childPublicKey(), Curve.addTweakVarTime(parent, child.delta()).orElseThrow());
  }

  @Test
  void emptyPath_isTheKeyItself() {
    Bip32 same = Bip32.derive(Curve.generator(), new byte[32], List.of());
    assertArrayEquals(Curve.generator(), same.childPublicKey());
    assertArrayEquals(new byte[32], same.delta());
  }

  @ParameterizedTest
  @ValueSource(longs = {1L << 31, -1, Long.MAX_VALUE})
  void hardenedAndInvalidIndices_areRefused(long index) {
    assertRefused(() -> Bip32.derive(Curve.generator(), new byte[32], List.of(index)));
  }

  @Test
  void stepWithTweakAboveTheOrder_isRefused() {
    byte[] output = new byte[64];
    Arrays.fill(output, (byte) 0xFF);
    assertRefused(
        () -> Bip32.derive(Curve.generator(), new byte[32], List.of(0L), (c, p, i) -> output));
  }

  @Test
  void stepToTheIdentity_isRefused() {
    long[] minusOne = new long[4];
    Scalars.fromInt(minusOne, 0, 1);
    Scalars.negate(minusOne, 0, minusOne, 0);
    byte[] output = Arrays.copyOf(Scalars.encoded(minusOne, 0), 64);
    assertRefused(
        () -> Bip32.derive(Curve.generator(), new byte[32], List.of(0L), (c, p, i) -> output));
  }

  private static void assertRefused(Executable action) {
    assertEquals(AbortCode.BAD_PARAMS, assertThrows(BadParametersException.class, action).code());
  }

  private static byte[] point(byte[] xpub) {
    return Arrays.copyOfRange(xpub, 45, 78);
  }

  private static byte[] chainCode(byte[] xpub) {
    return Arrays.copyOfRange(xpub, 13, 45);
  }

  /// Base58Check of an 82-byte string that starts with a non-zero byte.
  private static byte[] base58(String text) {
    String alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    BigInteger value = BigInteger.ZERO;
    for (int i = 0; i < text.length(); i++) {
      value =
          value
              .multiply(BigInteger.valueOf(58))
              .add(BigInteger.valueOf(alphabet.indexOf(text.charAt(i))));
    }
    byte[] bytes = value.toByteArray();
    byte[] payload = Arrays.copyOf(bytes, 78);
    byte[] checksum = TaggedHash.sha256(TaggedHash.sha256(payload));
    assertEquals(82, bytes.length);
    assertArrayEquals(Arrays.copyOf(checksum, 4), Arrays.copyOfRange(bytes, 78, 82));
    return payload;
  }
}
