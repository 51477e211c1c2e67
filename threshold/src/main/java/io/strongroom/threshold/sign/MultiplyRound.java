package io.strongroom.threshold.sign;

import static io.strongroom.threshold.math.Scalars.LIMBS;

import io.strongroom.threshold.AbortCode;
import io.strongroom.threshold.Draws;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.curve.Curve;
import io.strongroom.threshold.hash.TaggedHash;
import io.strongroom.threshold.math.Scalars;
import io.strongroom.threshold.ot.OtExtensionReceiver;
import io.strongroom.threshold.ot.OtExtensionSender;
import io.strongroom.threshold.vole.RandomVole;
import io.strongroom.threshold.vole.RandomVoleSender;
import io.strongroom.threshold.wire.Inbox;
import io.strongroom.threshold.wire.ProtocolAbort;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Round 2: nonce points opened, key shares as points, and this party's half of every
/// multiplication.
///
/// Secret. Source: `docs/protocol.md`, sections 10 and 11.3 (making), 11.4 (checks).
public final class MultiplyRound implements SigningRound {

  private final SigningTerms terms;
  private final NonceSecrets nonces;
  private final KeyShares shares;
  private final byte[] echo;
  private final SortedMap<PartyIndex, byte[]> broadcasts;
  private final SortedMap<PartyIndex, OtExtensionReceiver> receivers;
  private final ProductShares products;
  private final SortedMap<PartyIndex, byte[]> payloads;
  private @Nullable FailedCheck failedCheck;
  private boolean spent;
  private boolean handedOver;

  private MultiplyRound(
      SigningTerms terms,
      NonceSecrets nonces,
      KeyShares shares,
      byte[] echo,
      SortedMap<PartyIndex, byte[]> broadcasts,
      SortedMap<PartyIndex, OtExtensionReceiver> receivers,
      ProductShares products,
      SortedMap<PartyIndex, byte[]> payloads) {
    this.terms = terms;
    this.nonces = nonces;
    this.shares = shares;
    this.echo = echo;
    this.broadcasts = broadcasts;
    this.receivers = receivers;
    this.products = products;
    this.payloads = payloads;
  }

  /// Takes over nonces and receivers; the senders stay the caller's.
  static MultiplyRound begin(
      SigningTerms terms,
      SigningKey key,
      Draws draws,
      NonceSecrets nonces,
      SortedMap<PartyIndex, byte[]> broadcasts,
      SortedMap<PartyIndex, OtExtensionReceiver> receivers,
      SortedMap<PartyIndex, OtExtensionSender> senders)
      throws ProtocolAbort {
    byte[] echo = echo(terms, broadcasts);
    KeyShares shares = KeyShares.compute(terms, key, echo);
    ProductShares products = new ProductShares(terms.batch());
    SortedMap<PartyIndex, byte[]> payloads = new TreeMap<>();
    try (RandomVoleSender vole = new RandomVoleSender()) {
      for (PartyIndex peer : terms.peers()) {
        byte[] payload = new byte[terms.multiplicationMessageBytes()];
        System.arraycopy(echo, 0, payload, 0, 32);
        System.arraycopy(nonces.salt(), 0, payload, 32, SigningTerms.SALT);
        OtExtensionSender sender = Lookup.of(senders, peer);
        for (int b = 0; b < terms.batch(); b++) {
          multiply(vole, sender, draws, nonces, shares, b, payload, products);
        }
        payloads.put(peer, payload);
      }
    } catch (ProtocolAbort | RuntimeException e) {
      shares.close();
      products.close();
      throw e;
    }
    return new MultiplyRound(
        terms, nonces, shares, echo, broadcasts, receivers, products, payloads);
  }

