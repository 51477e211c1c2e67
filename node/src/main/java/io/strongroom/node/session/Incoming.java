package io.strongroom.node.session;

import java.util.function.Consumer;

/// Tells a key's confirmation from the messages of a running session: confirmations outlive the
/// session that made the key.
public final class Incoming {

  private static final String KEY_GENERATION = "dkg";
  private static final int CONFIRMATION_ROUND = 4;

  private Incoming() {}

  /// Calls `taker` with the session's id when the envelope is in the place of a key's confirmation.
  ///
  /// @return whether it is
  public static boolean isConfirmation(byte[] wire, Consumer<String> taker) {
    var header =
        WireHeader.peek(wire)
            .filter(each ->
                each.protocol().equals(KEY_GENERATION) && each.round() == CONFIRMATION_ROUND);
    header.ifPresent(each -> taker.accept(each.sid()));
    return header.isPresent();
  }
}
