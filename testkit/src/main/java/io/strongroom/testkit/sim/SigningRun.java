package io.strongroom.testkit.sim;

import io.strongroom.threshold.EcdsaSignature;
import io.strongroom.threshold.KeyShare;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.SigningRequest;
import io.strongroom.threshold.SigningSession;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/// One signing session among simulated parties. Immutable.
///
/// @param key the key with all shares
/// @param signers the quorum
/// @param requests the batch
/// @param seed fixes the coordinator's nonce and every party's draws
public record SigningRun(
    SimulatedKey key, SortedSet<PartyIndex> signers, List<SigningRequest> requests, long seed) {

  /// Bytes of the coordinator's nonce and of the application's context.
  private static final int WORD = 32;

  /// The coordinator's nonce.
  public byte[] nonce() {
    byte[] nonce = new byte[WORD];
    for (int i = 0; i < Long.BYTES; i++) {
      nonce[i] = (byte) (seed >>> (8 * i));
    }
    return nonce;
  }

  /// The application's context.
  public byte[] appContext() {
    return new byte[WORD];
  }

  /// One fresh session per signer; calling it again replays the draws.
  public SortedMap<PartyIndex, SigningSession> sessions() {
    SortedMap<PartyIndex, SigningSession> sessions = new TreeMap<>();
    for (PartyIndex party : signers) {
      sessions.put(party, session(key.share(party.value()), seed));
    }
    return sessions;
  }

  /// A session over any share of one of the signers.
  ///
  /// @param drawSeed seed of its draws
  public SigningSession session(KeyShare share, long drawSeed) {
    return SigningSession.create(
        share,
        signers,
        nonce(),
        appContext(),
        requests,
        peer -> false,
        key.identities().signer(share.self()),
        Identities.verifier(),
        SeededRandomness.of(drawSeed, share.self()));
  }

  /// A network over fresh sessions.
  ///
  /// @param order seed of the delivery order
  public Network<List<EcdsaSignature>> network(long order) {
    return new Network<>(sessions(), order);
  }

  /// A network in which one signer deviates.
  ///
  /// @param order seed of the delivery order
  public Network<List<EcdsaSignature>> network(long order, int deviant, Deviation deviation) {
    PartyIndex party = new PartyIndex(deviant);
    return network(order).replace(party, new DeviantSigner(this, party, deviation));
  }
}
