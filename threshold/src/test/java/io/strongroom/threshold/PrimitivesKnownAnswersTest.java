package io.strongroom.threshold;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.threshold.curve.Curve;
import io.strongroom.threshold.hash.TaggedHash;
import io.strongroom.threshold.math.Scalars;
import io.strongroom.threshold.ot.BaseOt;
import io.strongroom.threshold.wire.EncodingException;
import io.strongroom.threshold.wire.Envelope;
import io.strongroom.threshold.wire.Writer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The known answers of `docs/protocol.md` 22 for identifiers, messages, commitments and draws.
final class PrimitivesKnownAnswersTest {

  private static final byte[] C =
      HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
  private static final byte[] Z = new byte[32];
  private static final PartyIndex ONE = new PartyIndex(1);
  private static final PartyIndex THREE = new PartyIndex(3);

  @Test
  void pointHash() {
    assertEquals(
        "03f07ceb960a2773c24986a023230fd8c89a4e49988cac342d27a179b078b83b90",
        hex(BaseOt.hashToPointVarTime(C, 0, 0, Curve.generator())));
    assertEquals(
        "02ce9c3b7f86c5330ec15f2358d9e67057086f9de1bb5500c024a6354ca92a30ed",
        hex(BaseOt.hashToPointVarTime(C, 0, 1, Curve.generator())));
  }

  @Test
  void commitment() {
    byte[] label = "R".getBytes(US_ASCII);
    byte[] commitment = Commitment.commit(SessionId.of(C), ONE, label, Curve.generator(), Z);
    assertEquals(
        "2d2352d8e53a411657c60f916a85c08adce82d5f9be38a2d9a3d73d1d67de3b7", hex(commitment));
    assertTrue(Commitment.opens(commitment, SessionId.of(C), ONE, label, Curve.generator(), Z));
    assertFalse(Commitment.opens(commitment, SessionId.of(C), THREE, label, Curve.generator(), Z));
    assertFalse(Commitment.opens(commitment, SessionId.of(C), ONE, label, Curve.generator(), C));
  }

  @Test
  void signedMessageOfAnEnvelope() {
    Envelope envelope =
        new Envelope(
            Protocol.SIGN_C, SessionId.of(C), 1, ONE, Optional.of(THREE), "abc".getBytes(US_ASCII));
    assertEquals(
        "2e9a900922e0589497240b21ba49b8d6c5aef5acef52094735ae1445c8d80c3e",
        hex(envelope.signedMessage()));
  }

  @Test
  void hedgedDraw() {
    byte[] one = new byte[32];
    one[31] = 1;
    Randomness stuck = new Randomness(out -> Arrays.fill(out, (byte) 0), "boot".getBytes(US_ASCII));
    Draws draws = stuck.draws(SessionId.of(C), Randomness.hedgeKey(one));
    long[] scalar = new long[4];
    draws.scalar(scalar, 0);
    assertEquals(
        "7beb44dd99dafe5d470fa02beb41feaa56ee94c6ff20dc6eeef9c53810d1db37",
        hex(Scalars.encoded(scalar, 0)));
    Draws again = stuck.draws(SessionId.of(C), Randomness.hedgeKey(one));
    assertNotEquals(hex(Scalars.encoded(scalar, 0)), hex(again.bytes(32)));
    draws.close();
    assertThrows(IllegalStateException.class, () -> draws.bytes(1));
  }

  @Test
  void vectorDraws_followTheText() {
    byte[] k = TaggedHash.sha256("rng".getBytes(US_ASCII), "seed".getBytes(US_ASCII));
    Draws draws =
        Randomness.insecureForVectors("seed".getBytes(US_ASCII))
            .draws(SessionId.of(C), Randomness.noHedgeKey());
    byte[] block0 = TaggedHash.sha256(k, new byte[8]);
    byte[] block1 = TaggedHash.sha256(k, new byte[] {0, 0, 0, 0, 0, 0, 0, 1});
    byte[] block2 = TaggedHash.sha256(k, new byte[] {0, 0, 0, 0, 0, 0, 0, 2});
    assertEquals(hex(block0) + hex(block1).substring(0, 16), hex(draws.bytes(40)));
    assertEquals(hex(block2), hex(draws.bytes(32)));
  }

  /// The identities of the vector are digests, so the preimage is put together by hand.
  @Test
  void sessionIdentifierOfKeyGeneration() throws EncodingException {
    byte[] parties = partyList();
    byte[] encoded = preimage("dkg", 1, parties, parties);
    assertEquals(
        "79406598ff34197d4d0fe84c9f799329aa219d1568035e988fbbe8195605fe01",
        SessionId.derive(encoded).toString());
    SidPreimage decoded = SidPreimage.decode(encoded);
    assertEquals(hex(encoded), hex(decoded.encoded()));
    assertEquals(SessionId.derive(encoded), decoded.sid());
    assertEquals(Protocol.DKG, decoded.protocol());
    assertEquals("key-1", decoded.keyId());
  }

  @Test
  void sessionIdentifierOfSigning() throws EncodingException {
    byte[] zero = new byte[32];
    byte[] one = zero.clone();
    one[31] = 1;
    byte[] h = TaggedHash.sha256("abc".getBytes(US_ASCII));
    byte[] x = Curve.generator();
    byte[] x1 = Curve.addTweakVarTime(x, one).orElseThrow();
    byte[] rqd = TaggedHash.th("reqs", Z, h, zero, x, h, one, x1);
    String expected = "6eaa2922ef2239cf1417af5554c0593cb5adac982465f666a2b11cbf9ec2a842";
    assertEquals(expected, hex(rqd));
    byte[] extra = new Writer(66).bytes(C).u16(2).bytes(rqd).finish();
    byte[] encoded = preimage("sign-c", 7, partyList(), extra);
    assertEquals(
        "ad2cbf7ad6a3b5b885e3dc4e6d120c5c536d7647f643e58f8d93c9ca9bdc23d8",
        SidPreimage.decode(encoded).sid().toString());
  }

  @Test
  void partyList_ofASet() {
    TestIdentities ids = TestIdentities.of(3, 1);
    Writer out = new Writer(2 + 34 * 2).u16(2);
    for (Party party : ids.parties().ascending()) {
      out.u16(party.index().value()).bytes(TaggedHash.sha256(party.identityPublicKey()));
    }
    assertEquals(hex(out.finish()), hex(ids.parties().encoded()));
    assertEquals("[1, 3]", ids.parties().toString());
  }

  private static byte[] partyList() {
    return new Writer(70)
        .u16(2)
        .u16(1)
        .bytes(TaggedHash.sha256("id1".getBytes(US_ASCII)))
        .u16(3)
        .bytes(TaggedHash.sha256("id3".getBytes(US_ASCII)))
        .finish();
  }

  private static byte[] preimage(String proto, int epoch, byte[] parties, byte[] extra) {
    int size = 4 + 11 + 4 + proto.length() + 4 + 5 + 4 + 32 + 1 + parties.length + 4 + extra.length;
    return new Writer(size)
        .lp("TSIG-DKLS/1")
        .lp(proto)
        .lp("key-1")
        .u32(epoch)
        .bytes(Z)
        .u8(2)
        .bytes(parties)
        .lp(extra)
        .finish();
  }

  private static String hex(byte[] in) {
    return HexFormat.of().formatHex(in);
  }
}
