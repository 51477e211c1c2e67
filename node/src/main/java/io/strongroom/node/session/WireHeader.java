package io.strongroom.node.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/// The first fields of a protocol envelope, read only to find its session. Nothing here is
/// verified: the protocol checks the signature, the sender and everything else.
///
/// Source: `docs/protocol.md`, section 3.3.
///
/// @param protocol the protocol's name, such as `dkg`
/// @param sid the session id, hexadecimal
/// @param round the round
record WireHeader(String protocol, String sid, int round) {

  private static final int VERSION = 1;
  private static final int MAX_PROTOCOL = 16;
  private static final int SID_BYTES = 32;

  /// Reads the header; empty when the bytes cannot be an envelope.
  static Optional<WireHeader> peek(byte[] wire) {
    ByteBuffer in = ByteBuffer.wrap(wire);
    if (in.remaining() < 1 + Integer.BYTES || in.get() != VERSION) {
      return Optional.empty();
    }
    int length = in.getInt();
    if (length < 1 || length > MAX_PROTOCOL || in.remaining() < length + SID_BYTES + 1) {
      return Optional.empty();
    }
    byte[] protocol = new byte[length];
    in.get(protocol);
    byte[] sid = new byte[SID_BYTES];
    in.get(sid);
    return Optional.of(
        new WireHeader(
            new String(protocol, StandardCharsets.US_ASCII),
            HexFormat.of().formatHex(sid),
            in.get() & 0xff));
  }
}
