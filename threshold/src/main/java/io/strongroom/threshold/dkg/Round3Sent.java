package io.strongroom.threshold.dkg;

import io.strongroom.threshold.Abort;
import io.strongroom.threshold.AbortCode;
import io.strongroom.threshold.PairSetup;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.PendingKey;
import io.strongroom.threshold.PublicKeyPackage;
import io.strongroom.threshold.Response;
import io.strongroom.threshold.hash.TaggedHash;
import io.strongroom.threshold.math.Scalars;
import io.strongroom.threshold.ot.BaseOt;
import io.strongroom.threshold.ot.Pprf;
import io.strongroom.threshold.wire.EncodingException;
import io.strongroom.threshold.wire.ProtocolAbort;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Base-OT answers and trees are out; those of the peers are awaited.
public final class Round3Sent implements Phase {

  private final Run run;
  private final Secrets secrets;
  private final KeyTerms terms;
  private final long[] share;

  Round3Sent(Run run, Secrets secrets, KeyTerms terms, long[] share) {
    this.run = run;
    this.secrets = secrets;
    this.terms = terms;
    this.share = share;
  }

  @Override
  public boolean ready() {
    return run.complete(3);
  }

  @Override
  public Outcome advance() throws ProtocolAbort {
    checkEchoes();
    List<PairSetup> pairs = new ArrayList<>();
    try {
      for (PartyIndex peer : run.otherHolders()) {
        pairs.add(finish(peer));
      }
      PublicKeyPackage key = assemble();
      PendingKey pending = PendingKey.of(key, run.holders(), run.self(), share, pairs, run.draws());
      pairs.clear();
      return new Outcome.Done(pending);
    } finally {
      pairs.forEach(PairSetup::close);
    }
  }

  @Override
  public void close() {
    secrets.close();
    Arrays.fill(share, 0);
  }

  private void checkEchoes() throws ProtocolAbort {
    for (PartyIndex j : run.peers()) {
      byte[] echo = run.inbox().broadcast(3, j);
      if (echo.length != TaggedHash.BYTES) {
        throw run.encoding(j, "round 3 broadcast", run.inbox().broadcastWire(3, j));
      }
    }
    for (PartyIndex j : run.peers()) {
      if (!Arrays.equals(run.inbox().broadcast(3, j), terms.echo2())) {
        throw run.echoMismatch(AbortCode.EQUIVOCATION_R2, j, 3);
      }
    }
    for (PartyIndex j : run.otherHolders()) {
      if (run.inbox().direct(3, j).length != BaseOt.MESSAGE + Pprf.MESSAGE) {
        throw run.encoding(j, "round 3 message", run.directWire(3, j));
      }
    }
  }

  /// Finishes base OT and trees as Alice, and puts the pair's set-up together.
  private PairSetup finish(PartyIndex peer) throws ProtocolAbort {
    PairState pair = secrets.pair(peer);
    byte[] payload = run.inbox().direct(3, peer);
    byte[] message2 = Arrays.copyOf(payload, BaseOt.MESSAGE);
    byte[] trees = Arrays.copyOfRange(payload, BaseOt.MESSAGE, payload.length);
    byte[] ctx = BaseOt.context(terms.sid2(), peer, run.self());
    byte[] choices = pair.receiver().choices();
    byte[] keys = new byte[0];
    try {
      keys = pair.receiver().finish(message2);
      Optional<Pprf.Punctured> punctured = Pprf.evaluate(ctx, keys, choices, trees);
      if (punctured.isEmpty()) {
        throw new ProtocolAbort(
            new Abort(
                AbortCode.PPRF_CHECK,
                Set.of(peer),
                Optional.empty(),
                Response.NEW_SESSION,
                "party " + peer + ": trees are inconsistent",
                List.of()));
      }
      byte[] zeroSeed = pair.zeroSeed(terms.sid2(), run.self(), peer);
      try (Pprf.Punctured known = punctured.get()) {
        return new PairSetup(peer, pair.built().leaves(), known.known(), known.missing(), zeroSeed);
      } finally {
        Arrays.fill(zeroSeed, (byte) 0);
      }
    } catch (EncodingException e) {
      throw run.encoding(peer, "base OT message 2: " + e.getMessage(), run.directWire(3, peer));
    } finally {
      Arrays.fill(keys, (byte) 0);
      Arrays.fill(choices, (byte) 0);
    }
  }

  private PublicKeyPackage assemble() throws ProtocolAbort {
    List<CommittedPolynomial> polynomials =
        terms.dealings().values().stream().map(Dealing::polynomial).toList();
    CommittedPolynomial sum =
        CommittedPolynomial.sum(polynomials).orElseThrow(() -> degenerate("coefficient"));
    SortedMap<PartyIndex, byte[]> verificationShares = new TreeMap<>();
    for (PartyIndex j : run.holders().indices()) {
      verificationShares.put(
          j, sum.atVarTime(j).orElseThrow(() -> degenerate("verification share")));
    }
    if (Scalars.isZero(share, 0) || !sum.contains(run.self(), share, 0)) {
      // Every dealer's share was verified, so only a fault of this machine is left.
      throw new ProtocolAbort(
          Abort.unattributed(AbortCode.SHARE, Response.STOP, "own share does not fit the key"));
    }
    return PublicKeyPackage.of(
        run.preimage(),
        terms.echo1(),
        terms.echo2(),
        sum.constant(),
        verificationShares,
        terms.chainCode());
  }

  private static ProtocolAbort degenerate(String what) {
    return new ProtocolAbort(
        Abort.unattributed(AbortCode.DEGENERATE, Response.RETRY, what + " is the identity"));
  }
}
