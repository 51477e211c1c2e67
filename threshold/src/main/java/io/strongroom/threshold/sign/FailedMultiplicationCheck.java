package io.strongroom.threshold.sign;

import io.strongroom.threshold.AbortCode;
import io.strongroom.threshold.PairSetup;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.ot.OtExtensionLayout;
import io.strongroom.threshold.ot.OtExtensionReceiver;
import io.strongroom.threshold.vole.RandomVoleReceiver;
import java.util.Arrays;
import java.util.Optional;

/// A failed `RVOLE_CHECK`, `GAMMA_U` or `GAMMA_V` with the received message and this party's choice
/// bits. Secret.
public final class FailedMultiplicationCheck implements FailedCheck {

  private final AbortCode code;
  private final PartyIndex peer;
  private final OtExtensionLayout layout;
  private final byte[] context1;
  private final byte[] choices;
  private final byte[] sentMessage;
  private final byte[] peerNonce;
  private final PeerOpening opening;

  FailedMultiplicationCheck(
      AbortCode code,
      PartyIndex peer,
      OtExtensionLayout layout,
      byte[] context1,
      OtExtensionReceiver receiver,
      byte[] peerNonce,
      PeerOpening opening) {
    this.code = code;
    this.peer = peer;
    this.layout = layout;
    this.context1 = context1;
    this.choices = receiver.choices();
    this.sentMessage = receiver.message().clone();
    this.peerNonce = peerNonce;
    this.opening = opening;
  }

  @Override
  public PartyIndex peer() {
    return peer;
  }

  @Override
  public boolean failsAgain(PairSetup reloaded) {
    byte[] leaves = reloaded.builtLeaves();
    try (OtExtensionReceiver receiver =
            OtExtensionReceiver.resume(layout, leaves, context1, choices, sentMessage);
        RandomVoleReceiver vole = new RandomVoleReceiver()) {
      receiver.bind(peerNonce);
      Optional<Multiplication> run = Multiplication.run(vole, receiver, opening, layout.batch());
      if (run.isEmpty()) {
        return true;
      }
      try (Multiplication multiplication = run.get()) {
        return switch (code) {
          case GAMMA_U -> !multiplication.passesGammaCheck(0);
          case GAMMA_V -> !multiplication.passesGammaCheck(1);
          default -> false;
        };
      }
    } finally {
      Arrays.fill(leaves, (byte) 0);
    }
  }

  @Override
  public void close() {
    Arrays.fill(choices, (byte) 0);
  }
}
