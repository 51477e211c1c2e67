package io.strongroom.threshold.sign;

import io.strongroom.threshold.AbortCode;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.wire.Inbox;
import io.strongroom.threshold.wire.ProtocolAbort;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What all signers must have seen alike once round 2 is checked: h2 and the sum of the nonce
/// points. Public values.
///
/// Source: `docs/protocol.md`, section 11.4.
final class AgreedView {

  /// Bytes of h2.
  static final int ECHO = 32;

  private static final int ECHO_ROUND = 3;

  private final byte[] echo;
  private final byte[][] noncePoints;

  AgreedView(byte[] echo, byte[][] noncePoints) {
    this.echo = echo;
    this.noncePoints = noncePoints;
  }

  /// h2, 32 bytes. Not a copy.
  byte[] echo() {
    return echo;
  }

  /// R of request b, 33 bytes. Not a copy.
  byte[] noncePoint(int b) {
    return noncePoints[b];
  }

  /// The nonce-consistency check: every direct round-3 message begins with the same h2.
  ///
  /// @throws ProtocolAbort `EQUIVOCATION_R2` with the messages that the differing party hashed
  ///   differently
  void compareEchoes(SigningTerms terms, Inbox inbox) throws ProtocolAbort {
    for (PartyIndex peer : terms.peers()) {
      byte[] payload = inbox.direct(ECHO_ROUND, peer);
      if (payload.length < ECHO) {
        throw Faults.encoding(peer, "round-3 message", inbox.directWire(ECHO_ROUND, peer));
      }
      if (!MessageDigest.isEqual(echo, Arrays.copyOf(payload, ECHO))) {
        List<byte[]> originals = new ArrayList<>();
        originals.add(inbox.directWire(ECHO_ROUND, peer));
        terms.peers().forEach(party -> originals.add(inbox.directWire(2, party)));
        throw Faults.viewsDiffer(AbortCode.EQUIVOCATION_R2, peer, originals);
      }
    }
  }
}
