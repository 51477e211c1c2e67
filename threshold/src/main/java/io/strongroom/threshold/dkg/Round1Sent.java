package io.strongroom.threshold.dkg;

import io.strongroom.threshold.Commitment;
import io.strongroom.threshold.Emission;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.hash.TaggedHash;
import io.strongroom.threshold.math.Scalars;
import io.strongroom.threshold.ot.BaseOt;
import io.strongroom.threshold.ot.BaseOtReceiver;
import io.strongroom.threshold.wire.Inbox;
import io.strongroom.threshold.wire.ProtocolAbort;
import io.strongroom.threshold.wire.Writer;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/// Commitments are out; the peers' commitments are awaited.
public final class Round1Sent implements Phase {

  static final int BROADCAST = Secrets.NONCE + Commitment.BYTES;

  private final Run run;
  private final Secrets secrets;

  private Round1Sent(Run run, Secrets secrets) {
    this.run = run;
    this.secrets = secrets;
  }

  static Outcome.Next start(Run run) {
    Secrets secrets = new Secrets(run);
    try {
      return new Outcome.Next(firstEmission(run, secrets), new Round1Sent(run, secrets));
    } catch (RuntimeException e) {
      secrets.close();
      throw e;
    }
  }

  private static Emission firstEmission(Run run, Secrets secrets) {
    byte[] commitment =
        run.isDealer(run.self())
            ? commit(run, Dealing.LABEL, secrets.dealing(), secrets.salt())
            : new byte[Commitment.BYTES];
    SortedMap<PartyIndex, byte[]> direct = new TreeMap<>();
    for (PartyIndex peer : run.otherHolders()) {
      PairState pair = secrets.pair(peer);
      direct.put(peer, commit(run, PairState.label(peer), pair.sentHalf(), pair.salt()));
    }
    byte[] broadcast = new Writer(BROADCAST).bytes(secrets.nonce()).bytes(commitment).finish();
    return run.emission(1, broadcast, direct);
  }

  @Override
  public boolean ready() {
    return run.complete(1);
  }

  @Override
  public Outcome advance() throws ProtocolAbort {
    checkShapes();
    SortedMap<PartyIndex, byte[]> broadcasts = new TreeMap<>();
    run.everyone().forEach(j -> broadcasts.put(j, run.inbox().broadcast(1, j)));
    byte[] echo1 = run.echo("echo1", run.sid().bytes(), broadcasts);
    byte[] sid2 = TaggedHash.th("sid2", run.sid().bytes(), echo1);
    boolean dealer = run.isDealer(run.self());
    byte[] dealing = secrets.dealing();
    Writer broadcast = new Writer(echo1.length + Commitment.SALT + dealing.length);
    broadcast.bytes(echo1).bytes(dealer ? secrets.salt() : new byte[Commitment.SALT]);
    SortedMap<PartyIndex, byte[]> direct = new TreeMap<>();
    for (PartyIndex peer : run.otherHolders()) {
      direct.put(peer, directMessage(peer, echo1, sid2, dealer));
    }
    Emission emission = run.emission(2, broadcast.bytes(dealing).finish(), direct);
    return new Outcome.Next(emission, new Round2Sent(run, secrets, echo1, sid2));
  }

  @Override
  public void close() {
    secrets.close();
  }

  private void checkShapes() throws ProtocolAbort {
    Inbox inbox = run.inbox();
    for (PartyIndex j : run.peers()) {
      byte[] broadcast = inbox.broadcast(1, j);
      boolean valid =
          broadcast.length == BROADCAST
              && (run.isDealer(j)
                  || Arrays.equals(
                      broadcast,
                      Secrets.NONCE,
                      BROADCAST,
                      new byte[Commitment.BYTES],
                      0,
                      Commitment.BYTES));
      if (!valid) {
        throw run.encoding(j, "round 1 broadcast", inbox.broadcastWire(1, j));
      }
      if (run.expectsDirect(1, j) && inbox.direct(1, j).length != Commitment.BYTES) {
        throw run.encoding(j, "round 1 message", inbox.directWire(1, j));
      }
    }
  }

  /// `h1 ‖ f_i(j) ‖ z ‖ salt ‖ base-OT message 1`.
  private byte[] directMessage(PartyIndex peer, byte[] echo1, byte[] sid2, boolean dealer) {
    PairState pair = secrets.pair(peer);
    byte[] ctx = BaseOt.context(sid2, peer, run.self());
    pair.begin(BaseOtReceiver.choose(ctx, run.draws()));
    int size = echo1.length + PairState.HALF + Commitment.SALT + BaseOt.MESSAGE;
    Writer out = new Writer(size + (dealer ? Scalars.BYTES : 0));
    out.bytes(echo1);
    if (dealer) {
      long[] share = new long[Scalars.LIMBS];
      secrets.polynomial().evaluate(share, 0, peer);
      out.scalar(share, 0);
      Arrays.fill(share, 0);
    }
    return out.bytes(pair.sentHalf()).bytes(pair.salt()).bytes(pair.receiver().message()).finish();
  }

  private static byte[] commit(Run run, byte[] label, byte[] value, byte[] salt) {
    return Commitment.commit(run.sid(), run.self(), label, value, salt);
  }
}
