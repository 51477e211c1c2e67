package io.strongroom.threshold;

import io.strongroom.threshold.math.Scalars;
import io.strongroom.threshold.wire.EncodingException;
import io.strongroom.threshold.wire.Reader;
import io.strongroom.threshold.wire.Writer;
import java.util.Arrays;
import java.util.SortedSet;

/// One party's ACTIVE share of a key, with its pair set-ups and the certificate. Secret,
/// long-lived.
///
/// Many sessions may use it at once, from any thread. [#close] erases it; later uses throw
/// [IllegalStateException], so close it only after the sessions that use it. `toString` tells
/// nothing secret.
public final class KeyShare implements AutoCloseable {

  private static final int VERSION = 1;
  private static final int KIND = 'A';
  private static final int MAX_CERTIFICATE = 16_384;

  private final KeyMaterial material;
  private final byte[] certificate;

  private KeyShare(KeyMaterial material, byte[] certificate) {
    this.material = material;
    this.certificate = certificate;
  }

  /// Makes a pending key active. The pending key keeps its own copy of the secrets and stays
  /// usable.
  ///
  /// @throws BadParametersException with `CONFIRM_MISMATCH` if the certificate is for another
  ///   package
  public static KeyShare activate(PendingKey pending, Certificate certificate) {
    return new KeyShare(pending.certified(certificate), certificate.encode());
  }

  /// Everything, for sealed storage: `u8(1) ‖ "A" ‖ key material ‖ LP(certificate)`. Wipe it after
  /// sealing.
  public byte[] encode() {
    Writer trailer = new Writer(4 + certificate.length);
    return material.encode(VERSION, KIND, trailer.lp(certificate).finish());
  }

  /// Reads [#encode]'s result exactly, and checks that the share fits the package.
  ///
  /// The certificate was verified when the share became active; here it is only carried.
  ///
  /// @throws BadParametersException with `ENCODING` or `BAD_PARAMS`
  public static KeyShare decode(byte[] encoded) {
    try {
      Reader in = new Reader(encoded);
      if (in.u8() != VERSION || in.u8() != KIND) {
        throw new EncodingException("version");
      }
      KeyMaterial material = KeyMaterial.decode(in);
      try {
        byte[] certificate = in.lp(MAX_CERTIFICATE);
        in.end();
        return new KeyShare(material, certificate);
      } catch (EncodingException e) {
        material.close();
        throw e;
      }
    } catch (EncodingException e) {
      throw new BadParametersException(AbortCode.ENCODING, "key share: " + e.getMessage());
    }
  }

  /// The public outcome of key generation.
  public PublicKeyPackage publicPackage() {
    return material.key();
  }

  /// All holders with their identities.
  public PartySet parties() {
    return material.holders();
  }

  /// This party.
  public PartyIndex self() {
    return material.self();
  }

  /// The key epoch.
  public int epoch() {
    return material.key().epoch();
  }

  /// The key identifier.
  public String keyId() {
    return material.key().keyId();
  }

  /// The encoded certificate, for parties that lag behind.
  public byte[] certificate() {
    return certificate.clone();
  }

  /// Writes x_i to `r[ro..]`; the caller wipes it.
  public void copyShare(long[] r, int ro) {
    byte[] encoded = material.share();
    if (!Scalars.decode(r, ro, encoded, 0)) {
      throw new IllegalStateException("share was checked when it was loaded");
    }
    Arrays.fill(encoded, (byte) 0);
  }

  /// x_i as 32 bytes, for the owner's own encrypted backup; the caller wipes it. Never for a peer.
  public byte[] revealShare() {
    return material.share();
  }

  /// The hedge key for [Randomness#draws].
  public byte[] hedgeKey() {
    byte[] encoded = material.share();
    byte[] hedgeKey = Randomness.hedgeKey(encoded);
    Arrays.fill(encoded, (byte) 0);
    return hedgeKey;
  }

  /// The peers with whom a set-up exists: all other holders, less the burned ones.
  public SortedSet<PartyIndex> peers() {
    return material.peers();
  }

  /// The set-up with a peer. It belongs to this share: do not close it.
  ///
  /// @throws BadParametersException if there is none
  public PairSetup pair(PartyIndex peer) {
    return material.pair(peer);
  }

  /// Erases the set-up with a peer for good (burn procedure, step 4). Store [#encode] again
  /// afterwards.
  ///
  /// @return whether there was one
  public boolean erasePair(PartyIndex peer) {
    return material.erasePair(peer);
  }

  @Override
  public void close() {
    material.close();
  }

  @Override
  public String toString() {
    return "KeyShare[" + material.key() + ", party " + material.self() + "]";
  }
}
