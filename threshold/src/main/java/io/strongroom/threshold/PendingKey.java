package io.strongroom.threshold;

import io.strongroom.threshold.math.Scalars;
import io.strongroom.threshold.wire.EncodingException;
import io.strongroom.threshold.wire.Reader;
import java.util.Arrays;
import java.util.Collection;

/// A key share that key generation produced and no certificate covers yet. Secret.
///
/// Store [#encode], sealed and durably, together with (keyId, epoch, pkg), **before** [#confirm]
/// leaves: a confirmation says that the share is on disk. Thread-safe.
public final class PendingKey implements AutoCloseable {

  private static final int VERSION = 1;
  private static final int KIND = 'P';

  private final KeyMaterial material;
  private final byte[] confirmation;

  private PendingKey(KeyMaterial material, byte[] confirmation) {
    this.material = material;
    this.confirmation = confirmation;
  }

  /// The outcome of a run, with its proof for the confirmation already made, so that confirming is
  /// idempotent.
  ///
  /// @param share x_i at offset 0; copied
  /// @param pairs one set-up per other holder; taken over
  /// @throws BadParametersException if the parts do not belong together
  public static PendingKey of(
      PublicKeyPackage key,
      PartySet holders,
      PartyIndex self,
      long[] share,
      Collection<PairSetup> pairs,
      Draws draws) {
    byte[] encoded = Scalars.encoded(share, 0);
    try {
      KeyMaterial material = new KeyMaterial(key, holders, self, encoded, pairs);
      return new PendingKey(material, Confirmation.payload(key, self, share, draws));
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  /// Everything, for sealed storage: `u8(1) ‖ "P" ‖ key material ‖ confirmation payload (97)`. Wipe
  /// it after sealing.
  public byte[] encode() {
    return material.encode(VERSION, KIND, confirmation);
  }

  /// Reads [#encode]'s result exactly, and checks that the share fits the package.
  ///
  /// @throws BadParametersException with `ENCODING` or `BAD_PARAMS`
  public static PendingKey decode(byte[] encoded) {
    try {
      Reader in = new Reader(encoded);
      if (in.u8() != VERSION || in.u8() != KIND) {
        throw new EncodingException("version");
      }
      KeyMaterial material = KeyMaterial.decode(in);
      try {
        byte[] confirmation = in.bytes(Confirmation.BYTES);
        in.end();
        return new PendingKey(material, confirmation);
      } catch (EncodingException e) {
        material.close();
        throw e;
      }
    } catch (EncodingException e) {
      throw new BadParametersException(AbortCode.ENCODING, "pending key: " + e.getMessage());
    }
  }

  /// The public outcome.
  public PublicKeyPackage publicPackage() {
    return material.key();
  }

  /// The holders with their identities.
  public PartySet parties() {
    return material.holders();
  }

  /// This party.
  public PartyIndex self() {
    return material.self();
  }

  /// The signed confirmation envelope for all holders, this party's own [Activation] included.
  ///
  /// Call it only after [#encode] is durable. Repeating it gives the same bytes.
  public byte[] confirm(IdentitySigner signer) {
    return Confirmation.sealed(material.key(), material.self(), confirmation, signer);
  }

  /// The active share, over copies of the secrets; this object stays as it is.
  ///
  /// @throws BadParametersException if the certificate is for another package
  KeyMaterial certified(Certificate certificate) {
    if (!certificate.isFor(material.key())) {
      throw new BadParametersException(
          AbortCode.CONFIRM_MISMATCH, "certificate of another package");
    }
    return material.copy();
  }

  /// Erases the secrets.
  @Override
  public void close() {
    material.close();
  }

  @Override
  public String toString() {
    return "PendingKey[" + material.key() + ", party " + material.self() + "]";
  }
}
