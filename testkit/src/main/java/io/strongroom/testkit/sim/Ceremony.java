package io.strongroom.testkit.sim;

import io.strongroom.threshold.Activation;
import io.strongroom.threshold.Certificate;
import io.strongroom.threshold.KeyGeneration;
import io.strongroom.threshold.KeyShare;
import io.strongroom.threshold.Parameters;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.PendingKey;
import io.strongroom.threshold.Progress;
import java.util.SortedMap;
import java.util.TreeMap;

/// Key generation among simulated parties.
///
/// @param threshold t
/// @param identities all n parties
/// @param seed fixes every party's draws
public record Ceremony(int threshold, Identities identities, long seed) {

  /// The key that is generated.
  public static final String KEY_ID = "key-1";

  /// One fresh session per party; calling it again replays the draws.
  public SortedMap<PartyIndex, KeyGeneration> sessions() {
    SortedMap<PartyIndex, KeyGeneration> sessions = new TreeMap<>();
    for (PartyIndex party : identities.parties().indices()) {
      sessions.put(party, session(party, seed));
    }
    return sessions;
  }

  /// One party's session with draws of another seed.
  public KeyGeneration session(PartyIndex party, long drawSeed) {
    return KeyGeneration.dkg(
        KEY_ID,
        new Parameters(threshold, identities.parties().size()),
        identities.parties(),
        party,
        new byte[32],
        identities.signer(party),
        Identities.verifier(),
        SeededRandomness.of(drawSeed, party));
  }

  /// A network over fresh sessions.
  ///
  /// @param order seed of the delivery order
  public Network<PendingKey> network(long order) {
    return new Network<>(sessions(), order);
  }

  /// Runs everything honestly, confirmations and activation included.
  public SimulatedKey generate() {
    Network<PendingKey> network = network(seed).run();
    SortedMap<PartyIndex, PendingKey> pending = new TreeMap<>();
    network.parties().forEach(party -> pending.put(party, network.result(party.value())));
    Certificate certificate = certify(pending);
    SortedMap<PartyIndex, KeyShare> shares = new TreeMap<>();
    pending.forEach((party, key) -> shares.put(party, KeyShare.activate(key, certificate)));
    pending.values().forEach(PendingKey::close);
    return new SimulatedKey(identities, shares);
  }

  /// The certificate that all holders' confirmations make.
  public Certificate certify(SortedMap<PartyIndex, PendingKey> pending) {
    Activation activation =
        new Activation(
            pending.firstEntry().getValue().publicPackage(),
            identities.parties(),
            Identities.verifier());
    Progress<Certificate> progress = new Progress.Running<>();
    for (PendingKey key : pending.values()) {
      progress = activation.accept(key.self(), key.confirm(identities.signer(key.self())));
    }
    if (progress instanceof Progress.Finished<Certificate> finished) {
      return finished.value();
    }
    throw new IllegalStateException("no certificate, seed " + seed);
  }
}
