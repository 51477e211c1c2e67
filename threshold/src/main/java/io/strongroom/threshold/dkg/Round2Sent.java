package io.strongroom.threshold.dkg;

import io.strongroom.threshold.Emission;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.math.Scalars;
import io.strongroom.threshold.ot.BaseOt;
import io.strongroom.threshold.ot.BaseOtSender;
import io.strongroom.threshold.ot.Pprf;
import io.strongroom.threshold.wire.EncodingException;
import io.strongroom.threshold.wire.ProtocolAbort;
import io.strongroom.threshold.wire.Writer;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/// Openings and shares are out; those of the peers are awaited.
public final class Round2Sent implements Phase {

  private final Run run;
  private final Secrets secrets;
  private final byte[] echo1;
  private final byte[] sid2;

  Round2Sent(Run run, Secrets secrets, byte[] echo1, byte[] sid2) {
    this.run = run;
    this.secrets = secrets;
    this.echo1 = echo1;
    this.sid2 = sid2;
  }

  @Override
  public boolean ready() {
    return run.complete(2);
  }

  @Override
  public Outcome advance() throws ProtocolAbort {
    Openings openings = Openings.verify(run, secrets, echo1);
    long[] share = openings.share();
    boolean handedOn = false;
    try {
      if (run.isDealer(run.self())) {
        long[] own = new long[Scalars.LIMBS];
        secrets.polynomial().evaluate(own, 0, run.self());
        Scalars.add(share, 0, share, 0, own, 0);
        Arrays.fill(own, 0);
      }
      SortedMap<PartyIndex, byte[]> direct = new TreeMap<>();
      for (PartyIndex peer : run.otherHolders()) {
        direct.put(peer, answer(peer, openings.message1(peer)));
      }
      byte[] echo2 = run.echo("echo2", sid2, openings.dealings());
      Emission emission = run.emission(3, echo2, direct);
      KeyTerms terms = new KeyTerms(echo1, sid2, echo2, openings.decoded());
      Round3Sent next = new Round3Sent(run, secrets, terms, share);
      handedOn = true;
      return new Outcome.Next(emission, next);
    } finally {
      if (!handedOn) {
        Arrays.fill(share, 0);
      }
    }
  }

  @Override
  public void close() {
    secrets.close();
  }

  /// `base-OT message 2 ‖ PPRF message`.
  private byte[] answer(PartyIndex peer, byte[] message1) throws ProtocolAbort {
    byte[] ctx = BaseOt.context(sid2, run.self(), peer);
    try (BaseOtSender sender = BaseOtSender.answer(ctx, message1, run.draws())) {
      Pprf.Built built = Pprf.build(ctx, sender.keys());
      secrets.pair(peer).build(built);
      return new Writer(BaseOt.MESSAGE + Pprf.MESSAGE)
          .bytes(sender.message())
          .bytes(built.message())
          .finish();
    } catch (EncodingException e) {
      throw run.encoding(peer, "base OT message 1: " + e.getMessage(), run.directWire(2, peer));
    }
  }
}
