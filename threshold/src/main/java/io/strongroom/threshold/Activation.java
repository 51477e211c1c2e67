package io.strongroom.threshold;

import io.strongroom.threshold.wire.Envelope;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Collects the confirmations of all holders of one package until they make a [Certificate].
///
/// Accepts this party's own confirmation too. Public data only. Not thread-safe. After an abort the
/// package must never be activated; the abort is returned again on every call.
public final class Activation {

  private final PublicKeyPackage key;
  private final PartySet holders;
  private final IdentityVerifier verifier;
  private final SortedMap<PartyIndex, byte[]> confirmations = new TreeMap<>();
  private Progress<Certificate> progress = new Progress.Running<>();

  /// Starts without confirmations.
  ///
  /// @throws BadParametersException if the parties are not the holders the package names
  public Activation(PublicKeyPackage key, PartySet holders, IdentityVerifier verifier) {
    if (!key.isHeldBy(holders)) {
      throw new BadParametersException(AbortCode.BAD_PARAMS, "not the holders of the key");
    }
    this.key = key;
    this.holders = holders;
    this.verifier = verifier;
  }

  /// Takes one confirmation as it arrived. What is not authentic is ignored, as are repetitions.
  ///
  /// @return finished with the certificate once all confirmations are there; aborted with
  ///   `ENCODING`, `CONFIRM_MISMATCH`, `CONFIRM_POK` or `EQUIVOCATION`
  public Progress<Certificate> accept(PartyIndex channelIdentity, byte[] wire) {
    Optional<Party> author = holders.find(channelIdentity);
    if (!(progress instanceof Progress.Running) || author.isEmpty()) {
      return progress;
    }
    Optional<Envelope> envelope = Confirmation.open(key, author.get(), wire, verifier);
    if (envelope.isEmpty()) {
      return progress;
    }
    byte[] known = confirmations.get(channelIdentity);
    if (known != null) {
      if (!Envelope.sameEnvelope(known, wire)) {
        progress =
            new Progress.Aborted<>(
                Abort.provable(
                    AbortCode.EQUIVOCATION,
                    channelIdentity,
                    "two confirmations of " + channelIdentity,
                    List.of(known, wire)));
      }
      return progress;
    }
    Optional<Abort> fault =
        Confirmation.check(key, channelIdentity, envelope.get().payload(), wire);
    if (fault.isPresent()) {
      progress = new Progress.Aborted<>(fault.get());
      return progress;
    }
    confirmations.put(channelIdentity, wire.clone());
    if (confirmations.size() == holders.size()) {
      progress =
          new Progress.Finished<>(new Certificate(key.pkg(), List.copyOf(confirmations.values())));
    }
    return progress;
  }
}
