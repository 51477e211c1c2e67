package io.strongroom.bench.unit;

import io.strongroom.threshold.curve.Curve;
import io.strongroom.threshold.hash.PrefixHash;
import io.strongroom.threshold.hash.TaggedHash;
import io.strongroom.threshold.math.Gf128;
import io.strongroom.threshold.math.Scalars;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/// One operation of the floor formula, run in a loop over changing values.
///
/// The operations of one loop do not wait for each other's results, as most in the protocol do not,
/// so the costs are those of throughput and the floor is not flattered by latency. Everything is
/// written to working arrays of the loop, which the compiler cannot drop. Not thread-safe.
public interface UnitOperation {

  /// Runs the operation `count` times.
  ///
  /// @return something that depends on the results
  long run(int count);

  /// Scalars in the working arrays, a power of two.
  int LANES = 64;

  /// One call of F: a 64-byte prefix absorbed before, an input of one block.
  static UnitOperation prefixHash() {
    PrefixHash hash = new PrefixHash("ote-pad", new byte[32]);
    byte[] in = new byte[21];
    byte[] out = new byte[32];
    return count -> {
      for (int i = 0; i < count; i++) {
        in[20] = (byte) i;
        hash.hash(in, 0, in.length, out, 0);
      }
      return out[0];
    };
  }

  /// One SHA-256 of a short message with the JDK's digest object, as a comparison for F: one
  /// compression, no prefix.
  static UnitOperation shortDigest() {
    MessageDigest digest = TaggedHash.newSha256();
    byte[] in = new byte[21];
    byte[] out = new byte[32];
    return count -> {
      for (int i = 0; i < count; i++) {
        in[20] = (byte) i;
        digest.update(in);
        finish(digest, out);
      }
      return out[0];
    };
  }

  /// One compression inside a long message.
  static UnitOperation bulkCompression() {
    MessageDigest digest = TaggedHash.newSha256();
    byte[] in = new byte[64 * 64];
    byte[] out = new byte[32];
    return count -> {
      for (int i = 0; i < count; i += 64) {
        digest.update(in);
      }
      finish(digest, out);
      System.arraycopy(out, 0, in, 0, 32);
      return out[0];
    };
  }

  /// A product modulo q.
  static UnitOperation scalarMultiplication() {
    long[] a = scalars();
    long[] r = new long[a.length];
    return count -> {
      for (int i = 0; i < count; i++) {
        int at = Scalars.LIMBS * (i & (LANES - 1));
        Scalars.mul(r, at, a, at, a, 0);
      }
      return r[0];
    };
  }

  /// A sum modulo q.
  static UnitOperation scalarAddition() {
    long[] a = scalars();
    long[] r = new long[a.length];
    return count -> {
      for (int i = 0; i < count; i++) {
        int at = Scalars.LIMBS * (i & (LANES - 1));
        Scalars.add(r, at, a, at, a, 0);
      }
      return r[0];
    };
  }

  /// A product in GF(2^128), reduced.
  static UnitOperation fieldMultiplication() {
    long[] a = scalars();
    long[] r = new long[a.length];
    return count -> {
      for (int i = 0; i < count; i++) {
        int at = Scalars.LIMBS * (i & (LANES - 1));
        Gf128.mul(r, at, a[at], a[at + 1], a[2], a[3]);
      }
      return r[0];
    };
  }

  /// k·G, constant time.
  static UnitOperation fixedBase() {
    byte[] scalar = bytes(1);
    return count -> {
      for (int i = 0; i < count; i++) {
        byte[] point = Curve.mulBase(scalar);
        System.arraycopy(point, 1, scalar, 1, 31);
      }
      return scalar[1];
    };
  }

  /// E(k·P), constant time, from a 65-byte point.
  static UnitOperation variableBase() {
    byte[] scalar = bytes(1);
    byte[] point = Curve.mulBaseExpanded(bytes(2));
    return count -> {
      for (int i = 0; i < count; i++) {
        byte[] hash = Curve.ecdhHash(scalar, point);
        System.arraycopy(hash, 0, scalar, 1, 31);
      }
      return scalar[1];
    };
  }

  /// Strict decoding of a 33-byte point, which is a square root. Not in the signing formula; key
  /// generation is full of it.
  static UnitOperation pointDecoding() {
    byte[] point = Curve.mulBase(bytes(3));
    return count -> {
      int valid = 0;
      for (int i = 0; i < count; i++) {
        point[0] ^= 1;
        valid += Curve.decode(point, 0).isPresent() ? 1 : 0;
      }
      return valid;
    };
  }

  private static long[] scalars() {
    long[] out = new long[LANES * Scalars.LIMBS];
    for (int i = 0; i < LANES; i++) {
      Scalars.reduce256(out, i * Scalars.LIMBS, bytes(i), 0);
    }
    return out;
  }

  /// 32 bytes of an integer below the order.
  private static byte[] bytes(int fill) {
    byte[] out = new byte[32];
    Arrays.fill(out, 1, 32, (byte) (0x5A + fill));
    return out;
  }

  private static void finish(MessageDigest digest, byte[] out) {
    try {
      digest.digest(out, 0, out.length);
    } catch (DigestException e) {
      throw new AssertionError("32 bytes hold a SHA-256", e);
    }
  }
}
