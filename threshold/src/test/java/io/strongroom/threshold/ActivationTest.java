package io.strongroom.threshold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.threshold.wire.Envelope;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ActivationTest {

  private static final PartyIndex ONE = new PartyIndex(1);
  private static final PartyIndex TWO = new PartyIndex(2);

  private final TestIdentities ids = TestIdentities.count(2);
  private final TestKeys.Run run = TestKeys.run(2, ids, 51);
  private final TestKeys.Run other = TestKeys.run(2, ids, 52);
  private final byte[] first = run.pending(1).confirm(ids.signer(ONE));
  private final byte[] second = run.pending(2).confirm(ids.signer(TWO));

  @Test
  void allConfirmations_makeACertificateThatVerifies() {
    Activation activation = activation();
    assertRunning(activation.accept(TWO, second));
    assertRunning(activation.accept(TWO, second));
    Certificate certificate =
        (Certificate)
            assertInstanceOf(Progress.Finished.class, activation.accept(ONE, first)).value();
    byte[] encoded = certificate.encode();
    assertTrue(verify(encoded).isFor(run.pending(1).publicPackage()));
    for (int i = 0; i < encoded.length; i++) {
      byte[] changed = encoded.clone();
      changed[i] ^= 1;
      assertThrows(BadParametersException.class, () -> verify(changed), "byte " + i);
      int cut = i;
      assertThrows(
          BadParametersException.class, () -> verify(Arrays.copyOf(encoded, cut)), "cut " + i);
    }
    assertThrows(
        BadParametersException.class, () -> verify(Arrays.copyOf(encoded, encoded.length + 1)));
  }

  @Test
  void certificate_activatesItsOwnPackageOnly() {
    Certificate certificate = TestKeys.certify(other);
    BadParametersException e =
        assertThrows(
            BadParametersException.class, () -> KeyShare.activate(run.pending(1), certificate));
    assertEquals(AbortCode.CONFIRM_MISMATCH, e.code());
  }

  @Test
  void withheldConfirmation_leavesTheKeyPending() {
    assertRunning(activation().accept(ONE, first));
  }

  @Test
  void confirmationOfAnotherPackage_neverActivates() {
    byte[] payload = payload(other.pending(2).confirm(ids.signer(TWO)));
    Activation activation = activation();
    Abort abort = assertAborted(AbortCode.CONFIRM_MISMATCH, activation.accept(TWO, seal(payload)));
    assertEquals(Set.of(), abort.culprits());
    assertAborted(AbortCode.CONFIRM_MISMATCH, activation.accept(ONE, first));
    assertAborted(AbortCode.CONFIRM_MISMATCH, activation.accept(TWO, second));
  }

  @Test
  void badProof_blamesItsAuthor() {
    byte[] proofOfOne = payload(first);
    Abort abort = assertAborted(AbortCode.CONFIRM_POK, activation().accept(TWO, seal(proofOfOne)));
    assertEquals(Set.of(TWO), abort.culprits());
    assertEquals(Response.SUSPEND_SENDER, abort.response());
    assertEquals(1, abort.evidence().size());
  }

  @Test
  void malformedConfirmation_blamesItsAuthor() {
    byte[] valid = payload(second);
    assertAborted(AbortCode.ENCODING, activation().accept(TWO, seal(Arrays.copyOf(valid, 96))));
    assertAborted(AbortCode.ENCODING, activation().accept(TWO, seal(Arrays.copyOf(valid, 98))));
    byte[] badPoint = valid.clone();
    badPoint[32] = 4;
    assertAborted(AbortCode.ENCODING, activation().accept(TWO, seal(badPoint)));
    byte[] badScalar = valid.clone();
    Arrays.fill(badScalar, 65, 97, (byte) 0xFF);
    assertAborted(AbortCode.ENCODING, activation().accept(TWO, seal(badScalar)));
  }

  @Test
  void twoConfirmations_areEquivocation() {
    Activation activation = activation();
    assertRunning(activation.accept(TWO, second));
    byte[] changed = payload(second);
    changed[96] ^= 1;
    Abort abort = assertAborted(AbortCode.EQUIVOCATION, activation.accept(TWO, seal(changed)));
    assertEquals(2, abort.evidence().size());
  }

  @Test
  void whatIsNotAuthentic_isIgnored() {
    Activation activation = activation();
    assertRunning(activation.accept(ONE, second));
    assertRunning(activation.accept(new PartyIndex(9), second));
    byte[] forged = second.clone();
    forged[forged.length - 1] ^= 1;
    assertRunning(activation.accept(TWO, forged));
    assertRunning(activation.accept(TWO, new byte[3]));
    assertRunning(activation.accept(ONE, first));
    assertInstanceOf(Progress.Finished.class, activation.accept(TWO, second));
  }

  @Test
  void otherHolders_areRefused() {
    PartySet others = TestIdentities.of(1, 3).parties();
    PublicKeyPackage key = run.pending(1).publicPackage();
    assertThrows(
        BadParametersException.class, () -> new Activation(key, others, TestIdentities.verifier()));
    byte[] encoded = TestKeys.certify(run).encode();
    assertThrows(
        BadParametersException.class,
        () -> Certificate.decodeAndVerify(encoded, key, others, TestIdentities.verifier()));
  }

  private Activation activation() {
    return new Activation(run.pending(1).publicPackage(), ids.parties(), TestIdentities.verifier());
  }

  private Certificate verify(byte[] encoded) {
    return Certificate.decodeAndVerify(
        encoded, run.pending(1).publicPackage(), ids.parties(), TestIdentities.verifier());
  }

  private static byte[] payload(byte[] wire) {
    return Envelope.parse(wire, 1000).orElseThrow().payload();
  }

  /// A confirmation of party 2 with any payload.
  private byte[] seal(byte[] payload) {
    SessionId sid = run.pending(1).publicPackage().sid();
    return new Envelope(Protocol.DKG, sid, 4, TWO, Optional.empty(), payload)
        .sealed(ids.signer(TWO));
  }

  private static void assertRunning(Progress<Certificate> progress) {
    assertInstanceOf(Progress.Running.class, progress);
  }

  private static Abort assertAborted(AbortCode code, Progress<Certificate> progress) {
    Abort abort = assertInstanceOf(Progress.Aborted.class, progress).abort();
    assertEquals(code, abort.code());
    return abort;
  }
}
