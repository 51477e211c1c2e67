package io.strongroom.threshold;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.threshold.curve.Curve;
import io.strongroom.threshold.math.Scalars;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class SchnorrProofTest {

  private static final byte[] SID = new byte[32];
  private static final byte[] LABEL = "a0".getBytes(US_ASCII);
  private static final PartyIndex ONE = new PartyIndex(1);

  private final Draws draws = TestKeys.randomness(3).draws(SessionId.of(SID), SID);
  private final long[] x = {0x1234, 5, 6, 7};
  private final byte[] point = Curve.mulBase(Scalars.encoded(x, 0));
  private final byte[] proof = SchnorrProof.prove(SID, ONE, LABEL, x, 0, point, draws);

  @Test
  void validProof_verifies() {
    assertEquals(65, proof.length);
    assertTrue(SchnorrProof.verify(SID, ONE, LABEL, point, proof));
  }

  @Test
  void proof_isBoundToSessionPartyLabelAndPoint() {
    byte[] sid = SID.clone();
    sid[31] = 1;
    assertFalse(SchnorrProof.verify(sid, ONE, LABEL, point, proof));
    assertFalse(SchnorrProof.verify(SID, new PartyIndex(2), LABEL, point, proof));
    assertFalse(SchnorrProof.verify(SID, ONE, "xi".getBytes(US_ASCII), point, proof));
    assertFalse(SchnorrProof.verify(SID, ONE, LABEL, Curve.generator(), proof));
  }

  @Test
  void everyChangedByte_isRefused() {
    for (int i = 0; i < proof.length; i++) {
      byte[] changed = proof.clone();
      changed[i] ^= 1;
      assertFalse(SchnorrProof.verify(SID, ONE, LABEL, point, changed), "byte " + i);
    }
    assertFalse(SchnorrProof.verify(SID, ONE, LABEL, point, Arrays.copyOf(proof, 64)));
    byte[] highScalar = proof.clone();
    Arrays.fill(highScalar, 33, 65, (byte) 0xFF);
    assertFalse(SchnorrProof.verify(SID, ONE, LABEL, point, highScalar));
  }

  @Test
  void zeroResponse_isComparedAndNotAnError() {
    byte[] zero = Arrays.copyOf(proof, 65);
    Arrays.fill(zero, 33, 65, (byte) 0);
    assertFalse(SchnorrProof.verify(SID, ONE, LABEL, point, zero));
  }
}
