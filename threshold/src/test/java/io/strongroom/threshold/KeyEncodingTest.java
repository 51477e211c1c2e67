package io.strongroom.threshold;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.threshold.curve.Curve;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KeyEncodingTest {

  private final TestIdentities ids = TestIdentities.count(3);
  private final TestKeys.Run run = TestKeys.run(2, ids, 31);
  private final byte[] certificate = TestKeys.certify(run).encode();

  @Test
  void pendingKey_survivesARoundTrip() {
    PendingKey key = run.pending(2);
    byte[] encoded = key.encode();
    assertEquals(1, encoded[0]);
    try (PendingKey decoded = PendingKey.decode(encoded)) {
      assertArrayEquals(encoded, decoded.encode());
      assertArrayEquals(
          key.confirm(ids.signer(key.self())), decoded.confirm(ids.signer(key.self())));
      assertEquals(key.publicPackage(), decoded.publicPackage());
      assertEquals(ids.parties(), decoded.parties());
    }
  }

  @Test
  void keyShare_survivesARoundTrip() {
    try (KeyShare share = share(1);
        KeyShare decoded = KeyShare.decode(share.encode())) {
      assertArrayEquals(share.encode(), decoded.encode());
      assertArrayEquals(certificate, decoded.certificate());
      assertEquals(1, decoded.epoch());
      assertEquals("key-1", decoded.keyId());
      assertEquals(ids.parties(), decoded.parties());
      assertArrayEquals(share.hedgeKey(), decoded.hedgeKey());
      for (PartyIndex peer : share.peers()) {
        assertArrayEquals(share.pair(peer).builtLeaves(), decoded.pair(peer).builtLeaves());
        assertArrayEquals(share.pair(peer).knownLeaves(), decoded.pair(peer).knownLeaves());
        assertArrayEquals(share.pair(peer).missing(), decoded.pair(peer).missing());
        assertArrayEquals(share.pair(peer).zeroSeed(), decoded.pair(peer).zeroSeed());
      }
    }
  }

  @Test
  void damagedEncodings_areRefused() {
    try (KeyShare share = share(1)) {
      byte[] active = share.encode();
      byte[] pending = run.pending(1).encode();
      for (int length : new int[] {0, 1, 2, 100, 500, active.length - 1}) {
        assertRefused(AbortCode.ENCODING, () -> KeyShare.decode(Arrays.copyOf(active, length)));
        int cut = Math.min(length, pending.length - 1);
        assertRefused(AbortCode.ENCODING, () -> PendingKey.decode(Arrays.copyOf(pending, cut)));
      }
      assertRefused(
          AbortCode.ENCODING, () -> KeyShare.decode(Arrays.copyOf(active, active.length + 1)));
      assertRefused(
          AbortCode.ENCODING, () -> PendingKey.decode(Arrays.copyOf(pending, pending.length + 1)));
      assertRefused(AbortCode.ENCODING, () -> KeyShare.decode(pending));
      assertRefused(AbortCode.ENCODING, () -> PendingKey.decode(active));
      byte[] version2 = active.clone();
      version2[0] = 2;
      assertRefused(AbortCode.ENCODING, () -> KeyShare.decode(version2));
      byte[] otherShare = active.clone();
      otherShare[indexOf(active, share.revealShare()) + 31] ^= 1;
      assertRefused(AbortCode.BAD_PARAMS, () -> KeyShare.decode(otherShare));
      byte[] otherIdentity = active.clone();
      otherIdentity[indexOf(active, ids.parties().get(new PartyIndex(3)).identityPublicKey())] ^= 1;
      assertRefused(AbortCode.BAD_PARAMS, () -> KeyShare.decode(otherIdentity));
      byte[] otherSelf = active.clone();
      otherSelf[3] = 2;
      assertRefused(AbortCode.BAD_PARAMS, () -> KeyShare.decode(otherSelf));
    }
  }

  @Test
  void erasedPair_staysErased() {
    PartyIndex two = new PartyIndex(2);
    try (KeyShare share = share(1)) {
      PairSetup pair = share.pair(two);
      assertTrue(share.erasePair(two));
      assertFalse(share.erasePair(two));
      assertThrows(IllegalStateException.class, pair::builtLeaves);
      assertRefused(AbortCode.BAD_PARAMS, () -> share.pair(two));
      try (KeyShare decoded = KeyShare.decode(share.encode())) {
        assertEquals("[3]", decoded.peers().toString());
      }
    }
  }

  @Test
  void closedShare_givesNothing() {
    KeyShare share = share(1);
    PairSetup pair = share.pair(new PartyIndex(2));
    share.close();
    share.close();
    assertThrows(IllegalStateException.class, () -> share.copyShare(new long[4], 0));
    assertThrows(IllegalStateException.class, share::encode);
    assertThrows(IllegalStateException.class, pair::missing);
  }

  @Test
  void toString_tellsNoSecret() {
    try (KeyShare share = share(1)) {
      String x = HexFormat.of().formatHex(share.revealShare());
      String text = share + " " + run.pending(1) + " " + share.pair(new PartyIndex(2));
      assertFalse(text.contains(x.substring(0, 8)), text);
      assertTrue(text.length() < 400, text);
    }
  }

  @Test
  void packageRecord_isParsedExactly() {
    byte[] record = run.pending(1).publicPackage().record();
    assertArrayEquals(record, PublicKeyPackage.parse(record).record());
    for (int length = 0; length < record.length; length += 7) {
      int cut = length;
      assertRefused(AbortCode.ENCODING, () -> PublicKeyPackage.parse(Arrays.copyOf(record, cut)));
    }
    assertRefused(
        AbortCode.ENCODING, () -> PublicKeyPackage.parse(Arrays.copyOf(record, record.length + 1)));
    int threshold = indexOf(record, run.pending(1).publicPackage().publicKey()) + Curve.POINT;
    byte[] changed = record.clone();
    changed[threshold] = 3;
    assertRefused(AbortCode.ENCODING, () -> PublicKeyPackage.parse(changed));
  }

  @Test
  void packageHash_coversEveryField() {
    PublicKeyPackage key = run.pending(1).publicPackage();
    byte[] record = key.record();
    int unparsable = 0;
    for (int i = 4; i < record.length; i++) {
      byte[] changed = record.clone();
      changed[i] ^= 1;
      try {
        assertFalse(Arrays.equals(key.pkg(), PublicKeyPackage.parse(changed).pkg()), "byte " + i);
      } catch (BadParametersException e) {
        unparsable++;
      }
    }
    assertTrue(unparsable < record.length / 2, "only " + unparsable + " parsed");
  }

  /// A share file of version 1 must load forever.
  @Test
  void frozenShare_stillLoads() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(getClass().getResourceAsStream("/key-share-v1.bin"))) {
      byte[] frozen = in.readAllBytes();
      try (KeyShare share = KeyShare.decode(frozen)) {
        assertEquals("key-1", share.keyId());
        assertEquals(new PartyIndex(1), share.self());
        assertEquals(
            HexFormat.of().formatHex(FROZEN_PKG),
            HexFormat.of().formatHex(share.publicPackage().pkg()));
        assertArrayEquals(frozen, share.encode());
        Certificate.decodeAndVerify(
            share.certificate(), share.publicPackage(), share.parties(), TestIdentities.verifier());
      }
    }
  }

  private static final byte[] FROZEN_PKG =
      HexFormat.of().parseHex("89d4e9c272e124e68d0cdf6251e6c0eaa05330e5594a34a4710ed535da0eafcf");

  private KeyShare share(int index) {
    PendingKey pending = run.pending(index);
    return KeyShare.activate(
        pending,
        Certificate.decodeAndVerify(
            certificate, pending.publicPackage(), ids.parties(), TestIdentities.verifier()));
  }

  private static int indexOf(byte[] in, byte[] part) {
    for (int i = 0; i <= in.length - part.length; i++) {
      if (Arrays.equals(in, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("not found");
  }

  private static void assertRefused(AbortCode code, Executable action) {
    assertEquals(code, assertThrows(BadParametersException.class, action).code());
  }
}
