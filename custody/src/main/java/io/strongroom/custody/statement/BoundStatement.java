package io.strongroom.custody.statement;

/// A statement that is bound to one log by its origin and that expires: every kind but GENESIS.
public sealed interface BoundStatement extends Statement
    permits Request,
        Approval,
        Rejection,
        Veto,
        Cancel,
        Freeze,
        Proposal,
        Authorize,
        Signed,
        Release,
        Key,
        Broadcast,
        Confirmed,
        Heartbeat {

  Header header();

  /// Origin of the log that the statement is for.
  default String log() {
    return header().log();
  }

  @Override
  default long epoch() {
    return header().epoch();
  }

  @Override
  default String id() {
    return header().id();
  }

  /// Milliseconds since the Unix epoch from which on the statement says nothing.
  default long expires() {
    return header().expires();
  }
}
