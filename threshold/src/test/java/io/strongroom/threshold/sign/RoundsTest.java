package io.strongroom.threshold.sign;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.threshold.AbortCode;
import io.strongroom.threshold.Draws;
import io.strongroom.threshold.FakeIdentity;
import io.strongroom.threshold.KeyShare;
import io.strongroom.threshold.PairSetup;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.PublicKeyPackage;
import io.strongroom.threshold.Randomness;
import io.strongroom.threshold.TrustedDealer;
import io.strongroom.threshold.math.Scalars;
import io.strongroom.threshold.ot.OtExtensionReceiver;
import io.strongroom.threshold.wire.EncodingException;
import io.strongroom.threshold.wire.Envelope;
import io.strongroom.threshold.wire.Inbox;
import io.strongroom.threshold.wire.ProtocolAbort;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The rounds as states, driven without a session: stepping twice, erasure, and the recheck of a
/// multiplication.
class RoundsTest {

  private static final long SEED = 0x40d5L;
  private static final PartyIndex ONE = new PartyIndex(1);
  private static final PartyIndex TWO = new PartyIndex(2);

  private final TrustedDealer dealer = new TrustedDealer(2, new int[] {1, 2}, SEED);
  private final Side one = new Side(ONE);
  private final Side two = new Side(TWO);

  /// One party's rounds and inbox.
  private final class Side {
    final PartyIndex self;
    final SigningTerms terms;
    final Inbox inbox;
    final CommitRound commit;

    Side(PartyIndex self) {
      this.self = self;
      KeyShare share = dealer.share(self.value());
      PublicKeyPackage key = share.publicPackage();
      BoundRequest request = new BoundRequest(new byte[32], new byte[32], key.publicKey());
      terms =
          new SigningTerms(
              key.keyId(),
              key.epoch(),
              key.threshold(),
              key.pkg(),
              key.publicKey(),
              new byte[32],
              self,
              share.parties(),
              new byte[32],
              List.of(request));
      inbox =
          new Inbox(
              terms.preimage().protocol(),
              terms.sid(),
              self,
              terms.signers(),
              FakeIdentity.VERIFIER,
              (round, from, broadcast) -> terms.maxPayload(round, broadcast));
      Random random = new Random(SEED + self.value());
      Draws draws =
          new Randomness(random::nextBytes, new byte[0])
              .draws(terms.sid(), Randomness.noHedgeKey());
      commit = CommitRound.begin(terms, key(share), draws);
    }

    void receive(Side other, SigningRound round) {
      SigningRound.Messages messages = round.messages();
      messages.broadcast().ifPresent(payload -> deliver(other, round, Optional.empty(), payload));
      messages.direct().forEach((to, payload) -> deliver(other, round, Optional.of(to), payload));
    }

    private void deliver(Side other, SigningRound round, Optional<PartyIndex> to, byte[] payload) {
      Envelope envelope =
          new Envelope(
              terms.preimage().protocol(), terms.sid(), round.number(), other.self, to, payload);
      byte[] wire = envelope.sealed(new FakeIdentity(TrustedDealer.identity(other.self.value())));
      assertTrue(inbox.deliver(other.self, wire) instanceof Inbox.Delivery.Kept);
    }
  }

  private static SigningKey key(KeyShare share) {
    return new SigningKey() {
      @Override
      public long[] secretShare() {
        long[] x = new long[Scalars.LIMBS];
        share.copyShare(x, 0);
        return x;
      }

      @Override
      public PairSetup pair(PartyIndex peer) {
        return share.pair(peer);
      }
    };
  }

  @BeforeEach
  void exchangeRoundOne() {
    one.receive(two, two.commit);
    two.receive(one, one.commit);
  }

  private static MultiplyRound multiply(Side side) throws ProtocolAbort {
    SigningRound.Transition transition = side.commit.step(side.inbox);
    return (MultiplyRound) ((SigningRound.Transition.Next) transition).round();
  }

  @Test
  void spentRound_cannotBeSteppedAgain() throws ProtocolAbort {
    MultiplyRound second = multiply(one);
    assertThrows(IllegalStateException.class, () -> one.commit.step(one.inbox));
    one.receive(two, multiply(two));
    SigningRound third = ((SigningRound.Transition.Next) second.step(one.inbox)).round();
    assertThrows(IllegalStateException.class, () -> second.step(one.inbox));
    assertEquals(3, third.number());
    third.close();
    assertThrows(IllegalStateException.class, () -> third.step(one.inbox));
  }

  @Test
  void closedRound_cannotBeStepped() {
    one.commit.close();
    assertThrows(IllegalStateException.class, () -> one.commit.step(one.inbox));
  }

  /// A multiplication that failed because of a fault of this machine passes with the set-up loaded
  /// anew; a changed message fails again.
  @Test
  void multiplicationRecheck_tellsAFaultFromACheat() throws Exception {
    byte[] nonceOfTwo = Arrays.copyOf(one.inbox.broadcast(1, TWO), 32);
    byte[] nonceOfOne = Arrays.copyOf(two.inbox.broadcast(1, ONE), 32);
    byte[] payload = Lookup.of(multiply(two).messages().direct(), ONE);
    byte[] context1 = OtExtensionReceiver.context1(one.terms.sidBytes(), 1, 2, nonceOfOne);
    PairSetup setup = dealer.share(1).pair(TWO);
    byte[] changed = payload.clone();
    changed[64 + 4 * 33 + 31] ^= 1;
    for (AbortCode code : List.of(AbortCode.RVOLE_CHECK, AbortCode.GAMMA_U, AbortCode.GAMMA_V)) {
      assertFalse(recheck(code, context1, nonceOfTwo, payload).failsAgain(setup));
      assertTrue(recheck(code, context1, nonceOfTwo, changed).failsAgain(setup));
    }
  }

  private FailedCheck recheck(AbortCode code, byte[] context1, byte[] peerNonce, byte[] payload)
      throws EncodingException {
    PeerOpening opening = PeerOpening.decode(one.terms, payload);
    return new FailedMultiplicationCheck(
        code, TWO, one.terms.layout(), context1, one.commit.receiver(TWO), peerNonce, opening);
  }

  @Test
  void closing_erasesNonces() {
    NonceSecrets nonces =
        NonceSecrets.draw(
            one.terms,
            new Randomness(out -> Arrays.fill(out, (byte) 3), new byte[0])
                .draws(one.terms.sid(), Randomness.noHedgeKey()));
    assertFalse(Scalars.isZero(nonces.r(), 0));
    nonces.close();
    assertTrue(Scalars.isZero(nonces.r(), 0));
    assertArrayEquals(new byte[32], nonces.salt());
  }
}
