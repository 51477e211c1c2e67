package io.strongroom.threshold.dkg;

import io.strongroom.threshold.SchnorrProof;
import io.strongroom.threshold.curve.Curve;
import io.strongroom.threshold.math.Scalars;
import io.strongroom.threshold.wire.EncodingException;
import io.strongroom.threshold.wire.Reader;
import io.strongroom.threshold.wire.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What a dealer commits to in round 1 and opens in round 2: `D_i = A_{i,0} ‖ … ‖ A_{i,t−1} ‖
/// PoK(a_{i,0}) ‖ κ_i`, 33t + 97 bytes. Public once opened.
public final class Dealing {

  /// Bytes of a chain-code share.
  public static final int CHAIN_CODE_SHARE = 32;

  static final byte[] LABEL = "vss".getBytes(StandardCharsets.US_ASCII);
  static final byte[] PROOF_LABEL = "a0".getBytes(StandardCharsets.US_ASCII);

  private static final int TAIL = SchnorrProof.BYTES + CHAIN_CODE_SHARE;

  private final CommittedPolynomial polynomial;
  private final byte[] proof;
  private final byte[] chainCodeShare;

  private Dealing(CommittedPolynomial polynomial, byte[] proof, byte[] chainCodeShare) {
    this.polynomial = polynomial;
    this.proof = proof;
    this.chainCodeShare = chainCodeShare;
  }

  /// The encoding of a dealing.
  public static byte[] encode(List<byte[]> commitments, byte[] proof, byte[] chainCodeShare) {
    Writer out = new Writer(length(commitments.size()));
    commitments.forEach(out::bytes);
    return out.bytes(proof).bytes(chainCodeShare).finish();
  }

  /// Bytes of a dealing with this many coefficients.
  public static int length(int coefficients) {
    return Curve.POINT * coefficients + TAIL;
  }

  /// Whether some number of coefficients, at least one, gives this length.
  public static boolean isLength(int length) {
    return length >= length(1) && (length - TAIL) % Curve.POINT == 0;
  }

  /// Reads a dealing of exactly `threshold` coefficients.
  ///
  /// @throws EncodingException if a point or the proof's scalar is invalid
  public static Dealing decode(byte[] encoded, int threshold) throws EncodingException {
    Reader in = new Reader(encoded);
    List<byte[]> commitments = new ArrayList<>();
    for (int k = 0; k < threshold; k++) {
      commitments.add(in.point());
    }
    int proofAt = encoded.length - in.remaining();
    in.point();
    in.scalar(new long[Scalars.LIMBS], 0);
    byte[] proof = Arrays.copyOfRange(encoded, proofAt, proofAt + SchnorrProof.BYTES);
    byte[] chainCodeShare = in.bytes(CHAIN_CODE_SHARE);
    in.end();
    return new Dealing(new CommittedPolynomial(commitments), proof, chainCodeShare);
  }

  /// The commitments A.
  public CommittedPolynomial polynomial() {
    return polynomial;
  }

  /// The proof of knowledge of a_{i,0}, 65 bytes.
  public byte[] proof() {
    return proof.clone();
  }

  /// κ_i, 32 bytes.
  public byte[] chainCodeShare() {
    return chainCodeShare.clone();
  }
}
