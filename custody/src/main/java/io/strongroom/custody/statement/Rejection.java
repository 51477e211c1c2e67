package io.strongroom.custody.statement;

/// An approver says no to a REQUEST or a PROPOSAL.
///
/// @param subject leaf hash of what it is about
public record Rejection(Header header, Hash32 subject) implements BoundStatement {

  @Override
  public StatementKind kind() {
    return StatementKind.REJECTION;
  }
}
