package io.strongroom.custody.statement;

import java.util.List;

/// The coordinator reports the signatures of an AUTHORIZE, which nodes verify.
///
/// @param authorize log position of the AUTHORIZE
/// @param signatures one per input, in the plan's order
/// @param txid the chain's transaction id: 64 lower-case hex digits, with `0x` before them on
///   Ethereum
public record Signed(Header header, long authorize, List<InputSignature> signatures, String txid)
    implements BoundStatement {

  public Signed {
    signatures = List.copyOf(signatures);
  }

  @Override
  public StatementKind kind() {
    return StatementKind.SIGNED;
  }
}
