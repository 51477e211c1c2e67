package io.strongroom.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.threshold.Abort;
import io.strongroom.threshold.AbortCode;
import io.strongroom.threshold.Activation;
import io.strongroom.threshold.BadParametersException;
import io.strongroom.threshold.Certificate;
import io.strongroom.threshold.KeyGeneration;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.PendingKey;
import io.strongroom.threshold.Progress;
import io.strongroom.threshold.wire.Envelope;
import io.strongroom.threshold.wire.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Rows 12 and 13: one wrong or missing confirmation, and the key becomes active nowhere.
class ConfirmationTest {

  private static final Ceremony CEREMONY = new Ceremony(2, Identities.count(3), 12);
  private static final int DEVIANT = 3;
  private static final List<PendingKey> PENDING = new ArrayList<>();

  @BeforeAll
  static void generate() {
    Network<PendingKey> network = CEREMONY.network(12).run();
    for (int party = 1; party <= 3; party++) {
      PENDING.add(network.result(party));
    }
  }

  private static byte[] confirmation(int party) {
    return PENDING.get(party - 1).confirm(CEREMONY.identities().signer(new PartyIndex(party)));
  }

  private static byte[] rewritten(UnaryOperator<byte[]> change) {
    PartyIndex deviant = new PartyIndex(DEVIANT);
    Message honest = Message.of(deviant, new PartyIndex(1), confirmation(DEVIANT));
    return honest
        .resigned(change.apply(honest.payload()), CEREMONY.identities().signer(deviant))
        .wire();
  }

  /// All honest confirmations, then the deviant's, at every honest holder.
  private static Progress<Certificate> activate(int holder, byte[] deviant) {
    Activation activation =
        new Activation(
            PENDING.get(holder - 1).publicPackage(),
            CEREMONY.identities().parties(),
            Identities.verifier());
    activation.accept(new PartyIndex(1), confirmation(1));
    activation.accept(new PartyIndex(2), confirmation(2));
    return activation.accept(new PartyIndex(DEVIANT), deviant);
  }

  private static void assertNowhereActive(
      UnaryOperator<byte[]> change, AbortCode code, boolean blamed) {
    for (int holder = 1; holder < DEVIANT; holder++) {
      Progress<Certificate> progress = activate(holder, rewritten(change));
      assertTrue(progress instanceof Progress.Aborted, () -> code + ": " + progress);
      Abort abort = ((Progress.Aborted<Certificate>) progress).abort();
      assertEquals(code, abort.code());
      assertEquals(blamed ? Set.of(new PartyIndex(DEVIANT)) : Set.of(), abort.culprits());
      assertTrue(
          Envelope.parse(abort.evidence().getFirst(), 1024).isPresent(), "evidence to compare");
    }
    // Nor does a certificate that contains it convince a laggard.
    Writer certificate = new Writer(2 + 3 * (4 + confirmation(1).length) + lengthOf(change));
    certificate.u16(3).lp(confirmation(1)).lp(confirmation(2)).lp(rewritten(change));
    BadParametersException refused =
        assertThrows(
            BadParametersException.class,
            () ->
                Certificate.decodeAndVerify(
                    certificate.finish(),
                    PENDING.getFirst().publicPackage(),
                    CEREMONY.identities().parties(),
                    Identities.verifier()));
    assertEquals(code, refused.code());
  }

  private static int lengthOf(UnaryOperator<byte[]> change) {
    return rewritten(change).length - confirmation(1).length;
  }

  @Test
  void allConfirmations_makeACertificate() {
    assertTrue(activate(1, confirmation(DEVIANT)) instanceof Progress.Finished);
  }

  /// Row 46: the confirmation of a faster peer waits for the slower one's run to end.
  @Test
  void earlyConfirmation_isKept() {
    SortedMap<PartyIndex, KeyGeneration> sessions = CEREMONY.sessions();
    Network<PendingKey> network = new Network<>(sessions, 12);
    network.rule(Rule.delay(Where.direct(3).to(2))).runBefore(3);
    PartyIndex slow = new PartyIndex(2);
    network.deliver(Message.of(new PartyIndex(1), slow, confirmation(1)));
    assertTrue(network.progress(slow) instanceof Progress.Running);
    network.run();
    network.parties().forEach(party -> network.result(party.value()).close());
    KeyGeneration session = Objects.requireNonNull(sessions.get(slow));
    assertArrayEquals(confirmation(1), session.earlyConfirmations().get(new PartyIndex(1)));
  }

  @Test
  void anotherPackage_isConfirmMismatch() {
    assertNowhereActive(Bytes.flip(0), AbortCode.CONFIRM_MISMATCH, false);
  }

  @Test
  void badProof_isConfirmPok() {
    assertNowhereActive(Bytes.flip(32), AbortCode.CONFIRM_POK, true);
    assertNowhereActive(Bytes.flip(96), AbortCode.CONFIRM_POK, true);
    Message other = Message.of(new PartyIndex(1), new PartyIndex(2), confirmation(1));
    assertNowhereActive(honest -> other.payload(), AbortCode.CONFIRM_POK, true);
  }

  @Test
  void badEncoding_isEncoding() {
    assertNowhereActive(Bytes::shorter, AbortCode.ENCODING, true);
    assertNowhereActive(Bytes::longer, AbortCode.ENCODING, true);
    assertNowhereActive(Bytes.set(32, Bytes.offCurve()), AbortCode.ENCODING, true);
    assertNowhereActive(Bytes.set(65, Bytes.order()), AbortCode.ENCODING, true);
  }

  @Test
  void withheldConfirmation_leavesTheKeyPending() {
    byte[] dropped = confirmation(DEVIANT);
    dropped[dropped.length - 1] ^= 1;
    assertTrue(activate(1, dropped) instanceof Progress.Running, "a forged one counts for nothing");
    Writer certificate = new Writer(2 + 2 * (4 + confirmation(1).length));
    certificate.u16(2).lp(confirmation(1)).lp(confirmation(2));
    assertThrows(
        BadParametersException.class,
        () ->
            Certificate.decodeAndVerify(
                certificate.finish(),
                PENDING.getFirst().publicPackage(),
                CEREMONY.identities().parties(),
                Identities.verifier()));
  }
}
