package io.strongroom.chain.ethereum;

import static io.strongroom.chain.ethereum.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Signature cases after the kinds that Wycheproof's ECDSA files collect: ranges, malleability,
/// edge scalars.
final class Secp256k1Test {

  private static final BigInteger N = SoftwareKey.N;
  private static final SoftwareKey KEY = new SoftwareKey(new BigInteger("c0ffee", 16));
  private static final byte[] DIGEST = Keccak.hash256(new byte[] {1, 2, 3});
  private static final EcdsaSignature SIGNATURE = KEY.sign(DIGEST);

  private static byte[] encode(BigInteger r, BigInteger s, int recoveryId) {
    byte[] bytes = new byte[65];
    BigIntegers.asUnsignedByteArray(r, bytes, 0, 32);
    BigIntegers.asUnsignedByteArray(s, bytes, 32, 32);
    bytes[64] = (byte) recoveryId;
    return bytes;
  }

  private static boolean verify(byte[] signature65) {
    return Secp256k1.verifyVarTime(KEY.publicKey33(), DIGEST, signature65);
  }

  @Test
  void validSignature_verifiesAndRecovers() {
    assertTrue(verify(SIGNATURE.bytes()));
    assertArrayEquals(KEY.publicKey33(), Secp256k1.recoverVarTime(DIGEST, SIGNATURE));
    assertEquals(SIGNATURE, EcdsaSignature.parse(SIGNATURE.bytes()));
  }

  @Test
  void highS_isRefusedThoughTheEquationHolds() {
    BigInteger high = N.subtract(SIGNATURE.s());
    assertTrue(KEY.verifies(DIGEST, SIGNATURE.r(), high));

    byte[] malleated = encode(SIGNATURE.r(), high, 1 - SIGNATURE.yParity());
    assertFalse(verify(malleated));
    assertRefused("signature", () -> EcdsaSignature.parse(malleated));
  }

  @Test
  void bothSidesOfTheLowSBound() {
    BigInteger half = N.shiftRight(1);
    assertEquals(half, new EcdsaSignature(BigInteger.ONE, half, 0).s());
    assertRefused(
        "signature", () -> new EcdsaSignature(BigInteger.ONE, half.add(BigInteger.ONE), 0));
  }

  @Test
  void scalarsOutOfRange_areRefused() {
    BigInteger r = SIGNATURE.r();
    BigInteger s = SIGNATURE.s();
    BigInteger max = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
    for (BigInteger bad : List.of(BigInteger.ZERO, N, N.add(BigInteger.ONE), max)) {
      for (int id = 0; id <= 1; id++) {
        byte[] badR = encode(bad, s, id);
        byte[] badS = encode(r, bad, id);
        byte[] both = encode(bad, bad, id);
        for (byte[] signature : List.of(badR, badS, both)) {
          assertFalse(verify(signature));
          assertRefused("signature", () -> EcdsaSignature.parse(signature));
        }
      }
    }
    assertRefused("signature", () -> new EcdsaSignature(r.negate(), s, 0));
    assertRefused("signature", () -> new EcdsaSignature(r, s.negate(), 0));
  }

  @Test
  void wrongRecoveryId_isRefusedThoughTheEquationHolds() {
    assertFalse(verify(encode(SIGNATURE.r(), SIGNATURE.s(), 1 - SIGNATURE.yParity())));
    for (int id : new int[] {2, 3, 4, 27, 28, -1, -128}) {
      byte[] signature = encode(SIGNATURE.r(), SIGNATURE.s(), id);
      assertFalse(verify(signature));
      assertRefused("signature", () -> EcdsaSignature.parse(signature));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 66, 130})
  void otherLengths_areRefused(int length) {
    byte[] signature = Arrays.copyOf(SIGNATURE.bytes(), length);
    assertFalse(verify(signature));
    assertRefused("signature", () -> EcdsaSignature.parse(signature));
  }

  @Test
  void everyFlippedBit_isRefused() {
    for (int bit = 0; bit < 64 * 8; bit += 5) {
      byte[] signature = SIGNATURE.bytes();
      signature[bit / 8] ^= (byte) (1 << (bit % 8));
      assertFalse(verify(signature), "bit " + bit);
    }
    for (int bit = 0; bit < 32 * 8; bit += 5) {
      byte[] digest = DIGEST.clone();
      digest[bit / 8] ^= (byte) (1 << (bit % 8));
      assertFalse(
          Secp256k1.verifyVarTime(KEY.publicKey33(), digest, SIGNATURE.bytes()), "bit " + bit);
    }
  }

