package io.strongroom.testkit.sim;

import static io.strongroom.threshold.math.Scalars.LIMBS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.threshold.Abort;
import io.strongroom.threshold.AbortCode;
import io.strongroom.threshold.BadParametersException;
import io.strongroom.threshold.Commitment;
import io.strongroom.threshold.Draws;
import io.strongroom.threshold.EcdsaSignature;
import io.strongroom.threshold.KeyShare;
import io.strongroom.threshold.PairSetup;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.PendingKey;
import io.strongroom.threshold.SessionId;
import io.strongroom.threshold.SigningSession;
import io.strongroom.threshold.Step;
import io.strongroom.threshold.curve.Curve;
import io.strongroom.threshold.dkg.ShareEvidence;
import io.strongroom.threshold.math.Scalars;
import io.strongroom.threshold.ot.OtExtensionLayout;
import io.strongroom.threshold.ot.OtExtensionReceiver;
import io.strongroom.threshold.vole.RandomVoleReceiver;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where one session ends and another begins: rows 17, 21, 30, 50, 52 and 53, as far as they are
/// the library's.
class SessionBoundaryTest {

  private static final PartyIndex ONE = new PartyIndex(1);
  private static final PartyIndex THREE = new PartyIndex(3);

  private static KeyShare copy(KeyShare share) {
    return KeyShare.decode(share.encode());
  }

  private static Rule brokenExtension(SigningRun run) {
    return Rule.rewrite(Where.direct(1).from(3), run.key().identities(), Bytes.flip(40));
  }

  /// Row 17: a new session over a burned or erased pair does not come into being.
  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void burnedPair_joinsNoNewSession(int signers) {
    SigningRun run = Keys.run(signers, 1, 17);
    Network<List<EcdsaSignature>> network = run.network(17).rule(brokenExtension(run)).run();
    PartyIndex burned = network.abort(1).burn().orElseThrow();
    SigningRun next = Keys.run(signers, 1, 18);
    assertRefused(() ->
        SigningSession.create(
            next.key().share(1),
            next.signers(),
            next.nonce(),
            next.appContext(),
            next.requests(),
            burned::equals,
            next.key().identities().signer(ONE),
            Identities.verifier(),
            SeededRandomness.of(18, ONE)));
    KeyShare erased = copy(run.key().share(1));
    assertTrue(erased.erasePair(burned));
    assertRefused(() -> next.session(erased, 18));
    assertRefused(() -> next.session(copy(erased), 18));
  }

  private static void assertRefused(Executable action) {
    assertEquals(AbortCode.BAD_PARAMS, assertThrows(BadParametersException.class, action).code());
  }

  /// Rows 17 and 52: a parallel session that is closed emits nothing, whatever still arrives.
  @ParameterizedTest
  @CsvSource({"2,1", "2,2", "2,3", "3,1", "3,2", "3,3", "3,4"})
  void closedParallelSession_emitsNothing(int signers, int round) {
    SigningRun run = Keys.run(signers, 1, 52);
    Network<List<EcdsaSignature>> network = run.network(52).runBefore(round);
    int before = network.emissions(1).size();
    network.session(ONE).close();
    network.run();
    assertEquals(before, network.emissions(1).size());
    assertThrows(IllegalStateException.class, () -> network.session(ONE).start());
  }

