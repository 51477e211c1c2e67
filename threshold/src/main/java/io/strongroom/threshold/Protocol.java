package io.strongroom.threshold;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The protocols of version 1, by the name that goes into identifiers and envelopes.
public enum Protocol {
  /// Key generation.
  DKG("dkg"),
  /// Sharing of an existing key.
  IMPORT("import"),
  /// Refresh and resharing.
  RESHARE("reshare"),
  /// Message-bound interactive signing.
  SIGN_C("sign-c");

  private final String wireName;

  Protocol(String wireName) {
    this.wireName = wireName;
  }

  /// The ASCII name on the wire.
  public String wireName() {
    return wireName;
  }

  /// The ASCII bytes of the name.
  public byte[] wireBytes() {
    return wireName.getBytes(StandardCharsets.US_ASCII);
  }

  /// The protocol of that name; empty for reserved and unknown names.
  public static Optional<Protocol> of(byte[] ascii) {
    String name = new String(ascii, StandardCharsets.US_ASCII);
    for (Protocol protocol : values()) {
      if (protocol.wireName.equals(name)) {
        return Optional.of(protocol);
      }
    }
    return Optional.empty();
  }
}
