package io.strongroom.testkit.sim;

import static io.strongroom.threshold.math.Scalars.LIMBS;

import io.strongroom.threshold.Commitment;
import io.strongroom.threshold.Draws;
import io.strongroom.threshold.EcdsaSignature;
import io.strongroom.threshold.Emission;
import io.strongroom.threshold.IdentitySigner;
import io.strongroom.threshold.KeyShare;
import io.strongroom.threshold.Outbound;
import io.strongroom.threshold.PairSetup;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.PartySet;
import io.strongroom.threshold.Progress;
import io.strongroom.threshold.Protocol;
import io.strongroom.threshold.ProtocolSession;
import io.strongroom.threshold.SessionId;
import io.strongroom.threshold.Step;
import io.strongroom.threshold.curve.Curve;
import io.strongroom.threshold.hash.TaggedHash;
import io.strongroom.threshold.math.Scalars;
import io.strongroom.threshold.ot.OtExtensionReceiver;
import io.strongroom.threshold.ot.OtExtensionSender;
import io.strongroom.threshold.sign.CommitRound;
import io.strongroom.threshold.sign.Interpolation;
import io.strongroom.threshold.sign.SigningTerms;
import io.strongroom.threshold.vole.RandomVole;
import io.strongroom.threshold.vole.RandomVoleReceiver;
import io.strongroom.threshold.wire.Envelope;
import io.strongroom.threshold.wire.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A signer that plays `sign-c` from the specification's formulas, checks nothing, and deviates
/// where a [Deviation] says so: the adversary of the tests, and without a deviation a second
/// implementation to compare the first with. It never finishes; what counts is what its peers do.
public final class DeviantSigner implements ProtocolSession<List<EcdsaSignature>> {

  private static final byte[] LABEL = "R".getBytes(StandardCharsets.US_ASCII);
  private static final int INSTANCE = 4 * Curve.POINT + RandomVole.MESSAGE_BYTES;

  private record Slot(int round, PartyIndex from, boolean broadcast) {}

  /// What this party shows to and shares with one peer.
  private static final class Side {
    byte[] freshness = new byte[0];
    byte[] broadcast = new byte[0];
    long[] nonces = new long[0];
    long[] keys = new long[0];
    byte[] noncePoints = new byte[0];
    byte[] keyPoints = new byte[0];
    byte[] echo1 = new byte[0];
    byte[] echo2 = new byte[0];
    long[] chi = new long[0];
  }

  private final KeyShare share;
  private final Deviation deviation;
  private final SigningTerms terms;
  private final RequestTerms requests;
  private final IdentitySigner signer;
  private final Draws draws;
  private final SortedMap<PartyIndex, Side> sides = new TreeMap<>();
  private final SortedMap<PartyIndex, OtExtensionReceiver> receivers = new TreeMap<>();
  private final Map<Slot, byte[]> received = new HashMap<>();
  private final long[] products;
  private final long[] phi;
  private byte[] salt = new byte[0];
  private int round;

  /// @param party the signer that deviates
  public DeviantSigner(SigningRun run, PartyIndex party, Deviation deviation) {
    this.share = run.key().share(party.value());
    this.deviation = deviation;
    this.requests = RequestTerms.of(run);
    this.terms = requests.terms(run, party);
    this.signer = run.key().identities().signer(party);
    this.draws = SeededRandomness.of(run.seed(), party).draws(terms.sid(), share.hedgeKey());
    this.products = new long[2 * terms.batch() * LIMBS];
    this.phi = new long[terms.batch() * LIMBS];
    terms.peers().forEach(peer -> sides.put(peer, new Side()));
  }

  @Override
  public SessionId sid() {
    return terms.sid();
  }

  @Override
  public PartySet parties() {
    return terms.signers();
  }