  /// Writes R ‖ pk ‖ Γu ‖ Γv ‖ RVOLE message of request b.
  private static void multiply(
      RandomVoleSender vole,
      OtExtensionSender sender,
      Draws draws,
      NonceSecrets nonces,
      KeyShares shares,
      int b,
      byte[] payload,
      ProductShares products)
      throws ProtocolAbort {
    int at = 64 + b * SigningTerms.INSTANCE_BYTES;
    System.arraycopy(nonces.encodedPoints(), b * Curve.POINT, payload, at, Curve.POINT);
    System.arraycopy(shares.encodedPoints(), b * Curve.POINT, payload, at + 33, Curve.POINT);
    long[] input = new long[3 * LIMBS];
    long[] c = new long[RandomVole.PAYLOADS * LIMBS];
    byte[] encoded = new byte[Scalars.BYTES];
    try {
      Scalars.copy(input, 0, nonces.r(), b * LIMBS);
      Scalars.copy(input, LIMBS, shares.scalars(), b * LIMBS);
      draws.scalar(input, 2 * LIMBS);
      vole.multiply(sender, b, input, payload, at + 4 * Curve.POINT, c);
      for (int i = 0; i < RandomVole.PAYLOADS; i++) {
        if (Scalars.isZero(c, i * LIMBS)) {
          throw Faults.unattributed(AbortCode.DEGENERATE, "zero product share");
        }
        Scalars.encode(encoded, 0, c, i * LIMBS);
        byte[] gamma = Curve.mulBase(encoded);
        System.arraycopy(gamma, 0, payload, at + (2 + i) * Curve.POINT, Curve.POINT);
      }
      products.add(b, c, 0);
    } finally {
      Arrays.fill(input, 0);
      Arrays.fill(c, 0);
      Arrays.fill(encoded, (byte) 0);
    }
  }

  /// h1 = TH("ps-echo1", sid ‖ for j: u16 j ‖ LP(broadcast of j)).
  private static byte[] echo(SigningTerms terms, SortedMap<PartyIndex, byte[]> broadcasts) {
    TaggedHash.Streaming hash = TaggedHash.start("ps-echo1").update(terms.sidBytes());
    broadcasts.forEach((party, broadcast) -> hash.u16(party.value()).lp(broadcast));
    return hash.digest();
  }

  @Override
  public int number() {
    return 2;
  }

  @Override
  public Messages messages() {
    return new Messages(Optional.empty(), payloads, false);
  }

  @Override
  public boolean isComplete(Inbox inbox) {
    return terms.peers().stream().allMatch(peer -> inbox.hasDirect(2, peer));
  }

  @Override
  public Transition step(Inbox inbox) throws ProtocolAbort {
    if (spent) {
      throw new IllegalStateException("round 2 is spent");
    }
    spent = true;
    try (MultiplicationChecks checks =
        new MultiplicationChecks(terms, echo, broadcasts, receivers, inbox)) {
      try {
        checks.run(nonces.encodedPoints(), shares.encodedPoints());
      } catch (ProtocolAbort abort) {
        failedCheck = checks.failedCheck().orElse(null);
        throw abort;
      }
      checks.addShares(products);
      SigningRound next = next(checks.view(), checks.multiplicands());
      handedOver = true;
      receivers.values().forEach(OtExtensionReceiver::close);
      return new Transition.Next(next);
    }
  }

  /// With two signers φ is χ, the mask ψ vanishes and the fragment follows at once.
  private SigningRound next(AgreedView view, SortedMap<PartyIndex, long[]> multiplicands)
      throws ProtocolAbort {
    try {
      if (!terms.twoSigners()) {
        return MaskRound.begin(terms, view, nonces, shares, products, multiplicands);
      }
      long[] chi = Lookup.of(multiplicands, terms.peers().getFirst());
      return FragmentRound.begin(terms, view, nonces, shares, products, chi, chi);
    } finally {
      multiplicands.values().forEach(chi -> Arrays.fill(chi, 0));
    }
  }

  @Override
  public Optional<FailedCheck> failedCheck() {
    return Optional.ofNullable(failedCheck);
  }

  @Override
  public void close() {
    spent = true;
    if (!handedOver) {
      nonces.close();
      shares.close();
      products.close();
      receivers.values().forEach(OtExtensionReceiver::close);
    }
    payloads.values().forEach(payload -> Arrays.fill(payload, (byte) 0));
  }
}
