package io.strongroom.threshold.sign;

import io.strongroom.threshold.PairSetup;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.ot.OtExtensionLayout;
import io.strongroom.threshold.ot.OtExtensionSender;
import java.util.Arrays;

/// A failed `COT_CHECK` with the received extension message.
public final class FailedExtensionCheck implements FailedCheck {

  private final PartyIndex peer;
  private final OtExtensionLayout layout;
  private final byte[] context1;
  private final byte[] message;
  private final int offset;

  FailedExtensionCheck(
      PartyIndex peer, OtExtensionLayout layout, byte[] context1, byte[] message, int offset) {
    this.peer = peer;
    this.layout = layout;
    this.context1 = context1;
    this.message = message.clone();
    this.offset = offset;
  }

  @Override
  public PartyIndex peer() {
    return peer;
  }

  @Override
  public boolean failsAgain(PairSetup reloaded) {
    try (OtExtensionSender sender = extend(layout, reloaded, context1, message, offset)) {
      return !sender.consistent();
    }
  }

  /// Runs the sender's side over a received message, wiping the copies of the set-up.
  static OtExtensionSender extend(
      OtExtensionLayout layout, PairSetup pair, byte[] context1, byte[] message, int offset) {
    byte[] known = pair.knownLeaves();
    byte[] missing = pair.missing();
    try {
      return OtExtensionSender.receive(layout, known, missing, context1, message, offset);
    } finally {
      Arrays.fill(known, (byte) 0);
      Arrays.fill(missing, (byte) 0);
    }
  }

  @Override
  public void close() {
    Arrays.fill(message, (byte) 0);
  }
}