  @Override
  public Step<List<EcdsaSignature>> start() {
    round = 1;
    long[] r = new long[terms.batch() * LIMBS];
    for (int b = 0; b < terms.batch(); b++) {
      draws.scalar(r, b * LIMBS);
      if (!terms.twoSigners()) {
        draws.scalar(phi, b * LIMBS);
      }
    }
    salt = draws.bytes(Commitment.SALT);
    byte[] freshness = draws.bytes(32);
    List<Outbound> out = new ArrayList<>();
    sides.forEach((peer, side) -> {
      side.freshness = deviation.freshness(peer, freshness.clone());
      side.nonces = perRequest(r, (b, scalar) -> deviation.nonce(peer, b, scalar));
      side.noncePoints = points(side.nonces);
      byte[] commitment =
          Commitment.commit(terms.sid(), terms.self(), LABEL, side.noncePoints, salt);
      side.broadcast = new Writer(64).bytes(side.freshness).bytes(commitment).finish();
      out.add(seal(1, peer, true, side.broadcast));
      out.add(seal(1, peer, false, extension(peer, side)));
    });
    return emit(1, out);
  }

  private byte[] extension(PartyIndex peer, Side side) {
    byte[] choices = draws.bytes(terms.layout().rowBytes());
    byte[] leaves = share.pair(peer).builtLeaves();
    byte[] context1 = context1(terms.self(), peer, side.freshness);
    OtExtensionReceiver receiver =
        OtExtensionReceiver.extend(terms.layout(), leaves, context1, choices);
    receivers.put(peer, receiver);
    byte[] message =
        deviation.extension(
            peer,
            new Deviation.Extension(
                terms.layout(), leaves, context1, choices, receiver.message().clone()));
    return new Writer(32 + message.length)
        .bytes(CommitRound.prefix(side.broadcast))
        .bytes(message)
        .finish();
  }

  @Override
  public Step<List<EcdsaSignature>> receive(PartyIndex channelIdentity, byte[] wire) {
    Envelope envelope = Envelope.parse(wire, wire.length).orElseThrow();
    Slot slot = new Slot(envelope.round(), envelope.from(), envelope.isBroadcast());
    received.putIfAbsent(slot, envelope.payload());
    List<Emission> emissions = new ArrayList<>();
    while (ready()) {
      round++;
      emissions.addAll(
          switch (round) {
            case 2 -> emit(2, open()).emissions();
            case 3 -> emit(3, terms.twoSigners() ? closeTwo() : mask()).emissions();
            case 4 -> emit(4, close(Optional.empty())).emissions();
            default -> throw new IllegalStateException("round " + round);
          });
    }
    return new Step<>(emissions, new Progress.Running<>());
  }

  private boolean ready() {
    boolean more = round > 0 && round < terms.lastRound();
    return more
        && terms.peers().stream()
            .allMatch(peer ->
                received.containsKey(new Slot(round, peer, false))
                    && (round > 1 || received.containsKey(new Slot(1, peer, true))));
  }

  private List<Outbound> open() {
    List<Outbound> out = new ArrayList<>();
    sides.forEach((peer, side) -> {
      side.echo1 = echo1(side);
      side.keys = keys(side);
      long[] shown = perRequest(side.keys, (b, scalar) -> deviation.announcedKey(peer, b, scalar));
      side.keyPoints = points(shown);
      out.add(seal(2, peer, false, deviation.opening(peer, opening(peer, side))));
    });
    return out;
  }

  private byte[] opening(PartyIndex peer, Side side) {
    PairSetup pair = share.pair(peer);
    Writer payload = new Writer(64 + INSTANCE * terms.batch());
    payload.bytes(side.echo1).bytes(salt);
    byte[] context1 = context1(peer, terms.self(), freshness(peer));
    try (OtExtensionSender extension =
        OtExtensionSender.receive(
            terms.layout(),
            pair.knownLeaves(),
            pair.missing(),
            context1,
            payload(1, peer, false),
            32)) {
      extension.bind(side.freshness);
      for (int b = 0; b < terms.batch(); b++) {
        long[] inputs = new long[3 * LIMBS];
        Scalars.copy(inputs, 0, side.nonces, b * LIMBS);
        Scalars.copy(inputs, LIMBS, side.keys, b * LIMBS);
        deviation.inputs(peer, b, inputs);
        draws.scalar(inputs, 2 * LIMBS);
        DeviantVole vole = new DeviantVole(extension, b, inputs, deviation.row(peer, b));
        addProducts(b, vole.shares(), 0);
        payload
            .bytes(side.noncePoints, b * Curve.POINT, Curve.POINT)
            .bytes(side.keyPoints, b * Curve.POINT, Curve.POINT)
            .bytes(points(vole.shares()))
            .bytes(vole.message());
      }
    }
    return payload.finish();
  }

