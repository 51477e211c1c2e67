package io.strongroom.threshold.sign;

import io.strongroom.threshold.Parameters;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.PartySet;
import io.strongroom.threshold.Protocol;
import io.strongroom.threshold.SessionId;
import io.strongroom.threshold.SidPreimage;
import io.strongroom.threshold.hash.TaggedHash;
import io.strongroom.threshold.ot.OtExtensionLayout;
import io.strongroom.threshold.vole.RandomVole;
import io.strongroom.threshold.wire.Writer;
import java.util.List;
import java.util.Objects;

/// Everything that the signers of one session agree on before round 1, and the message sizes that
/// follow. Public, immutable.
///
/// Source: `docs/protocol.md`, sections 3.2, 11.1 and 19.1.
public final class SigningTerms {

  /// Largest number of requests in a session.
  public static final int MAX_BATCH = OtExtensionLayout.MAX_BATCH;

  /// Bytes of the application's context.
  public static final int APP_CONTEXT = 32;

  /// Bytes of the round-1 broadcast ν ‖ C.
  public static final int COMMITMENT_BYTES = 64;

  /// Bytes of one fragment.
  public static final int FRAGMENT_BYTES = 128;

  /// So that trailing bytes behind a message are seen and blamed instead of dropped.
  private static final int TRAILING_SLACK = 64;

  private static final int NO_MESSAGE = -1;

  /// Bytes of salt.
  static final int SALT = 32;

  /// Bytes that one request adds to a round-2 message: R ‖ pk ‖ Γu ‖ Γv ‖ RVOLE message.
  static final int INSTANCE_BYTES = 4 * 33 + RandomVole.MESSAGE_BYTES;

  private final SidPreimage preimage;
  private final SessionId sid;
  private final byte[] sidBytes;
  private final PartyIndex self;
  private final PartySet signers;
  private final List<PartyIndex> peers;
  private final byte[] pkg;
  private final byte[] publicKey;
  private final byte[] requestsDigest;
  private final List<BoundRequest> requests;
  private final OtExtensionLayout layout;

  /// @param keyId the key
  /// @param epoch its epoch
  /// @param threshold its threshold
  /// @param pkg its package digest, 32 bytes
  /// @param publicKey X, 33 bytes
  /// @param nonce the coordinator's nonce, 32 bytes
  /// @param signers all signers, this party included
  /// @param appContext 32 bytes
  /// @param requests 1..32
  public SigningTerms(
      String keyId,
      int epoch,
      int threshold,
      byte[] pkg,
      byte[] publicKey,
      byte[] nonce,
      PartyIndex self,
      PartySet signers,
      byte[] appContext,
      List<BoundRequest> requests) {
    this.self = self;
    this.signers = signers;
    this.peers = signers.indices().stream().filter(index -> !index.equals(self)).toList();
    this.pkg = pkg.clone();
    this.publicKey = publicKey.clone();
    this.requests = List.copyOf(requests);
    this.layout = new OtExtensionLayout(requests.size());
    this.requestsDigest = requestsDigest(appContext, requests);
    byte[] extra = new Writer(66).bytes(pkg).u16(requests.size()).bytes(requestsDigest).finish();
    this.preimage = SidPreimage.of(Protocol.SIGN_C, keyId, epoch, nonce, threshold, signers, extra);
    this.sid = preimage.sid();
    this.sidBytes = sid.bytes();
    if (!signers.contains(self)
        || signers.size() < threshold
        || signers.size() > Parameters.MAX_PARTIES) {
      throw new IllegalArgumentException("signers");
    }
  }

  /// rqd = TH("reqs", appContext ‖ for b: h_b ‖ δ_b ‖ X'_b), 32 bytes.
  public static byte[] requestsDigest(byte[] appContext, List<BoundRequest> requests) {
    Writer out = new Writer(APP_CONTEXT + 97 * requests.size());
    out.bytes(appContext);
    for (BoundRequest request : requests) {
      out.bytes(request.digest()).bytes(request.tweak()).bytes(request.childKey());
    }
    return TaggedHash.th("reqs", out.finish());
  }

  /// What the session identifier commits to.
  public SidPreimage preimage() {
    return preimage;
  }

  /// The session identifier.
  public SessionId sid() {
    return sid;
  }

  /// Its 32 bytes. Not a copy.
  byte[] sidBytes() {
    return sidBytes;
  }

  /// This party.
  public PartyIndex self() {
    return self;
  }

  /// All signers.
  public PartySet signers() {
    return signers;
  }

  /// The other signers, ascending.
  public List<PartyIndex> peers() {
    return peers;
  }

  /// Whether exactly two sign, which takes three rounds instead of four.
  public boolean twoSigners() {
    return signers.size() == 2;
  }

  /// The round that carries fragments, which is the last one.
  public int lastRound() {
    return twoSigners() ? 3 : 4;
  }

  /// The package digest, 32 bytes.
  public byte[] pkg() {
    return pkg.clone();
  }

  /// X, 33 bytes. Not a copy.
  byte[] publicKey() {
    return publicKey;
  }

  /// rqd. Not a copy.
  byte[] requestsDigest() {
    return requestsDigest;
  }

  /// Number of requests, B.
  public int batch() {
    return requests.size();
  }

  /// Request b.
  BoundRequest request(int b) {
    return requests.get(Objects.checkIndex(b, requests.size()));
  }

  /// Sizes of the OT extension.
  public OtExtensionLayout layout() {
    return layout;
  }

  /// Bytes of a direct round-1 message.
  public int extensionMessageBytes() {
    return 32 + layout.messageBytes();
  }

  /// Bytes of a direct round-2 message, the largest of a session.
  public int multiplicationMessageBytes() {
    return 64 + INSTANCE_BYTES * batch();
  }

  /// Bytes of a direct round-3 message of three or more signers.
  public int maskMessageBytes() {
    return 32 + 32 * batch();
  }

  /// Bytes of all fragments of a session.
  public int fragmentsBytes() {
    return FRAGMENT_BYTES * batch();
  }

  /// The largest payload that a message of this kind may have: its exact size and a little more, so
  /// that a peer cannot fill memory through the slots of short messages. Negative if the session
  /// has no such message.
  public int maxPayload(int round, boolean broadcast) {
    int exact =
        switch (round) {
          case 1 -> broadcast ? COMMITMENT_BYTES : extensionMessageBytes();
          case 2 -> broadcast ? NO_MESSAGE : multiplicationMessageBytes();
          case 3 -> broadcast ? NO_MESSAGE : thirdMessageBytes();
          case 4 -> broadcast && !twoSigners() ? fragmentsBytes() : NO_MESSAGE;
          default -> NO_MESSAGE;
        };
    return exact == NO_MESSAGE ? NO_MESSAGE : exact + TRAILING_SLACK;
  }

  private int thirdMessageBytes() {
    return twoSigners() ? AgreedView.ECHO + fragmentsBytes() : maskMessageBytes();
  }
}
