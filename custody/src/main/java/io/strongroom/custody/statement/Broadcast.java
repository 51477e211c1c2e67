package io.strongroom.custody.statement;

/// The coordinator handed a signed transaction to the chain. Information only.
///
/// @param authorize log position of the AUTHORIZE
public record Broadcast(Header header, long authorize, String txid) implements BoundStatement {

  @Override
  public StatementKind kind() {
    return StatementKind.BROADCAST;
  }
}