  /// Bob's half of all multiplications, and h2 as each peer should see it.
  private void multiply() {
    long[] result = new long[RandomVoleReceiver.RESULT_SCALARS * LIMBS];
    try (RandomVoleReceiver vole = new RandomVoleReceiver()) {
      sides.forEach((peer, side) -> {
        OtExtensionReceiver receiver = Objects.requireNonNull(receivers.get(peer));
        receiver.bind(freshness(peer));
        side.chi = new long[terms.batch() * LIMBS];
        for (int b = 0; b < terms.batch(); b++) {
          int at = 64 + b * INSTANCE + 4 * Curve.POINT;
          vole.multiply(receiver, b, payload(2, peer, false), at, result);
          Scalars.copy(side.chi, b * LIMBS, result, 0);
          addProducts(b, result, LIMBS);
        }
      });
    }
    sides.values().forEach(side -> side.echo2 = echo2(side));
  }

  private List<Outbound> mask() {
    multiply();
    List<Outbound> out = new ArrayList<>();
    sides.forEach((peer, side) -> {
      long[] masks = perRequest(phi, (b, scalar) -> deviation.mask(peer, b, scalar));
      Writer payload = new Writer(32 + 32 * terms.batch()).bytes(side.echo2);
      for (int b = 0; b < terms.batch(); b++) {
        Scalars.sub(masks, b * LIMBS, masks, b * LIMBS, side.chi, b * LIMBS);
        payload.scalar(masks, b * LIMBS);
      }
      out.add(seal(3, peer, false, payload.finish()));
    });
    return out;
  }

  private List<Outbound> closeTwo() {
    multiply();
    Side side = sides.firstEntry().getValue();
    System.arraycopy(side.chi, 0, phi, 0, phi.length);
    return close(Optional.of(side.echo2));
  }

  private List<Outbound> close(Optional<byte[]> prefix) {
    Side side = sides.firstEntry().getValue();
    long[] masks = phi.clone();
    if (prefix.isEmpty()) {
      for (PartyIndex peer : terms.peers()) {
        long[] psi = new long[LIMBS];
        for (int b = 0; b < terms.batch(); b++) {
          Scalars.decode(psi, 0, payload(3, peer, false), 32 + 32 * b);
          Scalars.add(masks, b * LIMBS, masks, b * LIMBS, psi, 0);
        }
      }
    }
    for (int b = 0; b < terms.batch(); b++) {
      Scalars.mulAdd(products, 2 * b * LIMBS, side.nonces, b * LIMBS, masks, b * LIMBS);
      Scalars.mulAdd(products, (2 * b + 1) * LIMBS, side.keys, b * LIMBS, masks, b * LIMBS);
    }
    byte[][] nonceSums = new byte[terms.batch()][];
    for (int b = 0; b < terms.batch(); b++) {
      nonceSums[b] = nonceSum(side, b);
    }
    byte[] fragments =
        requests.fragments(terms.sid(), side.echo2, nonceSums, phi, products, deviation::digest);
    byte[] head = prefix.orElse(new byte[0]);
    byte[] payload =
        new Writer(head.length + fragments.length).bytes(head).bytes(fragments).finish();
    return terms.peers().stream()
        .map(peer -> seal(round, peer, prefix.isEmpty(), payload))
        .toList();
  }

  private byte[] nonceSum(Side side, int b) {
    List<byte[]> summands = new ArrayList<>();
    summands.add(point(side.noncePoints, b * Curve.POINT));
    terms.peers().forEach(peer -> summands.add(point(payload(2, peer, false), 64 + b * INSTANCE)));
    return Curve.combine(summands.toArray(byte[][]::new)).orElseThrow();
  }

  private byte[] echo1(Side side) {
    TaggedHash.Streaming hash = TaggedHash.start("ps-echo1").update(terms.sid().bytes());
    for (PartyIndex party : terms.signers().indices()) {
      boolean own = party.equals(terms.self());
      hash.u16(party.value()).lp(own ? side.broadcast : payload(1, party, true));
    }
    return hash.digest();
  }

