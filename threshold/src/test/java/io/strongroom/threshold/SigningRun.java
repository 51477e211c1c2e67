package io.strongroom.threshold;

import io.strongroom.threshold.wire.Envelope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// One signing session of several parties in one thread, with messages delivered in a seeded random
/// order. A tamper rule may rewrite payloads, which are then signed anew by their sender.
public final class SigningRun {

  /// Rewrites a payload in flight.
  @FunctionalInterface
  public interface Tamper {
    /// The payload to deliver instead; may change the copy it is given.
    ///
    /// @param to the recipient of this copy, also for broadcasts
    byte[] rewrite(int round, int from, int to, boolean broadcast, byte[] payload);
  }

  /// Largest payload a test sends.
  private static final int MAX_PAYLOAD = 4 << 20;

  private record Flight(PartyIndex from, Outbound message) {}

  private final SortedMap<PartyIndex, SigningSession> sessions = new TreeMap<>();
  private final SortedMap<PartyIndex, Progress<List<EcdsaSignature>>> progress = new TreeMap<>();
  private final List<Flight> flights = new ArrayList<>();
  private final List<Envelope> sent = new ArrayList<>();
  private final List<Emission> emissions = new ArrayList<>();
  private final Random order;
  private Tamper tamper = (round, from, to, broadcast, payload) -> payload;

  private final SortedSet<PartyIndex> signers;
  private final List<SigningRequest> requests;
  private final long seed;

  public SigningRun(TrustedDealer dealer, int[] quorum, List<SigningRequest> requests, long seed) {
    this.order = new Random(seed);
    this.signers = signers(quorum);
    this.requests = requests;
    this.seed = seed;
    for (PartyIndex self : signers) {
      sessions.put(self, session(dealer.share(self.value())));
    }
  }

  /// Lets a party use another share than the dealer gave it.
  public SigningRun replaceShare(int party, KeyShare share) {
    sessions.put(new PartyIndex(party), session(share));
    return this;
  }

  public static SortedSet<PartyIndex> signers(int... quorum) {
    SortedSet<PartyIndex> signers = new TreeSet<>();
    for (int index : quorum) {
      signers.add(new PartyIndex(index));
    }
    return signers;
  }

  private SigningSession session(KeyShare share) {
    int self = share.self().value();
    Random random = new Random(seed * 31 + self);
    return SigningSession.create(
        share,
        signers,
        new byte[32],
        new byte[32],
        requests,
        peer -> false,
        new FakeIdentity(TrustedDealer.identity(self)),
        FakeIdentity.VERIFIER,
        new Randomness(random::nextBytes, new byte[] {1}));
  }

  public SigningRun tamper(Tamper rule) {
    tamper = rule;
    return this;
  }

  /// Starts every party and delivers until nothing is in flight.
  public SigningRun run() {
    sessions.forEach((self, session) -> take(self, session.start()));
    while (!flights.isEmpty()) {
      Flight flight = flights.remove(order.nextInt(flights.size()));
      PartyIndex to = flight.message().to();
      take(to, session(to).receive(flight.from(), flight.message().wire()));
    }
    return this;
  }

  private void take(PartyIndex self, Step<List<EcdsaSignature>> step) {
    progress.put(self, step.progress());
    emissions.addAll(step.emissions());
    for (Emission emission : step.emissions()) {
      for (Outbound outbound : emission.messages()) {
        flights.add(new Flight(self, new Outbound(outbound.to(), tampered(self, outbound))));
      }
    }
  }

  private byte[] tampered(PartyIndex from, Outbound outbound) {
    Envelope envelope = Envelope.parse(outbound.wire(), MAX_PAYLOAD).orElseThrow();
    sent.add(envelope);
    byte[] payload =
        tamper.rewrite(
            envelope.round(),
            from.value(),
            outbound.to().value(),
            envelope.isBroadcast(),
            envelope.payload().clone());
    if (Arrays.equals(payload, envelope.payload())) {
      return outbound.wire();
    }
    Optional<PartyIndex> to = envelope.to();
    return new Envelope(envelope.protocol(), envelope.sid(), envelope.round(), from, to, payload)
        .sealed(new FakeIdentity(TrustedDealer.identity(from.value())));
  }

  public SigningSession session(PartyIndex party) {
    SigningSession session = sessions.get(party);
    if (session == null) {
      throw new IllegalArgumentException("no such party: " + party);
    }
    return session;
  }

  public SigningSession session(int party) {
    return session(new PartyIndex(party));
  }

  /// Everything that was sent, before tampering.
  public List<Envelope> sent() {
    return sent;
  }

  public List<Emission> emissions() {
    return emissions;
  }

  public Progress<List<EcdsaSignature>> progress(int party) {
    Progress<List<EcdsaSignature>> state = progress.get(new PartyIndex(party));
    if (state == null) {
      throw new IllegalArgumentException("no such party: " + party);
    }
    return state;
  }

  public List<EcdsaSignature> signatures(int party) {
    return switch (progress(party)) {
      case Progress.Finished<List<EcdsaSignature>> finished -> finished.value();
      case Progress.Running<List<EcdsaSignature>> running ->
          throw new AssertionError("party " + party + " still waits");
      case Progress.Aborted<List<EcdsaSignature>> aborted ->
          throw new AssertionError("party " + party + " aborted: " + aborted.abort());
    };
  }

  public Abort abort(int party) {
    return switch (progress(party)) {
      case Progress.Aborted<List<EcdsaSignature>> aborted -> aborted.abort();
      case Progress.Running<List<EcdsaSignature>> running ->
          throw new AssertionError("party " + party + " still waits");
      case Progress.Finished<List<EcdsaSignature>> finished ->
          throw new AssertionError("party " + party + " finished");
    };
  }

  /// The aborts of all parties that aborted, ascending. A party whose peers stopped first still
  /// waits.
  public List<Abort> aborts() {
    List<Abort> aborts = new ArrayList<>();
    for (Progress<List<EcdsaSignature>> state : progress.values()) {
      if (state instanceof Progress.Aborted<List<EcdsaSignature>>(Abort abort)) {
        aborts.add(abort);
      }
    }
    return aborts;
  }

  /// Whether any party has signatures.
  public boolean anyFinished() {
    return progress.values().stream().anyMatch(state -> state instanceof Progress.Finished);
  }
}
