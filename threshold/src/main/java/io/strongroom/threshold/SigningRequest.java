package io.strongroom.threshold;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// One thing to sign: a digest, and the path of the child key that signs it. Public.
///
/// The digest must be one that this process computed itself from an approved transaction; the
/// library cannot tell.
public final class SigningRequest {

  /// Bytes of a digest.
  public static final int DIGEST = 32;

  /// Longest derivation path.
  public static final int MAX_PATH = 16;

  private static final long HARDENED = 1L << 31;

  private final byte[] digest;
  private final List<Long> path;

  /// A request.
  ///
  /// @param digest32 32 bytes
  /// @param path non-hardened BIP 32 indices (0..2^31−1); empty for the master key
  /// @throws BadParametersException if the digest's length, the path's length or an index is out of
  ///   range
  public SigningRequest(byte[] digest32, List<Long> path) {
    if (digest32.length != DIGEST) {
      throw new BadParametersException(AbortCode.BAD_PARAMS, "digest length");
    }
    if (path.size() > MAX_PATH) {
      throw new BadParametersException(AbortCode.BAD_PARAMS, "path length");
    }
    for (long index : path) {
      if (index < 0 || index >= HARDENED) {
        throw new BadParametersException(AbortCode.BAD_PARAMS, "path index out of range: " + index);
      }
    }
    this.digest = digest32.clone();
    this.path = List.copyOf(path);
  }

  /// The digest, 32 bytes.
  public byte[] digest32() {
    return digest.clone();
  }

  /// The path, non-hardened indices.
  public List<Long> path() {
    return path;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SigningRequest that
        && Arrays.equals(digest, that.digest)
        && path.equals(that.path);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(digest) * 31 + path.hashCode();
  }

  @Override
  public String toString() {
    return "SigningRequest[" + HexFormat.of().formatHex(digest) + ", " + path + "]";
  }
}
