package io.strongroom.custody.statement;

/// A share holder says: I sent no fragment for this AUTHORIZE, and durably never will.
///
/// @param authorize log position of the AUTHORIZE
public record Release(Header header, long authorize) implements BoundStatement {

  @Override
  public StatementKind kind() {
    return StatementKind.RELEASE;
  }
}
