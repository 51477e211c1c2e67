package io.strongroom.testkit.sim;

import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.ot.OtExtensionLayout;
import java.util.Optional;

/// Where a [DeviantSigner] leaves the protocol; every default is honest. All arrays are the
/// deviant's own and may be changed in place; scalars are four limbs.
public interface Deviation {

  /// No deviation: an independent implementation of `sign-c`, without its checks.
  Deviation NONE = new Deviation() {};

  /// One inconsistent row of a multiplication, with a guess of the victim's choice bit.
  ///
  /// @param row 0..751
  /// @param choice the guessed bit β
  record RowGuess(int row, boolean choice) {}

  /// Everything that the extension message towards a peer is made of.
  ///
  /// @param layout the sizes
  /// @param leaves this party's 8,192 bytes of leaves
  /// @param context1 ctx1
  /// @param choices x
  /// @param honest the message U ‖ xh ‖ hV that the protocol asks for
  @SuppressWarnings("ArrayRecordComponent") // carries arguments, is never compared
  record Extension(
      OtExtensionLayout layout, byte[] leaves, byte[] context1, byte[] choices, byte[] honest) {}

  /// ν as shown to that peer.
  default byte[] freshness(PartyIndex peer, byte[] own) {
    return own;
  }

  /// The nonce r that is committed, opened and multiplied towards that peer.
  default void nonce(PartyIndex peer, int request, long[] r) {}

  /// The extension message towards that peer.
  default byte[] extension(PartyIndex peer, Extension extension) {
    return extension.honest();
  }

  /// The share x_i that everything is computed from.
  default void share(long[] x) {}

  /// The discrete logarithm of the pk shown to that peer.
  default void announcedKey(PartyIndex peer, int request, long[] sk) {}

  /// The multiplication's inputs a_1 and a_2, eight limbs.
  default void inputs(PartyIndex peer, int request, long[] inputs) {}

  /// A row in which a_1 is one more than in the others.
  default Optional<RowGuess> row(PartyIndex peer, int request) {
    return Optional.empty();
  }

  /// The finished round-2 payload.
  default byte[] opening(PartyIndex peer, byte[] payload) {
    return payload;
  }

  /// φ as used in ψ towards that peer.
  default void mask(PartyIndex peer, int request, long[] phi) {}

  /// The digest that the fragment signs.
  default byte[] digest(int request, byte[] digest) {
    return digest;
  }
}