  @Test
  void anotherKeyAndTheNegatedKey_areRefused() {
    for (BigInteger scalar : List.of(BigInteger.ONE, N.subtract(KEY.scalar()))) {
      byte[] other = new SoftwareKey(scalar).publicKey33();
      assertFalse(Secp256k1.verifyVarTime(other, DIGEST, SIGNATURE.bytes()));
    }
  }

  @Test
  void malformedKeyOrDigest_isTheCallersError() {
    byte[] key = KEY.publicKey33();
    byte[] signature = SIGNATURE.bytes();
    assertRefused("publicKey", () -> Secp256k1.verifyVarTime(new byte[33], DIGEST, signature));
    assertRefused("digest", () -> Secp256k1.verifyVarTime(key, new byte[31], signature));
    assertRefused("digest", () -> Secp256k1.verifyVarTime(key, new byte[33], signature));
    assertRefused("digest", () -> Secp256k1.recoverVarTime(new byte[0], SIGNATURE));
  }

  /// s·R = z·G with the nonce point chosen as R = G: the equation then asks for the point at
  /// infinity as the key.
  @Test
  void signatureThatLeadsToNoKey_isRefused() {
    ECPoint g = new SoftwareKey(BigInteger.ONE).point();
    BigInteger r = g.getAffineXCoord().toBigInteger();
    byte[] digest = BigIntegers.asUnsignedByteArray(32, BigInteger.valueOf(5));
    int parity = g.getAffineYCoord().testBitZero() ? 1 : 0;
    EcdsaSignature signature = new EcdsaSignature(r, BigInteger.valueOf(5), parity);
    assertRefused("signature", () -> Secp256k1.recoverVarTime(digest, signature));
  }

  /// u1·G + u2·Q is the point at infinity: z = −r·d makes it so for any s.
  @Test
  void equationThatEndsInInfinity_isRefused() {
    BigInteger r = BigInteger.valueOf(7);
    byte[] digest = BigIntegers.asUnsignedByteArray(32, r.multiply(KEY.scalar()).negate().mod(N));
    assertFalse(Secp256k1.verifyVarTime(KEY.publicKey33(), digest, encode(r, BigInteger.TWO, 0)));
  }

  @Test
  void rThatIsNoXCoordinate_isRefused() {
    EcdsaSignature signature = new EcdsaSignature(BigInteger.valueOf(5), BigInteger.ONE, 0);
    assertRefused("signature", () -> Secp256k1.recoverVarTime(DIGEST, signature));
    assertFalse(verify(signature.bytes()));
  }

  /// Digests at and above the group's order are reduced, not refused; extreme keys work.
  @Test
  void edgeDigestsAndKeys_verify() {
    List<BigInteger> digests =
        List.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            N.subtract(BigInteger.ONE),
            N,
            N.add(BigInteger.ONE),
            BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE));
    for (BigInteger scalar :
        List.of(BigInteger.ONE, BigInteger.TWO, N.shiftRight(1), N.subtract(BigInteger.ONE))) {
      SoftwareKey key = new SoftwareKey(scalar);
      for (BigInteger digest : digests) {
        byte[] digest32 = BigIntegers.asUnsignedByteArray(32, digest);
        EcdsaSignature signature = key.sign(digest32);
        assertTrue(Secp256k1.verifyVarTime(key.publicKey33(), digest32, signature.bytes()));
        assertArrayEquals(key.publicKey33(), Secp256k1.recoverVarTime(digest32, signature));
      }
    }
  }

  @Test
  void bouncyCastlesVerifier_agrees() {
    Seeded.forEachSeed(
        60,
        seeded -> {
          SoftwareKey key = seeded.key();
          byte[] digest = seeded.bytes(32);
          EcdsaSignature signature = key.sign(digest);
          assertTrue(key.verifies(digest, signature.r(), signature.s()));
          assertTrue(Secp256k1.verifyVarTime(key.publicKey33(), digest, signature.bytes()));
          assertArrayEquals(key.publicKey33(), Secp256k1.recoverVarTime(digest, signature));
          byte[] noise =
              encode(new BigInteger(255, seeded.random()), new BigInteger(254, seeded.random()), 0);
          assertFalse(Secp256k1.verifyVarTime(key.publicKey33(), digest, noise));
        });
  }

  @Test
  void bytes_arePaddedToTheirFixedLengths() {
    EcdsaSignature signature = new EcdsaSignature(BigInteger.ONE, BigInteger.TWO, 1);
    String expected = "0".repeat(63) + "1" + "0".repeat(63) + "2" + "01";
    assertEquals(expected, HexFormat.of().formatHex(signature.bytes()));
  }
}
