package io.strongroom.custody.statement;

/// A member of a required group, or of security, stops a REQUEST or PROPOSAL during its delay.
///
/// @param subject leaf hash of what it is about
public record Veto(Header header, Hash32 subject) implements BoundStatement {

  @Override
  public StatementKind kind() {
    return StatementKind.VETO;
  }
}
