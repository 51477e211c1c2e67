package io.strongroom.custody.statement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ed25519Test {

  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] MESSAGE = "a statement".getBytes(StandardCharsets.US_ASCII);

  private final Ed25519PrivateKey key = SampleStatements.key("somebody");
  private final byte[] signature = key.sign(MESSAGE);

  /// RFC 8032 section 7.1, tests 1 to 3.
  @ParameterizedTest
  @CsvSource({
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
        + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
        + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        + "d25bf5f0595bbe24655141438e7a100b",
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
        + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
        + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        + "387b2eaeb4302aeeb00d291612bb0c00",
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
        + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
        + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
        + "4a7c15e9716ed28dc027beceea1ec40a"
  })
  void publishedVectors(String seed, String publicKey, String message, String expected) {
    Ed25519PrivateKey published = Ed25519PrivateKey.fromSeed(HEX.parseHex(seed));
    assertArrayEquals(HEX.parseHex(publicKey), published.publicKey().bytes());
    assertArrayEquals(HEX.parseHex(expected), published.sign(HEX.parseHex(message)));
    assertTrue(published.publicKey().verify(HEX.parseHex(message), HEX.parseHex(expected)));
  }

  @Test
  void everyFlippedBit_ofSignatureOrMessage_isRefused() {
    assertTrue(key.publicKey().verify(MESSAGE, signature));
    for (int bit = 0; bit < 8 * signature.length; bit++) {
      assertFalse(key.publicKey().verify(MESSAGE, flip(signature, bit)), "bit " + bit);
    }
    for (int bit = 0; bit < 8 * MESSAGE.length; bit++) {
      assertFalse(key.publicKey().verify(flip(MESSAGE, bit), signature), "bit " + bit);
    }
  }

  @Test
  void signatureOfAnotherKeyOrLength_isRefused() {
    assertFalse(SampleStatements.key("another").publicKey().verify(MESSAGE, signature));
    assertFalse(key.publicKey().verify(MESSAGE, Arrays.copyOf(signature, 63)));
    assertFalse(key.publicKey().verify(MESSAGE, Arrays.copyOf(signature, 65)));
    assertFalse(key.publicKey().verify(MESSAGE, new byte[0]));
    assertFalse(key.publicKey().verify(MESSAGE, new byte[64]));
  }

  @Test
  void scalarPlusGroupOrder_isRefused() {
    byte[] malleated = signature.clone();
    BigInteger s = EdwardsCurve.fromLittleEndian(Arrays.copyOfRange(signature, 32, 64));
    for (BigInteger other = s.add(EdwardsCurve.L);
        other.bitLength() <= 256;
        other = other.add(EdwardsCurve.L)) {
      System.arraycopy(EdwardsCurve.littleEndian(other), 0, malleated, 32, 32);
      assertFalse(key.publicKey().verify(MESSAGE, malleated));
    }
  }

  @Test
  void pointsOfSmallOrder_areNoPublicKeys_inAnyEncoding() {
    Set<String> encodings = new HashSet<>();
    EdwardsCurve.Point point = EdwardsCurve.IDENTITY;
    for (int i = 0; i < 8; i++) {
      encodings.add(HEX.formatHex(point.encode()));
      for (BigInteger y = point.y(); y.bitLength() <= 255; y = y.add(EdwardsCurve.P)) {
        encodings.add(HEX.formatHex(EdwardsCurve.littleEndian(y)));
        encodings.add(HEX.formatHex(EdwardsCurve.littleEndian(y.setBit(255))));
      }
      point = point.plus(EdwardsCurve.torsion());
    }
    assertEquals(EdwardsCurve.IDENTITY, point);
    assertTrue(encodings.size() >= 14, "canonical and other encodings: " + encodings.size());
    for (String encoding : encodings) {
      assertThrows(
          IllegalArgumentException.class,
          () -> Ed25519PublicKey.of(HEX.parseHex(encoding)),
          encoding);
    }
  }

  @Test
  void publicKeyWithTorsion_isRefused() {
    EdwardsCurve.Point honest = EdwardsCurve.decode(key.publicKey().bytes());
    assertArrayEquals(key.publicKey().bytes(), honest.encode());
    EdwardsCurve.Point torsion = EdwardsCurve.torsion();
    for (int i = 1; i < 8; i++) {
      byte[] mixed = honest.plus(torsion.times(BigInteger.valueOf(i))).encode();
      assertThrows(IllegalArgumentException.class, () -> Ed25519PublicKey.of(mixed));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "0200000000000000000000000000000000000000000000000000000000000000"
      })
  void notAPointOrNotReduced_isRefused(String hex) {
    assertThrows(IllegalArgumentException.class, () -> Ed25519PublicKey.of(HEX.parseHex(hex)));
  }

  @Test
  void publicKeyOfOtherLength_isRefused() {
    byte[] raw = key.publicKey().bytes();
    assertThrows(IllegalArgumentException.class, () -> Ed25519PublicKey.of(Arrays.copyOf(raw, 31)));
    assertThrows(IllegalArgumentException.class, () -> Ed25519PublicKey.of(Arrays.copyOf(raw, 33)));
  }

  /// The holder of a key can add a point of small order to R. Verifiers with and without cofactor
  /// then disagree, and one that uses halved scalars accepts some of them: so we accept none.
  @Test
  void signatureWithTorsionInR_isRefused_evenWhereTheLibraryAcceptsIt() throws Exception {
    BigInteger secret = secretScalar();
    byte[] raw = key.publicKey().bytes();
    EdwardsCurve.Point base =
        EdwardsCurve.decode(
            HEX.parseHex("5866666666666666666666666666666666666666666666666666666666666666"));
    int acceptedByLibrary = 0;
    for (int i = 0; i < 64; i++) {
      byte[] message = {(byte) i};
      BigInteger nonce = BigInteger.valueOf(1000 + i);
      EdwardsCurve.Point torsion =
          EdwardsCurve.torsion().times(BigInteger.valueOf(i % 2 == 0 ? 4 : 1));
      byte[] odd = forge(secret, raw, message, nonce, base.times(nonce).plus(torsion));
      byte[] proper = forge(secret, raw, message, nonce, base.times(nonce));
      assertTrue(key.publicKey().verify(message, proper));
      assertFalse(key.publicKey().verify(message, odd));
      acceptedByLibrary += Ed25519.verify(odd, 0, raw, 0, message, 0, message.length) ? 1 : 0;
    }
    assertTrue(
        acceptedByLibrary > 0,
        "the check of R is not needed if the library never accepts such a signature");
  }

  private static byte[] forge(
      BigInteger secret, byte[] raw, byte[] message, BigInteger nonce, EdwardsCurve.Point r)
      throws Exception {
    MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
    sha512.update(r.encode());
    sha512.update(raw);
    BigInteger challenge =
        EdwardsCurve.fromLittleEndian(sha512.digest(message)).mod(EdwardsCurve.L);
    BigInteger s = nonce.add(challenge.multiply(secret)).mod(EdwardsCurve.L);
    byte[] forged = Arrays.copyOf(r.encode(), 64);
    System.arraycopy(EdwardsCurve.littleEndian(s), 0, forged, 32, 32);
    return forged;
  }

  private static BigInteger secretScalar() throws Exception {
    byte[] half =
        Arrays.copyOf(
            MessageDigest.getInstance("SHA-512").digest(SampleStatements.hash("somebody").bytes()),
            32);
    half[0] &= (byte) 0xf8;
    half[31] = (byte) ((half[31] & 0x7f) | 0x40);
    return EdwardsCurve.fromLittleEndian(half);
  }

  @Test
  void closedKey_signsNothing_andHasForgottenItsSeed() {
    Ed25519PrivateKey closing = SampleStatements.key("closing");
    StatementSigner signer = closing.signer("desk-1");
    assertEquals("desk-1", signer.keyId());
    assertTrue(closing.publicKey().verify(MESSAGE, signer.sign(MESSAGE)));
    closing.close();
    assertThrows(IllegalStateException.class, () -> closing.sign(MESSAGE));
    assertThrows(IllegalStateException.class, () -> signer.sign(MESSAGE));
    assertThrows(IllegalStateException.class, closing::insecureSeedCopy);
  }

  @Test
  void privateKey_showsNothing_andKeepsItsOwnCopy() {
    byte[] seed = SampleStatements.hash("somebody").bytes();
    Ed25519PrivateKey copied = Ed25519PrivateKey.fromSeed(seed);
    Arrays.fill(seed, (byte) 0);
    assertArrayEquals(signature, copied.sign(MESSAGE));
    assertFalse(copied.toString().contains(SampleStatements.hash("somebody").hex()));
    assertFalse(copied.signer("x").toString().contains(SampleStatements.hash("somebody").hex()));
    assertThrows(IllegalArgumentException.class, () -> Ed25519PrivateKey.fromSeed(new byte[31]));
    assertThrows(IllegalArgumentException.class, () -> Ed25519PrivateKey.fromSeed(new byte[33]));
  }

  @Test
  void publicKey_isAValue() {
    Ed25519PublicKey publicKey = key.publicKey();
    publicKey.bytes()[0] ^= 1;
    assertTrue(publicKey.verify(MESSAGE, signature));
    assertEquals(publicKey, Ed25519PublicKey.fromBase64(publicKey.base64()));
    assertEquals(publicKey.hashCode(), Ed25519PublicKey.of(publicKey.bytes()).hashCode());
    assertNotEquals(publicKey, SampleStatements.key("another").publicKey());
    assertThrows(
        IllegalArgumentException.class,
        () -> Ed25519PublicKey.fromBase64(publicKey.base64().replace("=", "")));
  }

  private static byte[] flip(byte[] bytes, int bit) {
    byte[] flipped = bytes.clone();
    flipped[bit / 8] ^= (byte) (1 << (bit % 8));
    return flipped;
  }
}
