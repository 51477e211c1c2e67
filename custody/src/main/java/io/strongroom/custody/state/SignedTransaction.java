package io.strongroom.custody.state;

import io.strongroom.custody.statement.InputSignature;
import java.util.List;

/// The signatures of a withdrawal, as its SIGNED entry brought them.
///
/// @param seq log position of SIGNED
/// @param ts log time, milliseconds since the Unix epoch: the amount ages in windows from here
/// @param authorize log position of the AUTHORIZE
public record SignedTransaction(
    long seq, long ts, long authorize, List<InputSignature> signatures, String txid) {
  public SignedTransaction {
    signatures = List.copyOf(signatures);
  }
}
