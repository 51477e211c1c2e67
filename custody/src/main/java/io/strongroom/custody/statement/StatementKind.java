package io.strongroom.custody.statement;

import static io.strongroom.custody.statement.InvalidStatementException.Code.BAD_TYPE;

import java.util.Locale;

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
  ///
  /// @throws InvalidStatementException BAD_TYPE if there is none
  public static StatementKind ofPayloadType(String payloadType) throws InvalidStatementException {
    for (StatementKind kind : values()) {
      if (kind.payloadType.equals(payloadType)) {
        return kind;
      }
    }
    throw new InvalidStatementException(
        BAD_TYPE, "payloadType", "no kind of statement has this payload type");
  }

  /// The kind with exactly this name, such as `REQUEST`.
  ///
  /// @throws InvalidStatementException BAD_TYPE if there is none
  public static StatementKind ofName(String name) throws InvalidStatementException {
    for (StatementKind kind : values()) {
      if (kind.name().equals(name)) {
        return kind;
      }
    }
    throw new InvalidStatementException(BAD_TYPE, "kind", "no such kind of statement");
  }
}
