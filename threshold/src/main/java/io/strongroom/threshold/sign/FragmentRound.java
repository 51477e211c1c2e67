package io.strongroom.threshold.sign;

import static io.strongroom.threshold.math.Scalars.LIMBS;

import io.strongroom.threshold.EcdsaSignature;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.math.Scalars;
import io.strongroom.threshold.wire.Inbox;
import io.strongroom.threshold.wire.ProtocolAbort;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The last round: fragments out, and their combination into verified signatures.
///
/// Once the messages of this round leave, every request of the session counts as possibly signed.
/// φ, u and v are erased before this state exists; it holds public values and the own fragment.
/// Source: `docs/protocol.md`, section 12.
public final class FragmentRound implements SigningRound {

  private final SigningTerms terms;
  private final AgreedView view;
  private final List<Rerandomised> requests;
  private final byte[] fragments;
  private boolean spent;

  private FragmentRound(
      SigningTerms terms, AgreedView view, List<Rerandomised> requests, byte[] fragments) {
    this.terms = terms;
    this.view = view;
    this.requests = requests;
    this.fragments = fragments;
  }

  /// Computes all fragments and erases what they were made of.
  ///
  /// @param phi φ_i of every request
  /// @param masks Φ_i of every request
  /// @throws ProtocolAbort `DEGENERATE`; nothing is erased then
  static FragmentRound begin(
      SigningTerms terms,
      AgreedView view,
      NonceSecrets nonces,
      KeyShares shares,
      ProductShares products,
      long[] phi,
      long[] masks)
      throws ProtocolAbort {
    List<Rerandomised> requests = new ArrayList<>();
    for (int b = 0; b < terms.batch(); b++) {
      requests.add(Rerandomised.of(terms, view, b));
    }
    byte[] fragments = new byte[terms.fragmentsBytes()];
    long[] uv = new long[2 * LIMBS];
    for (int b = 0; b < terms.batch(); b++) {
      products.complete(b, nonces.r(), shares.scalars(), masks, b * LIMBS, uv);
      requests.get(b).writeFragment(phi, b * LIMBS, uv, fragments, b * SigningTerms.FRAGMENT_BYTES);
    }
    Arrays.fill(uv, 0);
    nonces.close();
    shares.close();
    products.close();
    return new FragmentRound(terms, view, List.copyOf(requests), fragments);
  }

  @Override
  public int number() {
    return terms.lastRound();
  }

  /// Two signers prefix h2, which three or more have compared a round earlier.
  @Override
  public Messages messages() {
    if (!terms.twoSigners()) {
      return new Messages(Optional.of(fragments.clone()), new TreeMap<>(), true);
    }
    byte[] payload = Arrays.copyOf(view.echo(), AgreedView.ECHO + fragments.length);
    System.arraycopy(fragments, 0, payload, AgreedView.ECHO, fragments.length);
    SortedMap<PartyIndex, byte[]> direct = new TreeMap<>();
    terms.peers().forEach(peer -> direct.put(peer, payload));
    return new Messages(Optional.empty(), direct, true);
  }

  @Override
  public boolean isComplete(Inbox inbox) {
    return terms.peers().stream()
        .allMatch(peer ->
            terms.twoSigners()
                ? inbox.hasDirect(number(), peer)
                : inbox.hasBroadcast(number(), peer));
  }

  @Override
  public Transition step(Inbox inbox) throws ProtocolAbort {
    if (spent) {
      throw new IllegalStateException("the last round is spent");
    }
    spent = true;
    if (terms.twoSigners()) {
      view.compareEchoes(terms, inbox);
    }
    // Per request u and w, summed over all signers.
    long[] sums = new long[2 * LIMBS * terms.batch()];
    addFragments(terms.self(), fragments, 0, fragments, sums);
    for (PartyIndex peer : terms.peers()) {
      byte[] wire = wire(inbox, peer);
      byte[] payload = payload(inbox, peer);
      int offset = terms.twoSigners() ? AgreedView.ECHO : 0;
      if (payload.length != offset + fragments.length) {
        throw Faults.encoding(peer, "fragments", wire);
      }
      addFragments(peer, payload, offset, wire, sums);
    }
    for (PartyIndex peer : terms.peers()) {
      checkNames(peer, inbox);
    }
    List<EcdsaSignature> signatures = new ArrayList<>();
    for (int b = 0; b < terms.batch(); b++) {
      signatures.add(Combination.combineVarTime(requests.get(b), sums, 2 * b * LIMBS));
    }
    return new Transition.Signed(List.copyOf(signatures));
  }

  private void addFragments(PartyIndex party, byte[] payload, int offset, byte[] wire, long[] sums)
      throws ProtocolAbort {
    long[] value = new long[LIMBS];
    for (int b = 0; b < terms.batch(); b++) {
      for (int k = 0; k < 2; k++) {
        int at = offset + b * SigningTerms.FRAGMENT_BYTES + 64 + k * Scalars.BYTES;
        if (!Scalars.decode(value, 0, payload, at)) {
          throw Faults.encoding(party, "fragment scalar", wire);
        }
        int sum = (2 * b + k) * LIMBS;
        Scalars.add(sums, sum, sums, sum, value, 0);
      }
    }
  }

  private void checkNames(PartyIndex peer, Inbox inbox) throws ProtocolAbort {
    byte[] payload = payload(inbox, peer);
    int offset = terms.twoSigners() ? AgreedView.ECHO : 0;
    for (int b = 0; b < terms.batch(); b++) {
      if (!requests.get(b).isNamedBy(payload, offset + b * SigningTerms.FRAGMENT_BYTES)) {
        throw Faults.fragmentMismatch(peer, wire(inbox, peer));
      }
    }
  }

  private byte[] payload(Inbox inbox, PartyIndex peer) {
    return terms.twoSigners() ? inbox.direct(number(), peer) : inbox.broadcast(number(), peer);
  }

  private byte[] wire(Inbox inbox, PartyIndex peer) {
    return terms.twoSigners()
        ? inbox.directWire(number(), peer)
        : inbox.broadcastWire(number(), peer);
  }

  @Override
  public void close() {
    spent = true;
    Arrays.fill(fragments, (byte) 0);
  }
}