  private byte[] echo2(Side side) {
    TaggedHash.Streaming hash =
        TaggedHash.start("ps-echo2").update(terms.sid().bytes()).update(side.echo1);
    for (PartyIndex party : terms.signers().indices()) {
      hash.u16(party.value());
      if (party.equals(terms.self())) {
        hash.update(side.noncePoints).update(side.keyPoints);
      } else {
        for (int offset = 0; offset <= Curve.POINT; offset += Curve.POINT) {
          for (int b = 0; b < terms.batch(); b++) {
            hash.update(point(payload(2, party, false), 64 + b * INSTANCE + offset));
          }
        }
      }
    }
    return hash.digest();
  }

  /// λ·x + ζ of every request, with zero shares bound to the view that one peer has.
  private long[] keys(Side side) {
    long[] x = new long[LIMBS];
    share.copyShare(x, 0);
    deviation.share(x);
    long[] lambda = Interpolation.coefficientVarTime(terms.self(), terms.signers().indices());
    Scalars.mul(x, 0, x, 0, lambda, 0);
    long[] keys = new long[terms.batch() * LIMBS];
    long[] zero = new long[LIMBS];
    for (int b = 0; b < terms.batch(); b++) {
      Scalars.copy(keys, b * LIMBS, x, 0);
      for (PartyIndex other : terms.peers()) {
        byte[] index = {(byte) (b >> 8), (byte) b};
        TaggedHash.hs(zero, 0, "zero", share.pair(other).zeroSeed(), side.echo1, index);
        if (other.compareTo(terms.self()) < 0) {
          Scalars.add(keys, b * LIMBS, keys, b * LIMBS, zero, 0);
        } else {
          Scalars.sub(keys, b * LIMBS, keys, b * LIMBS, zero, 0);
        }
      }
    }
    return keys;
  }

  private void addProducts(int b, long[] pair, int offset) {
    Scalars.add(products, 2 * b * LIMBS, products, 2 * b * LIMBS, pair, offset);
    int second = (2 * b + 1) * LIMBS;
    Scalars.add(products, second, products, second, pair, offset + LIMBS);
  }

  /// Changes one scalar per request.
  private interface PerRequest {
    void change(int request, long[] scalar);
  }

  private long[] perRequest(long[] scalars, PerRequest change) {
    long[] out = scalars.clone();
    for (int b = 0; b < terms.batch(); b++) {
      long[] scalar = Arrays.copyOfRange(out, b * LIMBS, (b + 1) * LIMBS);
      change.change(b, scalar);
      Scalars.copy(out, b * LIMBS, scalar, 0);
    }
    return out;
  }

  private static byte[] points(long[] scalars) {
    byte[] out = new byte[scalars.length / LIMBS * Curve.POINT];
    for (int k = 0; k < scalars.length / LIMBS; k++) {
      byte[] point = Curve.mulBase(Scalars.encoded(scalars, k * LIMBS));
      System.arraycopy(point, 0, out, k * Curve.POINT, Curve.POINT);
    }
    return out;
  }

  private static byte[] point(byte[] in, int at) {
    return Arrays.copyOfRange(in, at, at + Curve.POINT);
  }

  private byte[] freshness(PartyIndex peer) {
    return Arrays.copyOf(payload(1, peer, true), 32);
  }

  private byte[] context1(PartyIndex receiver, PartyIndex sender, byte[] freshness) {
    return OtExtensionReceiver.context1(
        terms.sid().bytes(), receiver.value(), sender.value(), freshness);
  }

  private byte[] payload(int number, PartyIndex from, boolean broadcast) {
    return Objects.requireNonNull(received.get(new Slot(number, from, broadcast)));
  }

  private Outbound seal(int number, PartyIndex peer, boolean broadcast, byte[] payload) {
    Optional<PartyIndex> to = broadcast ? Optional.empty() : Optional.of(peer);
    Envelope envelope =
        new Envelope(Protocol.SIGN_C, terms.sid(), number, terms.self(), to, payload);
    return new Outbound(peer, envelope.sealed(signer));
  }

  private static Step<List<EcdsaSignature>> emit(int number, List<Outbound> out) {
    return new Step<>(List.of(new Emission(number, false, out)), new Progress.Running<>());
  }

  @Override
  public void close() {
    draws.close();
    receivers.values().forEach(OtExtensionReceiver::close);
  }
}
