package io.strongroom.custody.gate;

import java.util.List;

/// Whether a node signs.
public sealed interface GateVerdict {
  /// It does, exactly these digests, in the order of positions and then of inputs, once it has
  /// durably claimed them.
  record Pass(List<AuthorizedInput> inputs) implements GateVerdict {
    public Pass {
      inputs = List.copyOf(inputs);
    }
  }

  /// It does not.
  ///
  /// @param seq the log position at fault; -1 if none is
  /// @param message for people; public data
  record Refused(GateCode code, long seq, String message) implements GateVerdict {}
}
