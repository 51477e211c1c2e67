package io.strongroom.threshold;

import io.strongroom.threshold.wire.EncodingException;
import io.strongroom.threshold.wire.Envelope;
import io.strongroom.threshold.wire.Reader;
import io.strongroom.threshold.wire.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The confirmations of **all** holders over one package: what makes a key ACTIVE. Public,
/// transferable, immutable; an object of this type was verified (`docs/protocol.md` 5, 15).
///
/// `u16(n) ‖ for j in H: LP(signed confirmation of j)`. It shows that every honest holder has its
/// share on disk, and says nothing about the others.
public final class Certificate {

  private static final int MAX_CONFIRMATION = 256;

  private final byte[] pkg;
  private final List<byte[]> confirmations;

  /// Wraps verified confirmations.
  ///
  /// @param confirmations verified, ascending by holder
  Certificate(byte[] pkg, List<byte[]> confirmations) {
    this.pkg = pkg.clone();
    this.confirmations = confirmations.stream().map(byte[]::clone).toList();
  }

  /// Reads a certificate exactly and verifies every confirmation over this package.
  ///
  /// @param parties the holders, with the identities the package names
  /// @throws BadParametersException with `ENCODING`, `CONFIRM_MISMATCH`, `CONFIRM_POK` or, for
  ///   parties that are not the holders or a confirmation that is not authentic, `BAD_PARAMS`
  public static Certificate decodeAndVerify(
      byte[] encoded, PublicKeyPackage key, PartySet parties, IdentityVerifier verifier) {
    if (!key.isHeldBy(parties)) {
      throw new BadParametersException(AbortCode.BAD_PARAMS, "not the holders of the key");
    }
    List<byte[]> confirmations = new ArrayList<>();
    try {
      Reader in = new Reader(encoded);
      if (in.u16() != parties.size()) {
        throw new EncodingException("count");
      }
      for (int i = 0; i < parties.size(); i++) {
        confirmations.add(in.lp(MAX_CONFIRMATION));
      }
      in.end();
    } catch (EncodingException e) {
      throw new BadParametersException(AbortCode.ENCODING, "certificate: " + e.getMessage());
    }
    for (int i = 0; i < parties.size(); i++) {
      verify(key, parties.ascending().get(i), confirmations.get(i), verifier);
    }
    return new Certificate(key.pkg(), confirmations);
  }

  /// The transferable form.
  public byte[] encode() {
    int size = 2;
    for (byte[] confirmation : confirmations) {
      size += 4 + confirmation.length;
    }
    Writer out = new Writer(size);
    out.u16(confirmations.size());
    confirmations.forEach(out::lp);
    return out.finish();
  }

  /// Whether it was verified over this package.
  public boolean isFor(PublicKeyPackage key) {
    return Arrays.equals(pkg, key.pkg());
  }

  private static void verify(
      PublicKeyPackage key, Party party, byte[] wire, IdentityVerifier verifier) {
    Optional<Envelope> envelope = Confirmation.open(key, party, wire, verifier);
    if (envelope.isEmpty()) {
      throw new BadParametersException(
          AbortCode.BAD_PARAMS, "confirmation of party " + party.index() + " is not authentic");
    }
    Optional<Abort> fault = Confirmation.check(key, party.index(), envelope.get().payload(), wire);
    if (fault.isPresent()) {
      throw new BadParametersException(fault.get().code(), fault.get().detail());
    }
  }
}
