package io.strongroom.custody.statement;

/// What somebody said, as decoded from an envelope's payload. Public data, immutable, with value
/// semantics.
///
/// A decoded statement has passed its kind's closed schema ([Statements]). Whether it was signed by
/// somebody who may say it, and whether the log's state lets it take effect, are other questions.
public sealed interface Statement permits Genesis, BoundStatement {

  StatementKind kind();

  /// The log's epoch, from 1 on. Not a key epoch.
  long epoch();

  /// The statement's own id, unique per signer.
  String id();
}
