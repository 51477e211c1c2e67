package io.strongroom.threshold;

import io.strongroom.threshold.hash.PrefixHash;
import io.strongroom.threshold.hash.TaggedHash;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/// Hedged randomness (`docs/protocol.md` 3.4): the operating system's, bound to boot, counter,
/// session and key share, so that a cloned machine or a stuck generator does less harm.
///
/// One object per process. Thread-safe if the source is.
public final class Randomness {

  private static final int SEED = 32;

  private final AtomicLong counter = new AtomicLong();
  private final Generator generator;

  /// Makes the draws of one session.
  @FunctionalInterface
  private interface Generator {
    Draws draws(long n, SessionId sid, byte[] hedgeKey);
  }

  /// Hedged randomness over a platform generator.
  ///
  /// @param source the operating system's generator
  /// @param bootId identifies this start of the process; any bytes, public
  public Randomness(RandomSource source, byte[] bootId) {
    byte[] boot = bootId.clone();
    this.generator = (n, sid, hedgeKey) -> hedged(source, boot, n, sid, hedgeKey);
  }

  private Randomness(Draws.Blocks stream) {
    this.generator = (n, sid, hedgeKey) -> new Draws(stream);
  }

  /// The deterministic, **unhedged** generator of the published test vectors: block c is
  /// SHA256(SHA256("rng" ‖ seed) ‖ u64 c), one stream for everything. Never for a real key. Not
  /// thread-safe.
  public static Randomness insecureForVectors(byte[] seed) {
    return new Randomness(new VectorBlocks(seed));
  }

  /// The draws of one session.
  ///
  /// @param hedgeKey see [#hedgeKey] and [#noHedgeKey]
  public Draws draws(SessionId sid, byte[] hedgeKey) {
    if (hedgeKey.length != SEED) {
      throw new IllegalArgumentException("hedge key length");
    }
    return generator.draws(counter.getAndIncrement(), sid, hedgeKey);
  }

  /// TH("hedge-key", x_i) for a party that holds a share.
  ///
  /// @param share32 the encoded share
  public static byte[] hedgeKey(byte[] share32) {
    return TaggedHash.th("hedge-key", share32);
  }

  /// The hedge key of a party without a share: 32 zero bytes.
  public static byte[] noHedgeKey() {
    return new byte[SEED];
  }

  private static Draws hedged(
      RandomSource source, byte[] boot, long n, SessionId sid, byte[] hedgeKey) {
    byte[] os = new byte[SEED];
    source.nextBytes(os);
    byte[] seed =
        TaggedHash.start("hedge")
            .update(os)
            .lp(boot)
            .u64(n)
            .update(sid.bytes())
            .update(hedgeKey)
            .digest();
    Draws draws = new Draws(new HedgedBlocks(seed));
    Arrays.fill(os, (byte) 0);
    Arrays.fill(seed, (byte) 0);
    return draws;
  }

  /// F["hedge-x", seed](u32 c).
  private static final class HedgedBlocks implements Draws.Blocks {

    private final PrefixHash prefix;
    private final byte[] in = new byte[4];
    private int next;
    private boolean wiped;

    HedgedBlocks(byte[] seed) {
      this.prefix = new PrefixHash("hedge-x", seed);
    }

    @Override
    public void next(byte[] out) {
      if (wiped || next < 0) {
        throw new IllegalStateException("no more draws");
      }
      in[0] = (byte) (next >>> 24);
      in[1] = (byte) (next >>> 16);
      in[2] = (byte) (next >>> 8);
      in[3] = (byte) next;
      next++;
      prefix.hash(in, 0, in.length, out, 0);
    }

    @Override
    public void wipe() {
      wiped = true;
      prefix.wipe();
    }
  }

  /// SHA256(K ‖ u64 c) with K = SHA256("rng" ‖ seed).
  private static final class VectorBlocks implements Draws.Blocks {

    private final byte[] in = new byte[40];
    private long next;

    VectorBlocks(byte[] seed) {
      System.arraycopy(TaggedHash.sha256(new byte[] {'r', 'n', 'g'}, seed), 0, in, 0, 32);
    }

    @Override
    public void next(byte[] out) {
      for (int i = 0; i < 8; i++) {
        in[32 + i] = (byte) (next >>> (56 - 8 * i));
      }
      next++;
      System.arraycopy(TaggedHash.sha256(in), 0, out, 0, Draws.BLOCK);
    }

    @Override
    public void wipe() {
      // The stream outlives a session: it serves a whole vector run.
    }
  }
}
