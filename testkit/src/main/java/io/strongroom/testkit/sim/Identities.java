package io.strongroom.testkit.sim;

import io.strongroom.threshold.IdentitySigner;
import io.strongroom.threshold.IdentityVerifier;
import io.strongroom.threshold.Party;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.PartySet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// Ed25519 identities that follow from the parties' indices. Insecure by design.
public final class Identities {

  private final SortedMap<PartyIndex, byte[]> seeds = new TreeMap<>();
  private final PartySet parties;

  private Identities(int[] indices) {
    List<Party> members = new ArrayList<>();
    for (int value : indices) {
      PartyIndex index = new PartyIndex(value);
      byte[] seed = seed(value);
      byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
      Ed25519.generatePublicKey(seed, 0, publicKey, 0);
      seeds.put(index, seed);
      members.add(new Party(index, publicKey));
    }
    parties = PartySet.of(members);
  }

  /// Parties with these indices.
  public static Identities of(int... indices) {
    return new Identities(indices);
  }

  /// Parties 1..n.
  public static Identities count(int n) {
    return new Identities(IntStream.rangeClosed(1, n).toArray());
  }

  /// Everyone.
  public PartySet parties() {
    return parties;
  }

  /// The signer of one party; an adversary owns its own.
  public IdentitySigner signer(PartyIndex party) {
    byte[] seed = Objects.requireNonNull(seeds.get(party), () -> "no party " + party);
    return message -> {
      byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
      Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
      return signature;
    };
  }

  /// Verifies everyone's signatures.
  public static IdentityVerifier verifier() {
    return (publicKey, message, signature) ->
        Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length);
  }

  private static byte[] seed(int index) {
    byte[] name = ("identity-" + index).getBytes(StandardCharsets.US_ASCII);
    SHA256Digest digest = new SHA256Digest();
    digest.update(name, 0, name.length);
    byte[] seed = new byte[digest.getDigestSize()];
    digest.doFinal(seed, 0);
    return Arrays.copyOf(seed, Ed25519.SECRET_KEY_SIZE);
  }
}
