package io.strongroom.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.threshold.Abort;
import io.strongroom.threshold.AbortCode;
import io.strongroom.threshold.EcdsaSignature;
import io.strongroom.threshold.IdentitySigner;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.PendingKey;
import io.strongroom.threshold.Progress;
import io.strongroom.threshold.Protocol;
import io.strongroom.threshold.ProtocolSession;
import io.strongroom.threshold.SessionId;
import io.strongroom.threshold.SigningRequest;
import io.strongroom.threshold.Step;
import io.strongroom.threshold.hash.TaggedHash;
import io.strongroom.threshold.wire.Envelope;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the network and a spamming peer can do: rows 32, 44, 45, 47 and 48.
class DeliveryTest {

  private static final long SEED = 45;

  /// Something that must be dropped without blame.
  record Forgery(String name, UnaryOperator<Message> forge) {

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Forgery> forgeries() {
    return Stream.of(
        new Forgery(
            "bad signature", m -> m.corrupted(Bytes.flip(m.wire().length - 1).apply(m.wire()))),
        new Forgery(
            "changed payload", m -> m.corrupted(Bytes.flip(m.wire().length - 65).apply(m.wire()))),
        new Forgery(
            "unsigned",
            m -> m.corrupted(Bytes.set(m.wire().length - 64, new byte[64]).apply(m.wire()))),
        new Forgery("empty", m -> m.corrupted(new byte[0])),
        new Forgery("half", m -> m.corrupted(Arrays.copyOf(m.wire(), m.wire().length / 2))),
        new Forgery("trailing", m -> m.corrupted(Bytes.longer(m.wire()))),
        new Forgery("version 2", m -> m.corrupted(Bytes.set(0, (byte) 2).apply(m.wire()))),
        new Forgery("another channel", m -> m.onChannel(new PartyIndex(m.from() % 3 + 1))),
        new Forgery("own channel", m -> m.onChannel(m.recipient())),
        new Forgery("unknown channel", m -> m.onChannel(new PartyIndex(77))),
        new Forgery("signed by another", m -> m.sealed(m.envelope(), signer(m.from() % 3 + 1))),
        new Forgery(
            "another author",
            m -> sealed(m, m.envelope().round(), m.from() % 3 + 1, m.envelope().to())),
        new Forgery(
            "another recipient",
            m -> sealed(m, m.round(), m.from(), Optional.of(new PartyIndex(m.to() % 3 + 1)))),
        new Forgery("round 0", m -> sealed(m, 0, m.from(), m.envelope().to())),
        new Forgery("round 9", m -> sealed(m, 9, m.from(), m.envelope().to())),
        new Forgery("oversized", m -> m.resigned(new byte[200_000], signer(m.from()))),
        new Forgery(
            "another session", m -> sealed(m, m.envelope().protocol(), SessionId.of(new byte[32]))),
        new Forgery("another protocol", m -> sealed(m, Protocol.RESHARE, m.envelope().sid())),
        new Forgery("reserved protocol", DeliveryTest::reserved));
  }

  private static IdentitySigner signer(int party) {
    return Identities.count(3).signer(new PartyIndex(party));
  }

  private static Message sealed(Message m, int round, int from, Optional<PartyIndex> to) {
    Envelope e = m.envelope();
    Envelope other =
        new Envelope(e.protocol(), e.sid(), round, new PartyIndex(from), to, e.payload());
    return m.sealed(other, signer(m.from()));
  }

  private static Message sealed(Message m, Protocol protocol, SessionId sid) {
    Envelope e = m.envelope();
    Envelope other = new Envelope(protocol, sid, e.round(), e.from(), e.to(), e.payload());
    return m.sealed(other, signer(m.from()));
  }

  /// The last letter of the protocol's name becomes another one ("sign-a"), validly signed.
  private static Message reserved(Message m) {
    int nameEnds = 1 + 4 + m.envelope().protocol().wireName().length();
    byte[] wire = Bytes.set(nameEnds - 1, (byte) 'a').apply(m.wire());
    byte[] signed = Arrays.copyOf(wire, wire.length - 64);
    byte[] signature = signer(m.from()).sign(TaggedHash.th("msg", signed));
    return m.corrupted(Bytes.set(signed.length, signature).apply(wire));
  }

