package io.strongroom.threshold.sign;

import static io.strongroom.threshold.math.Scalars.LIMBS;

import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.math.Scalars;
import io.strongroom.threshold.wire.EncodingException;
import io.strongroom.threshold.wire.Inbox;
import io.strongroom.threshold.wire.ProtocolAbort;
import io.strongroom.threshold.wire.Reader;
import io.strongroom.threshold.wire.Writer;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Round 3 of three or more signers: ψ = φ − χ to every peer, which turns the random multiplicands
/// into φ.
///
/// Secret. Source: `docs/protocol.md`, section 11.4.
public final class MaskRound implements SigningRound {

  private final SigningTerms terms;
  private final AgreedView view;
  private final NonceSecrets nonces;
  private final KeyShares shares;
  private final ProductShares products;
  private final SortedMap<PartyIndex, byte[]> payloads;
  private boolean spent;
  private boolean handedOver;

  private MaskRound(
      SigningTerms terms,
      AgreedView view,
      NonceSecrets nonces,
      KeyShares shares,
      ProductShares products,
      SortedMap<PartyIndex, byte[]> payloads) {
    this.terms = terms;
    this.view = view;
    this.nonces = nonces;
    this.shares = shares;
    this.products = products;
    this.payloads = payloads;
  }

  /// @param multiplicands χ of every request, per peer; stays the caller's
  static MaskRound begin(
      SigningTerms terms,
      AgreedView view,
      NonceSecrets nonces,
      KeyShares shares,
      ProductShares products,
      SortedMap<PartyIndex, long[]> multiplicands) {
    SortedMap<PartyIndex, byte[]> payloads = new TreeMap<>();
    long[] psi = new long[LIMBS];
    multiplicands.forEach((peer, chi) -> {
      Writer out = new Writer(terms.maskMessageBytes());
      out.bytes(view.echo());
      for (int b = 0; b < terms.batch(); b++) {
        Scalars.sub(psi, 0, nonces.phi(), b * LIMBS, chi, b * LIMBS);
        out.scalar(psi, 0);
      }
      payloads.put(peer, out.finish());
    });
    Arrays.fill(psi, 0);
    return new MaskRound(terms, view, nonces, shares, products, payloads);
  }

  @Override
  public int number() {
    return 3;
  }

  @Override
  public Messages messages() {
    return new Messages(Optional.empty(), payloads, false);
  }

  @Override
  public boolean isComplete(Inbox inbox) {
    return terms.peers().stream().allMatch(peer -> inbox.hasDirect(3, peer));
  }

  @Override
  public Transition step(Inbox inbox) throws ProtocolAbort {
    if (spent) {
      throw new IllegalStateException("round 3 is spent");
    }
    spent = true;
    view.compareEchoes(terms, inbox);
    long[] masks = nonces.phi().clone();
    try {
      for (PartyIndex peer : terms.peers()) {
        addMasks(peer, inbox, masks);
      }
      FragmentRound next =
          FragmentRound.begin(terms, view, nonces, shares, products, nonces.phi(), masks);
      handedOver = true;
      return new Transition.Next(next);
    } finally {
      Arrays.fill(masks, 0);
    }
  }

  /// Φ_i = φ_i + Σ_j ψ_{j→i}.
  private void addMasks(PartyIndex peer, Inbox inbox, long[] masks) throws ProtocolAbort {
    long[] psi = new long[LIMBS];
    try {
      Reader in = new Reader(inbox.direct(3, peer));
      in.skip(AgreedView.ECHO);
      for (int b = 0; b < terms.batch(); b++) {
        in.scalar(psi, 0);
        Scalars.add(masks, b * LIMBS, masks, b * LIMBS, psi, 0);
      }
      in.end();
    } catch (EncodingException e) {
      throw Faults.encoding(peer, "round-3 message", inbox.directWire(3, peer));
    } finally {
      Arrays.fill(psi, 0);
    }
  }

  @Override
  public void close() {
    spent = true;
    if (!handedOver) {
      nonces.close();
      shares.close();
      products.close();
    }
    payloads.values().forEach(payload -> Arrays.fill(payload, (byte) 0));
  }
}
