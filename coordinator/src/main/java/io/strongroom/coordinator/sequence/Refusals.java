package io.strongroom.coordinator.sequence;

import io.strongroom.custody.state.RefusalCode;
import io.strongroom.custody.statement.InvalidStatementException;
import io.strongroom.platform.grpc.ErrorCode;
import io.strongroom.platform.grpc.StrongroomException;

/// What the rules of custody refuse, as typed errors of the wire.
public final class Refusals {

  private Refusals() {}

  /// A refusal under a head.
  public static StrongroomException of(RefusalCode code, String field, String message) {
    String reason = code.name();
    ErrorCode error =
        switch (code) {
          case BAD_STATEMENT, BAD_SIGNATURE, AMOUNT_INVALID, POLICY_INVALID, ATTACHMENT_MISMATCH ->
              ErrorCode.invalid(reason);
          case ID_REUSED -> ErrorCode.conflict(reason);
          case UNKNOWN_SIGNER,
              NOT_PERMITTED,
              CREDENTIAL_EXPIRED,
              CREDENTIAL_NOT_YET_VALID,
              VAULT_OUT_OF_SCOPE ->
              ErrorCode.denied(reason);
          case SUBJECT_UNKNOWN, REQUEST_UNKNOWN, VAULT_UNKNOWN, DESTINATION_UNKNOWN ->
              ErrorCode.notFound(reason);
          case PENDING_LIMIT -> ErrorCode.exhausted(reason);
          default -> ErrorCode.refused(reason);
        };
    return new StrongroomException(error, field, message, false);
  }

  /// A malformed statement.
  public static StrongroomException of(InvalidStatementException e) {
    return StrongroomException.invalid(e.code().name(), e.field(), String.valueOf(e.getMessage()));
  }
}
