package io.strongroom.custody.statement;

/// The initiator withdraws their own REQUEST.
///
/// @param subject leaf hash of what it is about
public record Cancel(Header header, Hash32 subject) implements BoundStatement {

  @Override
  public StatementKind kind() {
    return StatementKind.CANCEL;
  }
}
