package io.strongroom.custody.statement;

/// Between statements and the canonical JSON payloads that are signed. Thread-safe.
public final class Statements {

  private Statements() {}

  /// Decodes a payload under its kind's closed schema: unknown and missing fields are refused.
  /// Verify the envelope first.
  ///
  /// @throws InvalidStatementException naming the field
  public static Statement decode(Envelope envelope) throws InvalidStatementException {
    return decode(envelope.kind(), envelope.payload());
  }

  /// Decodes a payload of a kind.
  ///
  /// @throws InvalidStatementException naming the field
  public static Statement decode(StatementKind kind, Bytes payload)
      throws InvalidStatementException {
    Fields fields = Fields.of(CanonicalJson.parseStrict(payload.toArray()), "");
    Statement statement = StatementDecoder.decode(kind, fields);
    fields.end();
    return statement;
  }

  /// The canonical payload.
  ///
  /// @throws IllegalArgumentException if [#decode] would refuse it: our own bug, or a caller that
  ///   did not check its user's input
  public static byte[] encode(Statement statement) {
    byte[] payload = CanonicalJson.write(StatementEncoder.encode(statement));
    try {
      if (!decode(statement.kind(), Bytes.of(payload)).equals(statement)) {
        throw new IllegalArgumentException("the statement does not survive its own encoding");
      }
    } catch (InvalidStatementException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    return payload;
  }
}
