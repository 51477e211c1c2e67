package io.strongroom.threshold.dkg;

import io.strongroom.threshold.Abort;
import io.strongroom.threshold.AbortCode;
import io.strongroom.threshold.Commitment;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.Response;
import io.strongroom.threshold.SchnorrProof;
import io.strongroom.threshold.hash.TaggedHash;
import io.strongroom.threshold.math.Scalars;
import io.strongroom.threshold.ot.BaseOt;
import io.strongroom.threshold.wire.EncodingException;
import io.strongroom.threshold.wire.ProtocolAbort;
import io.strongroom.threshold.wire.Reader;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The round-2 messages of all peers, verified in the order of `docs/protocol.md` 5, round 3: each
/// check runs over all parties before the next begins, the echo hashes first.
final class Openings {

  private static final int ECHO = TaggedHash.BYTES;
  private static final int DEALING_AT = ECHO + Commitment.SALT;

  private final Run run;
  private final Secrets secrets;
  private final SortedMap<PartyIndex, byte[]> dealings = new TreeMap<>();
  private final SortedMap<PartyIndex, Dealing> decoded = new TreeMap<>();
  private final SortedMap<PartyIndex, byte[]> messages1 = new TreeMap<>();
  private final long[] share = new long[Scalars.LIMBS];

  private Openings(Run run, Secrets secrets) {
    this.run = run;
    this.secrets = secrets;
  }

  static Openings verify(Run run, Secrets secrets, byte[] echo1) throws ProtocolAbort {
    Openings openings = new Openings(run, secrets);
    try {
      openings.checkEchoes(echo1);
      openings.checkShapes();
      openings.checkCommitments();
      openings.checkDegrees();
      openings.decodeDealings();
      openings.checkProofs();
      openings.checkDirect();
    } catch (ProtocolAbort | RuntimeException e) {
      Arrays.fill(openings.share, 0);
      throw e;
    }
    return openings;
  }

  /// D_j of everyone, empty for parties that do not deal.
  SortedMap<PartyIndex, byte[]> dealings() {
    return dealings;
  }

  /// The decoded dealings of all dealers.
  SortedMap<PartyIndex, Dealing> decoded() {
    return decoded;
  }

  /// The peer's first base-OT message.
  byte[] message1(PartyIndex peer) {
    byte[] message = messages1.get(peer);
    if (message == null) {
      throw new IllegalStateException("no holder: " + peer);
    }
    return message;
  }

  /// The sum of the peers' shares for this party. Secret; the caller owns it.
  long[] share() {
    return share;
  }

  private void checkEchoes(byte[] echo1) throws ProtocolAbort {
    for (PartyIndex j : run.peers()) {
      byte[] inBroadcast = echo(j, run.inbox().broadcast(2, j), true);
      byte[] inDirect =
          run.expectsDirect(2, j) ? echo(j, run.inbox().direct(2, j), false) : inBroadcast;
      if (!Arrays.equals(inBroadcast, inDirect)) {
        throw run.provable(
            AbortCode.EQUIVOCATION_R1,
            j,
            "two echo hashes in round 2",
            run.inbox().broadcastWire(2, j),
            run.directWire(2, j));
      }
      if (!Arrays.equals(inBroadcast, echo1)) {
        throw run.echoMismatch(AbortCode.EQUIVOCATION_R1, j, 2);
      }
    }
  }

  private byte[] echo(PartyIndex j, byte[] payload, boolean broadcast) throws ProtocolAbort {
    if (payload.length < ECHO) {
      throw run.encoding(
          j,
          "round 2 payload too short",
          broadcast ? run.inbox().broadcastWire(2, j) : run.directWire(2, j));
    }
    return Arrays.copyOf(payload, ECHO);
  }

  private void checkShapes() throws ProtocolAbort {
    dealings.put(run.self(), secrets.dealing().clone());
    for (PartyIndex j : run.peers()) {
      byte[] broadcast = run.inbox().broadcast(2, j);
      int length = broadcast.length - DEALING_AT;
      boolean valid =
          run.isDealer(j)
              ? Dealing.isLength(length)
              : length == 0
                  && Arrays.equals(
                      broadcast, ECHO, DEALING_AT, new byte[Commitment.SALT], 0, Commitment.SALT);
      if (!valid) {
        throw run.encoding(j, "round 2 broadcast", run.inbox().broadcastWire(2, j));
      }
      dealings.put(j, Arrays.copyOfRange(broadcast, DEALING_AT, broadcast.length));
      if (run.expectsDirect(2, j) && run.inbox().direct(2, j).length != directLength(j)) {
        throw run.encoding(j, "round 2 message", run.directWire(2, j));
      }
    }
  }

  private int directLength(PartyIndex j) {
    int fromDealer = run.isDealer(j) ? Scalars.BYTES : 0;
    int fromHolder = run.isHolder(j) ? PairState.HALF + Commitment.SALT + BaseOt.MESSAGE : 0;
    return ECHO + fromDealer + fromHolder;
  }

