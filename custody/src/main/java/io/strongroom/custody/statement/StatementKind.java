package io.strongroom.custody.statement;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The kinds of statements. The kind is part of what is signed, through the envelope's payload
/// type.
public enum StatementKind {
  GENESIS,
  REQUEST,
  APPROVAL,
  REJECTION,
  VETO,
  CANCEL,
  FREEZE,
  PROPOSAL,
  AUTHORIZE,
  SIGNED,
  RELEASE,
  KEY,
  BROADCAST,
  CONFIRMED,
  HEARTBEAT;

  private final String payloadType =
      "application/vnd.strongroom." + name().toLowerCase(Locale.ROOT) + ".v1+json";

  /// The DSSE payload type, such as `application/vnd.strongroom.request.v1+json`.
  public String payloadType() {
    return payloadType;
  }

  /// The kind with exactly this payload type.
  public static Optional<StatementKind> ofPayloadType(String payloadType) {
    return Arrays.stream(values()).filter(kind -> kind.payloadType.equals(payloadType)).findFirst();
  }

  /// The kind with exactly this name, such as `REQUEST`.
  public static Optional<StatementKind> ofName(String name) {
    return Arrays.stream(values()).filter(kind -> kind.name().equals(name)).findFirst();
  }
}
