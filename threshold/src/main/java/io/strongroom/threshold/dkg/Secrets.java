package io.strongroom.threshold.dkg;

import io.strongroom.threshold.Commitment;
import io.strongroom.threshold.Draws;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.SchnorrProof;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What one party draws in round 1 and needs until the end of the run. Secret; erased by [#close].
final class Secrets implements AutoCloseable {

  /// Bytes of ν.
  static final int NONCE = 32;

  private final @Nullable Polynomial polynomial;
  private final byte[] dealing;
  private final byte[] nonce;
  private final byte[] salt;
  private final SortedMap<PartyIndex, PairState> pairs = new TreeMap<>();

  /// Draws everything, in the order of the specification. A party that does not deal has an empty
  /// dealing.
  Secrets(Run run) {
    Draws draws = run.draws();
    if (run.isDealer(run.self())) {
      Polynomial drawn = Polynomial.random(run.threshold(), draws);
      polynomial = drawn;
      dealing = deal(run, drawn);
    } else {
      polynomial = null;
      dealing = new byte[0];
    }
    nonce = draws.bytes(NONCE);
    salt = draws.bytes(Commitment.SALT);
    for (PartyIndex peer : run.otherHolders()) {
      pairs.put(peer, new PairState(draws));
    }
  }

  /// D_i = A ‖ PoK(a_0; label "a0") ‖ κ.
  private static byte[] deal(Run run, Polynomial polynomial) {
    List<byte[]> commitments = polynomial.commitments();
    byte[] chainCodeShare = run.draws().bytes(Dealing.CHAIN_CODE_SHARE);
    byte[] proof =
        SchnorrProof.prove(
            run.sid().bytes(),
            run.self(),
            Dealing.PROOF_LABEL,
            polynomial.coefficients(),
            0,
            commitments.getFirst(),
            run.draws());
    return Dealing.encode(commitments, proof, chainCodeShare);
  }

  Polynomial polynomial() {
    if (polynomial == null) {
      throw new IllegalStateException("this party does not deal");
    }
    return polynomial;
  }

  /// D_i, empty for a party that does not deal. Secret until round 2.
  byte[] dealing() {
    return dealing;
  }

  /// ν_i, public.
  byte[] nonce() {
    return nonce;
  }

  byte[] salt() {
    return salt;
  }

  PairState pair(PartyIndex peer) {
    PairState pair = pairs.get(peer);
    if (pair == null) {
      throw new IllegalStateException("no holder: " + peer);
    }
    return pair;
  }

  @Override
  public void close() {
    if (polynomial != null) {
      polynomial.close();
    }
    Arrays.fill(dealing, (byte) 0);
    Arrays.fill(salt, (byte) 0);
    pairs.values().forEach(PairState::close);
  }
}
