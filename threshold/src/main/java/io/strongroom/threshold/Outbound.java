package io.strongroom.threshold;

import java.util.Objects;

/// One signed envelope for one peer. Round-2 and later messages may carry secrets for that peer:
/// send them over an encrypted channel and do not log them.
public final class Outbound {

  private final PartyIndex to;
  private final byte[] wire;

  /// A message for one peer.
  ///
  /// @param wire envelope and signature; not copied, since messages can be large
  public Outbound(PartyIndex to, byte[] wire) {
    this.to = Objects.requireNonNull(to);
    this.wire = wire;
  }

  /// The peer.
  public PartyIndex to() {
    return to;
  }

  /// Envelope and signature. The same array every time: resend these bytes, do not change them.
  public byte[] wire() {
    return wire;
  }

  @Override
  public String toString() {
    return "Outbound[to=" + to + ", " + wire.length + " bytes]";
  }
}