  private void checkCommitments() throws ProtocolAbort {
    for (PartyIndex j : run.peers()) {
      if (!run.isDealer(j)) {
        continue;
      }
      byte[] round1 = run.inbox().broadcast(1, j);
      byte[] round2 = run.inbox().broadcast(2, j);
      byte[] commitment = Arrays.copyOfRange(round1, Secrets.NONCE, round1.length);
      byte[] salt = Arrays.copyOfRange(round2, ECHO, DEALING_AT);
      if (!Commitment.opens(commitment, run.sid(), j, Dealing.LABEL, dealing(j), salt)) {
        throw blameDealer(AbortCode.COMMIT_OPEN, j, "commitment does not open");
      }
    }
  }

  private void checkDegrees() throws ProtocolAbort {
    for (PartyIndex j : run.dealing()) {
      if (dealing(j).length != Dealing.length(run.threshold())) {
        throw blameDealer(AbortCode.VSS_DEGREE, j, "number of coefficients");
      }
    }
  }

  private void decodeDealings() throws ProtocolAbort {
    for (PartyIndex j : run.dealing()) {
      try {
        decoded.put(j, Dealing.decode(dealing(j), run.threshold()));
      } catch (EncodingException e) {
        throw blameDealer(AbortCode.ENCODING, j, "dealing: " + e.getMessage());
      }
    }
  }

  private void checkProofs() throws ProtocolAbort {
    for (PartyIndex j : run.dealing()) {
      Dealing dealing = dealt(j);
      boolean valid =
          SchnorrProof.verify(
              run.sid().bytes(),
              j,
              Dealing.PROOF_LABEL,
              dealing.polynomial().constant(),
              dealing.proof());
      if (!valid) {
        throw blameDealer(AbortCode.POK, j, "proof of knowledge");
      }
    }
  }

  /// Shares first, for all parties; then the zero-seed openings.
  private void checkDirect() throws ProtocolAbort {
    SortedMap<PartyIndex, byte[]> halves = new TreeMap<>();
    try {
      for (PartyIndex j : run.peers()) {
        if (run.expectsDirect(2, j)) {
          readDirect(j, halves);
        }
      }
      openHalves(halves);
    } finally {
      halves.values().forEach(opening -> Arrays.fill(opening, (byte) 0));
    }
  }

  private void openHalves(SortedMap<PartyIndex, byte[]> halves) throws ProtocolAbort {
    for (PartyIndex j : run.otherHolders()) {
      byte[] opening = halves.get(j);
      if (opening == null) {
        throw new IllegalStateException("no holder: " + j);
      }
      byte[] half = Arrays.copyOf(opening, PairState.HALF);
      byte[] salt = Arrays.copyOfRange(opening, PairState.HALF, opening.length);
      byte[] label = PairState.label(run.self());
      if (!Commitment.opens(run.inbox().direct(1, j), run.sid(), j, label, half, salt)) {
        throw run.provable(
            AbortCode.ZSEED_OPEN,
            j,
            "zero seed does not open",
            run.inbox().directWire(1, j),
            run.directWire(2, j));
      }
      secrets.pair(j).receiveHalf(half);
      Arrays.fill(half, (byte) 0);
    }
  }

  private void readDirect(PartyIndex j, SortedMap<PartyIndex, byte[]> halves) throws ProtocolAbort {
    try {
      Reader in = new Reader(run.inbox().direct(2, j));
      in.skip(ECHO);
      if (run.isDealer(j)) {
        long[] dealt = new long[Scalars.LIMBS];
        in.scalar(dealt, 0);
        if (!dealt(j).polynomial().contains(run.self(), dealt, 0)) {
          throw complaint(j);
        }
        Scalars.add(share, 0, share, 0, dealt, 0);
        Arrays.fill(dealt, 0);
      }
      if (run.isHolder(j)) {
        halves.put(j, in.bytes(PairState.HALF + Commitment.SALT));
        messages1.put(j, in.bytes(BaseOt.MESSAGE));
      }
      in.end();
    } catch (EncodingException e) {
      throw run.encoding(j, "round 2 message: " + e.getMessage(), run.directWire(2, j));
    }
  }

  /// Accuses only with evidence that convicts; a share that turns out valid stays undisclosed.
  private ProtocolAbort complaint(PartyIndex j) {
    byte[] opening = run.inbox().broadcastWire(2, j);
    byte[] direct = run.directWire(2, j);
    if (!ShareEvidence.convicts(
        run.all().get(j), run.threshold(), opening, direct, run.verifier())) {
      return new ProtocolAbort(
          Abort.unattributed(AbortCode.SHARE, Response.STOP, "a share failed its check only once"));
    }
    return run.provable(
        AbortCode.SHARE,
        j,
        "share is not on the polynomial",
        run.inbox().broadcastWire(1, j),
        opening,
        direct);
  }

  private ProtocolAbort blameDealer(AbortCode code, PartyIndex j, String detail) {
    if (j.equals(run.self())) {
      return new ProtocolAbort(
          new Abort(code, Set.of(), Optional.empty(), Response.STOP, "own " + detail, List.of()));
    }
    return run.provable(
        code, j, detail, run.inbox().broadcastWire(1, j), run.inbox().broadcastWire(2, j));
  }

  private byte[] dealing(PartyIndex j) {
    byte[] dealing = dealings.get(j);
    if (dealing == null) {
      throw new IllegalStateException("no party: " + j);
    }
    return dealing;
  }

  private Dealing dealt(PartyIndex j) {
    Dealing dealing = decoded.get(j);
    if (dealing == null) {
      throw new IllegalStateException("no dealer: " + j);
    }
    return dealing;
  }
}
