package io.strongroom.bench.session;

import io.strongroom.threshold.Activation;
import io.strongroom.threshold.Certificate;
import io.strongroom.threshold.EcdsaSignature;
import io.strongroom.threshold.KeyGeneration;
import io.strongroom.threshold.KeyShare;
import io.strongroom.threshold.Parameters;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.PendingKey;
import io.strongroom.threshold.Progress;
import io.strongroom.threshold.Randomness;
import io.strongroom.threshold.SigningRequest;
import io.strongroom.threshold.SigningSession;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Key generation and signing sessions of one shape, as often as asked. Thread-confined.
public final class Workload {

  private final Shape shape;
  private final Members members;
  private final Randomness randomness;
  private final SecureRandom random = new SecureRandom();
  private final SortedMap<PartyIndex, KeyShare> shares = new TreeMap<>();

  /// Makes the identities; the first key generation is a run like any other.
  public Workload(Shape shape) {
    this.shape = shape;
    this.members = Members.count(shape.partyCount());
    this.randomness = new Randomness(random::nextBytes, new byte[] {1});
  }

  /// The shape.
  public Shape shape() {
    return shape;
  }

  /// One key generation of all n parties, up to the pending keys. The first one's key is activated
  /// and kept for signing.
  public PartyCost generateKey() {
    byte[] nonce = nonce();
    MeteredRun<PendingKey> run =
        new MeteredRun<>(members, firstParties(shape.partyCount()), self -> session(self, nonce));
    PartyCost cost = run.run();
    if (shares.isEmpty()) {
      activate(run.results());
    }
    run.results().values().forEach(PendingKey::close);
    return cost;
  }

  /// One signing session of the first t parties over B fresh digests under the master key.
  public PartyCost sign(int batch) {
    if (shares.isEmpty()) {
      generateKey();
    }
    byte[] nonce = nonce();
    List<SigningRequest> requests = new ArrayList<>();
    for (int b = 0; b < batch; b++) {
      requests.add(new SigningRequest(nonce(), List.of()));
    }
    SortedSet<PartyIndex> signers = firstParties(shape.threshold());
    MeteredRun<List<EcdsaSignature>> run =
        new MeteredRun<>(members, signers, self -> session(self, signers, nonce, requests));
    return run.run();
  }

  private KeyGeneration session(PartyIndex self, byte[] nonce) {
    return KeyGeneration.dkg(
        "bench",
        new Parameters(shape.threshold(), shape.partyCount()),
        members.parties(),
        self,
        nonce,
        members.signer(self),
        members.verifier(),
        randomness);
  }

  private SigningSession session(
      PartyIndex self, SortedSet<PartyIndex> signers, byte[] nonce, List<SigningRequest> requests) {
    return SigningSession.create(
        Objects.requireNonNull(shares.get(self)),
        signers,
        nonce,
        new byte[32],
        requests,
        peer -> false,
        members.signer(self),
        members.verifier(),
        randomness);
  }

  private void activate(SortedMap<PartyIndex, PendingKey> pending) {
    PendingKey any = pending.firstEntry().getValue();
    Activation activation =
        new Activation(any.publicPackage(), members.parties(), members.verifier());
    Progress<Certificate> progress = new Progress.Running<>();
    for (PendingKey key : pending.values()) {
      progress = activation.accept(key.self(), key.confirm(members.signer(key.self())));
    }
    if (!(progress instanceof Progress.Finished<Certificate>(Certificate certificate))) {
      throw new IllegalStateException("no certificate: " + progress);
    }
    pending.forEach((party, key) -> shares.put(party, KeyShare.activate(key, certificate)));
  }

  private SortedSet<PartyIndex> firstParties(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(PartyIndex::new)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private byte[] nonce() {
    byte[] nonce = new byte[32];
    random.nextBytes(nonce);
    return nonce;
  }
}
