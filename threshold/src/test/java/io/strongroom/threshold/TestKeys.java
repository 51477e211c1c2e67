package io.strongroom.threshold;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/// Keys made by the real protocol, in memory, from a seed.
public final class TestKeys {

  /// A finished run whose keys are still pending.
  public record Run(
      TestIdentities identities, Pump<PendingKey> pump, SortedMap<PartyIndex, PendingKey> pending) {

    /// The pending key of one party.
    public PendingKey pending(int index) {
      return Objects.requireNonNull(pending.get(new PartyIndex(index)));
    }
  }

  private final TestIdentities identities;
  private final SortedMap<PartyIndex, KeyShare> shares;

  private TestKeys(TestIdentities identities, SortedMap<PartyIndex, KeyShare> shares) {
    this.identities = identities;
    this.shares = shares;
  }

  /// Key generation, confirmation and activation for everyone.
  public static TestKeys generate(int t, TestIdentities identities, long seed) {
    Run run = run(t, identities, seed);
    Certificate certificate = certify(run);
    SortedMap<PartyIndex, KeyShare> shares = new TreeMap<>();
    run.pending().forEach((i, key) -> shares.put(i, KeyShare.activate(key, certificate)));
    run.pending().values().forEach(PendingKey::close);
    return new TestKeys(identities, shares);
  }

  /// The confirmations of all parties of a run.
  public static Certificate certify(Run run) {
    PublicKeyPackage key = run.pending().firstEntry().getValue().publicPackage();
    PartySet parties = run.identities().parties();
    Activation activation = new Activation(key, parties, TestIdentities.verifier());
    Progress<Certificate> progress = new Progress.Running<>();
    for (PendingKey pending : run.pending().values()) {
      IdentitySigner signer = run.identities().signer(pending.self());
      progress = activation.accept(pending.self(), pending.confirm(signer));
    }
    return (Certificate) assertInstanceOf(Progress.Finished.class, progress).value();
  }

  /// A run up to the pending keys.
  public static Run run(int t, TestIdentities identities, long seed) {
    return run(t, identities, seed, seed);
  }

  /// A run up to the pending keys, with its own delivery order.
  public static Run run(int t, TestIdentities identities, long seed, long orderSeed) {
    Pump<PendingKey> pump = new Pump<>(sessions(t, identities, seed), orderSeed);
    SortedMap<PartyIndex, PendingKey> pending = new TreeMap<>();
    pump.run()
        .forEach((i, progress) ->
            pending.put(
                i,
                (PendingKey)
                    assertInstanceOf(Progress.Finished.class, progress, "seed " + seed).value()));
    return new Run(identities, pump, pending);
  }

  /// One session per party.
  public static SortedMap<PartyIndex, KeyGeneration> sessions(
      int t, TestIdentities identities, long seed) {
    SortedMap<PartyIndex, KeyGeneration> sessions = new TreeMap<>();
    for (Party party : identities.parties().ascending()) {
      sessions.put(
          party.index(),
          KeyGeneration.dkg(
              "key-1",
              new Parameters(t, identities.parties().size()),
              identities.parties(),
              party.index(),
              new byte[32],
              identities.signer(party.index()),
              TestIdentities.verifier(),
              randomness(seed * 1000 + party.index().value())));
    }
    return sessions;
  }

  /// Seeded randomness of one party.
  public static Randomness randomness(long seed) {
    Random random = new Random(seed);
    return new Randomness(random::nextBytes, "boot".getBytes(StandardCharsets.US_ASCII));
  }

  /// Who takes part.
  public TestIdentities identities() {
    return identities;
  }

  /// All shares.
  public SortedMap<PartyIndex, KeyShare> shares() {
    return shares;
  }

  /// The share of one party.
  public KeyShare share(int index) {
    return Objects.requireNonNull(shares.get(new PartyIndex(index)));
  }

  /// Some share.
  public KeyShare any() {
    return shares.firstEntry().getValue();
  }
}
