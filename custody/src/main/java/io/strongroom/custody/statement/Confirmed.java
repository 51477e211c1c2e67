package io.strongroom.custody.statement;

/// What the coordinator's chain gateway sees of a transaction. Information only: it never frees
/// anything.
///
/// @param authorize log position of the AUTHORIZE
/// @param block height of the block that holds it; 0 if none
/// @param confirmations 0 if in no block
public record Confirmed(
    Header header, long authorize, String txid, long block, long confirmations, ChainStatus status)
    implements BoundStatement {

  @Override
  public StatementKind kind() {
    return StatementKind.CONFIRMED;
  }
}
