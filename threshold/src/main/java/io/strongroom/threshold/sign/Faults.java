package io.strongroom.threshold.sign;

import io.strongroom.threshold.Abort;
import io.strongroom.threshold.AbortCode;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.Response;
import io.strongroom.threshold.wire.ProtocolAbort;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The aborts of signing, with the blame and the response of the table in `docs/protocol.md`,
/// section 17.
final class Faults {

  private Faults() {}

  /// A payload that does not decode: its sender signed it.
  static ProtocolAbort encoding(PartyIndex sender, String field, byte[] wire) {
    return new ProtocolAbort(
        Abort.provable(AbortCode.ENCODING, sender, "undecodable " + field, List.of(wire)));
  }

  /// Two signed envelopes of one party contradict each other.
  static ProtocolAbort contradiction(
      AbortCode code, PartyIndex sender, String detail, byte[]... wires) {
    return new ProtocolAbort(Abort.provable(code, sender, detail, List.of(wires)));
  }

  /// Two parties saw different things; who is at fault shows when the originals are exchanged.
  static ProtocolAbort viewsDiffer(AbortCode code, PartyIndex other, List<byte[]> originals) {
    return new ProtocolAbort(
        new Abort(
            code,
            Set.of(),
            Optional.empty(),
            Response.NEW_SESSION,
            "echo hash of party " + other + " differs",
            originals));
  }

  /// A pairwise check whose answer must not be given twice.
  static ProtocolAbort burning(AbortCode code, PartyIndex peer, String detail) {
    return new ProtocolAbort(Abort.burning(code, peer, detail));
  }

  /// A check that names nobody.
  static ProtocolAbort unattributed(AbortCode code, String detail) {
    Response response = code == AbortCode.DEGENERATE ? Response.RETRY : Response.NEW_SESSION;
    return new ProtocolAbort(Abort.unattributed(code, response, detail));
  }

  /// A fragment for something else than request b of this session.
  static ProtocolAbort fragmentMismatch(PartyIndex sender, byte[] wire) {
    return new ProtocolAbort(
        new Abort(
            AbortCode.FRAGMENT_MISMATCH,
            Set.of(sender),
            Optional.empty(),
            Response.NEW_SESSION,
            "fragment of another request",
            List.of(wire)));
  }
}
