package io.strongroom.threshold.dkg;

import io.strongroom.threshold.Commitment;
import io.strongroom.threshold.Draws;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.hash.TaggedHash;
import io.strongroom.threshold.ot.BaseOtReceiver;
import io.strongroom.threshold.ot.Pprf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What one holder keeps about one other holder during the run: zero-seed halves and OT state.
/// Secret.
final class PairState implements AutoCloseable {

  static final int HALF = 32;

  private static final byte[] LABEL = "zseed".getBytes(StandardCharsets.US_ASCII);

  private final byte[] sentHalf;
  private final byte[] salt;
  private final byte[] receivedHalf = new byte[HALF];
  private @Nullable BaseOtReceiver receiver;
  private Pprf.@Nullable Built built;

  PairState(Draws draws) {
    sentHalf = draws.bytes(HALF);
    salt = draws.bytes(Commitment.SALT);
  }

  /// "zseed" ‖ u16(recipient).
  static byte[] label(PartyIndex recipient) {
    byte[] out = Arrays.copyOf(LABEL, LABEL.length + 2);
    out[LABEL.length] = (byte) (recipient.value() >>> 8);
    out[LABEL.length + 1] = (byte) recipient.value();
    return out;
  }

  byte[] sentHalf() {
    return sentHalf;
  }

  byte[] salt() {
    return salt;
  }

  void receiveHalf(byte[] half) {
    System.arraycopy(half, 0, receivedHalf, 0, HALF);
  }

  BaseOtReceiver receiver() {
    if (receiver == null) {
      throw new IllegalStateException("base OT has not begun");
    }
    return receiver;
  }

  void begin(BaseOtReceiver begun) {
    receiver = begun;
  }

  Pprf.Built built() {
    if (built == null) {
      throw new IllegalStateException("trees are not built");
    }
    return built;
  }

  void build(Pprf.Built trees) {
    built = trees;
  }

  /// zs = TH("zseed", sid2 ‖ u16(lo) ‖ u16(hi) ‖ z_{lo→hi} ‖ z_{hi→lo}).
  byte[] zeroSeed(byte[] sid2, PartyIndex self, PartyIndex peer) {
    boolean lower = self.compareTo(peer) < 0;
    return TaggedHash.start("zseed")
        .update(sid2)
        .u16(lower ? self.value() : peer.value())
        .u16(lower ? peer.value() : self.value())
        .update(lower ? sentHalf : receivedHalf)
        .update(lower ? receivedHalf : sentHalf)
        .digest();
  }

  @Override
  public void close() {
    Arrays.fill(sentHalf, (byte) 0);
    Arrays.fill(salt, (byte) 0);
    Arrays.fill(receivedHalf, (byte) 0);
    if (receiver != null) {
      receiver.close();
    }
    if (built != null) {
      built.close();
    }
  }
}