  @ParameterizedTest
  @MethodSource("forgeries")
  void forgery_isDroppedAndSigningSucceeds(Forgery forgery) {
    for (int signers = 2; signers <= 3; signers++) {
      SigningRun run = Keys.run(signers, 1, SEED);
      Network<List<EcdsaSignature>> network =
          run.network(SEED).rule(Rule.precede(message -> true, forgery.forge)).run();
      for (PartyIndex party : run.signers()) {
        IndependentEcdsa.assertSigned(
            run.key().publicPackage(),
            run.requests(),
            network.result(party.value()),
            forgery + " seed " + SEED);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("forgeries")
  void forgery_aloneLeavesEveryoneWaiting(Forgery forgery) {
    SigningRun run = Keys.run(3, 1, SEED);
    Network<List<EcdsaSignature>> network =
        run.network(SEED)
            .rule(Rule.on(Where.direct(1).from(3), m -> List.of(forgery.forge.apply(m))))
            .run();
    for (int party = 1; party <= 2; party++) {
      assertTrue(network.progress(new PartyIndex(party)) instanceof Progress.Running);
      assertEquals(1, network.lastRound(party));
    }
  }

  @ParameterizedTest
  @MethodSource("forgeries")
  void forgery_isDroppedAndKeyGenerationSucceeds(Forgery forgery) {
    Ceremony ceremony = new Ceremony(2, Identities.count(2), SEED);
    Network<PendingKey> network =
        ceremony
            .network(SEED)
            .rule(Rule.precede(message -> message.to() == 1, forgery.forge))
            .run();
    network.result(1).close();
    network.result(2).close();
  }

  /// Row 47: a second payload for a slot convicts its author, whichever message it is, as long as
  /// the session runs.
  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void twoPayloadsForOneSlot_areEquivocation(int signers) {
    List<Where> slots =
        signers == 2
            ? List.of(Where.broadcast(1), Where.direct(1), Where.direct(2))
            : List.of(
                Where.broadcast(1),
                Where.direct(1),
                Where.direct(2),
                Where.direct(3),
                Where.broadcast(4));
    for (Where slot : slots) {
      SigningRun run = Keys.run(signers, 1, SEED);
      Network<List<EcdsaSignature>> network = run.network(SEED).runBefore(slot.round());
      Message first = lastOf(network, slot);
      network.deliver(first);
      network.deliver(first.resigned(Bytes.flip(5).apply(first.payload()), signer(3)));
      Abort abort = network.abort(1);
      assertEquals(AbortCode.EQUIVOCATION, abort.code(), slot::toString);
      assertEquals(Set.of(new PartyIndex(3)), abort.culprits());
      assertEquals(2, abort.evidence().size());
      assertTrue(abort.burn().isEmpty());
    }
  }

  private static Message lastOf(Network<?> network, Where slot) {
    return network.sent().stream().filter(slot.from(3).to(1)).reduce((a, b) -> b).orElseThrow();
  }

  /// Two payloads that arrive before the session starts end it as well: it then starts with its
  /// abort and without a message.
  @Test
  void twoPayloadsBeforeTheStart_startWithTheAbort() {
    SigningRun run = Keys.run(2, 1, SEED);
    Network<List<EcdsaSignature>> signing = run.network(SEED).runBefore(1);
    assertAbortsAtStart(run.session(run.key().share(1), SEED), lastOf(signing, Where.broadcast(1)));
    Ceremony ceremony = new Ceremony(2, Identities.count(3), SEED);
    Network<PendingKey> generation = ceremony.network(SEED).runBefore(1);
    assertAbortsAtStart(
        ceremony.session(new PartyIndex(1), SEED), lastOf(generation, Where.broadcast(1)));
  }

  private static void assertAbortsAtStart(ProtocolSession<?> session, Message message) {
    Message second = message.resigned(Bytes.flip(0).apply(message.payload()), signer(3));
    session.receive(message.channel(), message.wire());
    session.receive(message.channel(), second.wire());
    Step<?> step = session.start();
    assertTrue(step.emissions().isEmpty());
    assertTrue(step.progress() instanceof Progress.Aborted);
    session.close();
  }

  /// Row 47 in key generation.
  @Test
  void twoPayloadsForOneSlot_areEquivocationInKeyGeneration() {
    for (int round = 1; round <= 3; round++) {
      for (Where slot : List.of(Where.broadcast(round), Where.direct(round))) {
        Ceremony ceremony = new Ceremony(2, Identities.count(3), SEED);
        Network<PendingKey> network = ceremony.network(SEED).runBefore(round);
        Message first = lastOf(network, slot);
        network.deliver(first);
        network.deliver(first.resigned(Bytes.flip(5).apply(first.payload()), signer(3)));
        Abort abort = network.abort(1);
        assertEquals(AbortCode.EQUIVOCATION, abort.code(), slot::toString);
        assertEquals(Set.of(new PartyIndex(3)), abort.culprits());
        assertEquals(2, abort.evidence().size());
        network.close();
      }
    }
  }

  /// Row 47: unknown slots do not fill memory, and the session goes on.
  @Test
  void floodOfUnknownSlots_isDropped() {
    SigningRun run = Keys.run(2, 1, SEED);
    Network<List<EcdsaSignature>> network = run.network(SEED).runBefore(1);
    Message original = lastOf(network, Where.direct(1));
    for (int round = 5; round <= 255; round++) {
      network.deliver(sealed(original, round, 3, original.envelope().to()));
      network.deliver(sealed(original, round, 3, Optional.empty()));
    }
    network.run();
    assertEquals(1, network.result(1).size());
  }

  /// Messages of a finished session are ignored, two payloads for one slot included.
  @Test
  void messagesAfterTheEnd_areIgnored() {
    SigningRun run = Keys.run(2, 1, SEED);
    Network<List<EcdsaSignature>> network = run.network(SEED).run();
    List<EcdsaSignature> signatures = network.result(1);
    for (Message message : List.copyOf(network.sent())) {
      if (message.from() == 3) {
        network.deliver(message);
        network.deliver(message.resigned(new byte[64], signer(3)));
      }
    }
    assertEquals(signatures, network.result(1));
  }

  /// Row 44: other requests, another sid; the sessions never meet.
  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void differentRequests_formNoSession(int signers) {
    SigningRun run = Keys.run(signers, 1, SEED);
    // Another number of requests, or another digest.
    for (List<SigningRequest> other : List.of(Keys.requests(2), Keys.requests(2).subList(1, 2))) {
      SigningRun different = new SigningRun(run.key(), run.signers(), other, SEED);
      Network<List<EcdsaSignature>> network =
          run.network(SEED)
              .replace(new PartyIndex(1), different.session(run.key().share(1), SEED))
              .run();
      for (PartyIndex party : run.signers()) {
        assertTrue(network.progress(party) instanceof Progress.Running);
        assertEquals(1, network.lastRound(party.value()), "nothing after round 1");
      }
    }
  }

  /// Row 32: an old round-1 message under its own envelope is dropped; the same content signed
  /// again for the new session fails the check and burns.
  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void replayedExtension_isDroppedOrBurns(int signers) {
    List<Message> old =
        Keys.run(signers, 1, 31).network(1).runBefore(1).sent().stream()
            .filter(message -> message.from() == 3)
            .toList();
    SigningRun run = Keys.run(signers, 1, 32);
    Predicate<Message> first = message -> message.round() == 1 && message.from() == 3;
    Network<List<EcdsaSignature>> withEnvelope =
        run.network(SEED).rule(Rule.precede(first, message -> find(old, message))).run();
    assertEquals(1, withEnvelope.result(1).size());
    Network<List<EcdsaSignature>> inside =
        run.network(SEED)
            .rule(
                Rule.on(
                    first,
                    message -> List.of(message.resigned(find(old, message).payload(), signer(3)))))
            .runBefore(1)
            .run();
    Verdict.burn(AbortCode.COT_CHECK).assertAt(1, inside, 3, 1, "replayed");
    Verdict.burn(AbortCode.COT_CHECK).assertRecheck(1, inside, run.key());
  }

  private static Message find(List<Message> old, Message like) {
    return old.stream()
        .filter(message -> message.to() == like.to() && message.isBroadcast() == like.isBroadcast())
        .findFirst()
        .orElseThrow();
  }
}
