package io.strongroom.threshold.sign;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.strongroom.threshold.Commitment;
import io.strongroom.threshold.KeyShare;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.Protocol;
import io.strongroom.threshold.PublicKeyPackage;
import io.strongroom.threshold.SessionId;
import io.strongroom.threshold.SigningRun;
import io.strongroom.threshold.TrustedDealer;
import io.strongroom.threshold.curve.Curve;
import io.strongroom.threshold.hash.TaggedHash;
import io.strongroom.threshold.math.Scalars;
import io.strongroom.threshold.wire.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The known answers of the specification's section 22 that belong to signing.
class SigningTermsTest {

  private static final byte[] ZERO = new byte[32];
  private static final String REQUESTS_DIGEST =
      "6eaa2922ef2239cf1417af5554c0593cb5adac982465f666a2b11cbf9ec2a842";

  private static List<BoundRequest> requests() {
    byte[] digest = TaggedHash.sha256("abc".getBytes(StandardCharsets.US_ASCII));
    byte[] one = new byte[32];
    one[31] = 1;
    byte[] child = Curve.addTweakVarTime(Curve.generator(), one).orElseThrow();
    return List.of(
        new BoundRequest(digest, ZERO, Curve.generator()), new BoundRequest(digest, one, child));
  }

  @Test
  void requestsDigest_knownAnswer() {
    assertEquals(
        REQUESTS_DIGEST, HexFormat.of().formatHex(SigningTerms.requestsDigest(ZERO, requests())));
  }

  /// The identities of the published answer are given by their hashes, so the preimage is written
  /// out here.
  @Test
  void sessionIdentifier_knownAnswer() {
    byte[] extra =
        new Writer(66)
            .bytes(counting())
            .u16(2)
            .bytes(HexFormat.of().parseHex(REQUESTS_DIGEST))
            .finish();
    Writer out = new Writer(4 + 11 + 4 + 6 + 4 + 5 + 4 + 32 + 1 + 70 + 4 + 66);
    out.lp("TSIG-DKLS/1").lp(Protocol.SIGN_C.wireName()).lp("key-1").u32(7).bytes(ZERO).u8(2);
    out.u16(2).u16(1).bytes(idHash("id1")).u16(3).bytes(idHash("id3")).lp(extra);
    assertEquals(
        "ad2cbf7ad6a3b5b885e3dc4e6d120c5c536d7647f643e58f8d93c9ca9bdc23d8",
        SessionId.derive(out.finish()).toString());
  }

  private static byte[] idHash(String identity) {
    return TaggedHash.sha256(identity.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void nonceCommitment_knownAnswer() {
    byte[] commitment =
        Commitment.commit(
            SessionId.of(counting()),
            new PartyIndex(1),
            NonceSecrets.LABEL,
            Curve.generator(),
            ZERO);
    assertEquals(
        "2d2352d8e53a411657c60f916a85c08adce82d5f9be38a2d9a3d73d1d67de3b7",
        HexFormat.of().formatHex(commitment));
  }

  @Test
  void roundOnePrefix_knownAnswer() {
    byte[] broadcast = Arrays.copyOf(ZERO, 64);
    System.arraycopy(counting(), 0, broadcast, 32, 32);
    assertEquals(
        "cff22413ad6e1fdec603a5d1b8a51632b44151a550b9ed3e43e61a21ee31d2fd",
        HexFormat.of().formatHex(CommitRound.prefix(broadcast)));
  }

  @Test
  void lagrangeCoefficients_interpolateAtZero() {
    // f(x) = 5 + 3x at 2 and 7: 5 = λ_2·f(2) + λ_7·f(7).
    List<PartyIndex> set = List.of(new PartyIndex(2), new PartyIndex(7));
    long[] sum = new long[Scalars.LIMBS];
    long[] value = new long[Scalars.LIMBS];
    for (PartyIndex index : set) {
      Scalars.fromInt(value, 0, 5 + 3 * index.value());
      Scalars.mulAdd(sum, 0, Interpolation.coefficientVarTime(index, set), 0, value, 0);
    }
    assertArrayEquals(new long[] {5, 0, 0, 0}, sum);
  }

  @Test
  void tweakNotBelowTheOrder_isRefused() {
    byte[] high = new byte[32];
    Arrays.fill(high, (byte) 0xff);
    BoundRequest request = new BoundRequest(ZERO, high, Curve.generator());
    assertThrows(IllegalStateException.class, request::tweakScalar);
  }

  /// What one peer can make this party store stays near what an honest peer sends.
  @Test
  void slots_takeTheirMessageAndLittleMore() {
    TrustedDealer dealer = new TrustedDealer(2, new int[] {1, 2, 3}, 11);
    KeyShare share = dealer.share(1);
    PublicKeyPackage key = share.publicPackage();
    for (int signers = 2; signers <= 3; signers++) {
      for (int batch : new int[] {1, 32}) {
        SigningTerms terms =
            new SigningTerms(
                key.keyId(),
                key.epoch(),
                key.threshold(),
                key.pkg(),
                key.publicKey(),
                ZERO,
                new PartyIndex(1),
                share
                    .parties()
                    .subset(SigningRun.signers(IntStream.rangeClosed(1, signers).toArray())),
                ZERO,
                Collections.nCopies(batch, requests().getFirst()));
        int slots = 0;
        int room = 0;
        for (int round = 0; round <= 5; round++) {
          for (boolean broadcast : new boolean[] {true, false}) {
            int limit = terms.maxPayload(round, broadcast);
            slots += limit < 0 ? 0 : 1;
            room += Math.max(limit, 0);
          }
        }
        // Section 19.1, without the fragments of the larger shape in the smaller one.
        int honest = 64 + terms.extensionMessageBytes() + 64 + 72_388 * batch + 32 + 128 * batch;
        honest += signers == 2 ? 0 : 32 * batch;
        assertEquals(signers == 2 ? 4 : 5, slots);
        assertEquals(honest + 64 * slots, room);
      }
    }
  }

  private static byte[] counting() {
    byte[] bytes = new byte[32];
    for (int k = 0; k < bytes.length; k++) {
      bytes[k] = (byte) k;
    }
    return bytes;
  }
}
