package io.strongroom.custody.statement;

/// A member or operator proposes a change, which takes effect by quorum and delay.
public record Proposal(Header header, Change change) implements BoundStatement {

  @Override
  public StatementKind kind() {
    return StatementKind.PROPOSAL;
  }
}