  /// An abort touches no other session, not even one of the same parties over the same set-up.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void otherSessions_areNotDisturbedByAnAbort(int round) {
    SigningRun broken = Keys.run(3, 1, 60);
    SigningRun other = new SigningRun(broken.key(), Keys.quorum(1, 2), Keys.requests(2), 61);
    Network<List<EcdsaSignature>> network = other.network(61).runBefore(round);
    Network<List<EcdsaSignature>> aborting =
        broken.network(60).rule(brokenExtension(broken)).runBefore(1).run();
    assertEquals(AbortCode.COT_CHECK, aborting.abort(1).code());
    assertEquals(AbortCode.COT_CHECK, aborting.abort(2).code());
    network.run();
    IndependentEcdsa.assertSigned(
        other.key().publicPackage(), other.requests(), network.result(1), "beside an abort");
  }

  /// Row 30: after a restart the direct message of the first run meets the broadcast of the second.
  @ParameterizedTest
  @CsvSource({"2,1", "3,2"})
  void messagesOfTwoRunsUnderOneSid_areEquivocationWithoutBurn(int signers, int batch) {
    SigningRun run = Keys.run(signers, batch, 30);
    SigningSession first = run.session(run.key().share(3), 300);
    Step<List<EcdsaSignature>> sent = first.start();
    List<Message> old =
        sent.emissions().getFirst().messages().stream()
            .map(outbound -> Message.of(THREE, outbound.to(), outbound.wire()))
            .toList();
    Network<List<EcdsaSignature>> network =
        run.network(30)
            .rule(
                Rule.on(
                    Where.direct(1).from(3),
                    message -> old.stream().filter(Where.direct(1).to(message.to())).toList()))
            .runBefore(1)
            .run();
    assertEquals(first.sid(), network.session(ONE).sid());
    for (PartyIndex party : run.signers()) {
      if (!party.equals(THREE)) {
        Verdict.sender(AbortCode.EQUIVOCATION_R1)
            .assertAt(party.value(), network, 3, 1, "restarted");
        assertEquals(2, network.abort(party.value()).evidence().size());
      }
    }
  }

  /// Row 50: a byte of the loaded set-up flips, the check fails, and the recheck with the stored
  /// one does not.
  @ParameterizedTest
  @CsvSource({"2,0", "3,5000", "2,8200", "3,14000", "2,14336"})
  void flippedSetupInMemory_isNotBurned(int signers, int at) {
    SigningRun run = Keys.run(signers, 1, 50);
    KeyShare good = run.key().share(1);
    byte[] encoded = good.encode();
    int pairs = 2 + 2 + 4 + good.publicPackage().record().length + 3 * 32 + 32 + 2;
    int setup = pairs + 2 + PairSetup.ENCODED + 2;
    encoded[setup + at] ^= 1;
    KeyShare flipped = KeyShare.decode(encoded);
    Network<List<EcdsaSignature>> network =
        run.network(50).replace(ONE, run.session(flipped, run.seed())).run();
    boolean bob = at < PairSetup.BUILT_LEAVES;
    // As Bob the victim looks like a cheat to party 3; as Alice it suspects party 3.
    int accuser = bob ? 3 : 1;
    Abort abort = network.abort(accuser);
    assertEquals(AbortCode.COT_CHECK, abort.code());
    SigningSession session = (SigningSession) network.session(new PartyIndex(accuser));
    if (!bob) {
      assertFalse(session.recheck(good), "the stored set-up passes");
      assertTrue(session.recheck(flipped));
    }
  }

  /// Row 53.
  @Test
  void evidenceOverAValidShare_doesNotConvict() {
    Ceremony ceremony = new Ceremony(2, Identities.count(3), 53);
    Network<PendingKey> network = ceremony.network(53).runBefore(3);
    var dealer = ceremony.identities().parties().get(THREE);
    Message opening = one(network, Where.broadcast(2).from(3).to(1));
    Message direct = one(network, Where.direct(2).from(3).to(1));
    assertFalse(
        ShareEvidence.convicts(dealer, 2, opening.wire(), direct.wire(), Identities.verifier()));
    Message wrong =
        direct.resigned(
            Bytes.flip(63).apply(direct.payload()), ceremony.identities().signer(THREE));
    assertTrue(
        ShareEvidence.convicts(dealer, 2, opening.wire(), wrong.wire(), Identities.verifier()));
    Message forged = direct.corrupted(Bytes.flip(100).apply(direct.wire()));
    assertFalse(
        ShareEvidence.convicts(dealer, 2, opening.wire(), forged.wire(), Identities.verifier()));
  }

  private static Message one(Network<?> network, Where where) {
    return network.sent().stream().filter(where).findFirst().orElseThrow();
  }

  /// Row 21: Γ = −d·G makes the right side the identity. The test knows the victim's draws.
  @ParameterizedTest
  @CsvSource({"2,1,0", "2,1,1", "3,1,0", "3,1,1", "3,2,1"})
  void gammaThatCancels_failsTheCheck(int signers, int batch, int which) {
    SigningRun run = Keys.run(signers, batch, 21);
    SessionId sid = run.session(run.key().share(1), 0).sid();
    Deviation deviation =
        new Deviation() {
          private byte[] own = new byte[0];

          @Override
          public byte[] freshness(PartyIndex peer, byte[] freshness) {
            own = freshness.clone();
            return freshness;
          }

          @Override
          public byte[] opening(PartyIndex peer, byte[] payload) {
            if (!peer.equals(ONE)) {
              return payload;
            }
            int instance = 64 + (batch - 1) * SigningCase.INSTANCE;
            long[] d = victimsShare(run, sid, own, payload, which);
            Scalars.negate(d, 0, d, 0);
            byte[] gamma = Curve.mulBase(Scalars.encoded(d, 0));
            return Bytes.set(instance + 33 * (2 + which), gamma).apply(payload);
          }
        };
    Network<List<EcdsaSignature>> network = run.network(21, 3, deviation).runBefore(2).run();
    AbortCode code = which == 0 ? AbortCode.GAMMA_U : AbortCode.GAMMA_V;
    Verdict.burn(code).assertAt(1, network, 3, 2, "cancelled");
  }

  /// d of the last request, from party 1's reconstructed draws.
  private static long[] victimsShare(
      SigningRun run, SessionId sid, byte[] deviantFreshness, byte[] payload, int which) {
    int batch = run.requests().size();
    int signers = run.signers().size();
    KeyShare share = run.key().share(1);
    OtExtensionLayout layout = new OtExtensionLayout(batch);
    Draws draws = SeededRandomness.of(run.seed(), ONE).draws(sid, share.hedgeKey());
    long[] unused = new long[LIMBS];
    for (int k = 0; k < (signers == 2 ? batch : 2 * batch); k++) {
      draws.scalar(unused, 0);
    }
    draws.bytes(Commitment.SALT);
    byte[] freshness = draws.bytes(32);
    byte[] choices = draws.bytes(layout.rowBytes());
    if (signers == 3) {
      choices = draws.bytes(layout.rowBytes());
    }
    byte[] context1 = OtExtensionReceiver.context1(sid.bytes(), 1, 3, freshness);
    OtExtensionReceiver receiver =
        OtExtensionReceiver.extend(layout, share.pair(THREE).builtLeaves(), context1, choices);
    receiver.bind(deviantFreshness);
    long[] result = new long[RandomVoleReceiver.RESULT_SCALARS * LIMBS];
    int vole = 64 + (batch - 1) * SigningCase.INSTANCE + SigningCase.VOLE;
    assertTrue(new RandomVoleReceiver().multiply(receiver, batch - 1, payload, vole, result));
    long[] d = new long[LIMBS];
    Scalars.copy(d, 0, result, (1 + which) * LIMBS);
    return d;
  }
}
