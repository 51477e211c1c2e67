package io.strongroom.threshold;

import io.strongroom.threshold.hash.TaggedHash;
import java.util.Arrays;
import java.util.HexFormat;

/// A session identifier, 32 bytes, public (`docs/protocol.md` 3.2).
///
/// Whoever runs a session records its identifier durably before the first message and never joins
/// it again.
public final class SessionId {

  /// Bytes of an identifier.
  public static final int BYTES = 32;

  private final byte[] bytes;

  private SessionId(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Wraps 32 bytes.
  ///
  /// @throws BadParametersException if the length is not 32
  public static SessionId of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new BadParametersException(AbortCode.BAD_PARAMS, "session identifier length");
    }
    return new SessionId(bytes.clone());
  }

  /// TH("sid", preimage); see [SidPreimage].
  public static SessionId derive(byte[] preimage) {
    return new SessionId(TaggedHash.th("sid", preimage));
  }

  /// The 32 bytes.
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SessionId that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /// Lower-case hex.
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
