package io.strongroom.node.start;

import static io.strongroom.node.start.ClusterSigningTest.ONE_ETH;
import static io.strongroom.node.start.ClusterSigningTest.assertSigned;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.node.session.PeerWire;
import io.strongroom.proto.v1.GenerateKeyResponse;
import io.strongroom.proto.v1.SessionFailure;
import io.strongroom.proto.v1.SignResponse;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.wire.Envelope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Node 3 is corrupt: it changes its messages and signs what it changed.
class CorruptPeerTest {

  private static final int MAX_PAYLOAD = 4_000_000;

  private TestCluster cluster;
  private final AtomicBoolean corrupt = new AtomicBoolean();
  private Predicate<Envelope> which = envelope -> false;
  private UnaryOperator<byte[]> change = payload -> payload;

  @BeforeEach
  void start(@TempDir Path root) throws Exception {
    cluster = new TestCluster(root, Duration.ofSeconds(5));
    cluster.start(1);
    cluster.start(2);
    NodeKeys keys = cluster.nodeKeys(3);
    cluster.start(3, Surroundings.REAL.with(real -> tampering(real, keys)));
    cluster.commit();
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private PeerWire tampering(PeerWire real, NodeKeys keys) {
    return (to, wire, patience, unreachable) -> {
      byte[] sent = tampered(wire, keys);
      if (sent.length > 0) {
        real.send(to, sent, patience, unreachable);
      }
    };
  }

  private byte[] tampered(byte[] wire, NodeKeys keys) {
    Envelope envelope = Envelope.parse(wire, MAX_PAYLOAD).orElseThrow();
    if (!corrupt.get() || !which.test(envelope)) {
      return wire;
    }
    byte[] payload = change.apply(envelope.payload().clone());
    if (payload.length == 0) {
      return payload;
    }
    return new Envelope(
            envelope.protocol(),
            envelope.sid(),
            envelope.round(),
            envelope.from(),
            envelope.to(),
            payload)
        .sealed(keys.identity()::sign);
  }

  private void tamper(Predicate<Envelope> messages, UnaryOperator<byte[]> with) {
    which = messages;
    change = with;
    corrupt.set(true);
  }

  private static byte[] flipLast(byte[] payload) {
    payload[payload.length - 1] ^= 1;
    return payload;
  }

  @Test
  void garbageOpening_abortsWithBlame_andAnotherQuorumSigns() throws Exception {
    cluster.withVault();
    long seq = cluster.log.authorize(cluster.log.request(ONE_ETH));
    cluster.commit();
    tamper(
        envelope -> envelope.round() == 2,
        payload -> {
          payload[40] ^= 1;
          return payload;
        });

    SignResponse answer = cluster.sign(seq, 1, 3).of(1);

    assertEquals("COMMIT_OPEN", answer.getFailure().getCode());
    assertEquals(List.of(3), answer.getFailure().getCulpritsList());
    assertFalse(answer.getFailure().getPossiblySigned());
    assertSigned(cluster, seq, cluster.sign(seq, 1, 2).of(2));
  }

  @Test
  void wrongObliviousTransfer_burnsThePairForEver_andNoOther() throws Exception {
    cluster.withVault();
    long seq = cluster.log.authorize(cluster.log.request(ONE_ETH));
    cluster.commit();
    tamper(
        envelope -> envelope.round() == 1 && envelope.to().equals(Optional.of(new PartyIndex(1))),
        CorruptPeerTest::flipMiddle);

    SessionFailure failure = cluster.sign(seq, 1, 3).of(1).getFailure();

    assertEquals("COT_CHECK", failure.getCode());
    assertEquals(List.of(3), failure.getCulpritsList());
    assertEquals(List.of(3), cluster.status(1).getBurnedWithList());
    corrupt.set(false);
    cluster.restart(1);
    cluster.commit();
    assertEquals(
        "PAIR_BURNED",
        cluster
            .signAt(
                1,
                cluster.signRequest(cluster.committedNote(), cluster.nonce(), List.of(seq), 1, 3))
            .getFailure()
            .getCode());
    assertSigned(cluster, seq, cluster.sign(seq, 2, 3).of(2));
    assertSigned(cluster, seq, cluster.sign(seq, 1, 2).of(1));
  }

  private static byte[] flipMiddle(byte[] payload) {
    payload[payload.length / 2] ^= 1;
    return payload;
  }

  @Test
  void wrongFragment_givesNoSignature_butTheRequestCountsAsPossiblySigned() throws Exception {
    cluster.withVault();
    long seq = cluster.log.authorize(cluster.log.request(ONE_ETH));
    cluster.commit();
    tamper(envelope -> envelope.round() == 3, CorruptPeerTest::flipLast);

    SessionFailure failure = cluster.sign(seq, 1, 3).of(1).getFailure();

    assertEquals("BAD_SIGNATURE", failure.getCode());
    assertTrue(failure.getPossiblySigned());
    assertEquals(
        "POSSIBLY_SIGNED", TestCluster.refusalOf(() -> cluster.release(1, seq)).code().reason());
    assertSigned(cluster, seq, cluster.sign(seq, 1, 2).of(1));
  }

  @Test
  void wrongDealing_endsTheKeyGeneration_andNothingIsStored() throws Exception {
    long proposal = cluster.log.proposeVault("hot", "key-hot-1");
    cluster.commit();
    tamper(envelope -> envelope.round() == 2 && envelope.isBroadcast(), CorruptPeerTest::flipLast);

    GenerateKeyResponse answer = cluster.generateKey(proposal, 1, 2, 3).of(1);

    assertEquals("COMMIT_OPEN", answer.getFailure().getCode());
    assertEquals(List.of(3), answer.getFailure().getCulpritsList());
    assertEquals(List.of(), cluster.status(1).getPendingKeysList());
    corrupt.set(false);
    TestCluster.Answers<GenerateKeyResponse> again = cluster.generateKey(proposal, 1, 2, 3);
    assertTrue(again.of(1).hasKeyStatement(), () -> again.of(1).toString());
    assertEquals(
        again.of(1), cluster.generateKey(proposal, 1).of(1), "the same statement every time");
  }

  @Test
  void confirmationsThatNeverArrive_areFetched() throws Exception {
    tamper(envelope -> envelope.round() == 4, payload -> new byte[0]);

    cluster.withVault();

    assertEquals(List.of("key-hot-1"), cluster.status(1).getActiveKeysList());
  }
}
