package io.strongroom.custody.statement;

/// One member of a named group stops every step into signing, at once, within a scope.
public record Freeze(Header header, FreezeScope scope) implements BoundStatement {

  @Override
  public StatementKind kind() {
    return StatementKind.FREEZE;
  }
}
