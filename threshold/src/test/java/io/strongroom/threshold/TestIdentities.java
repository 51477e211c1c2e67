package io.strongroom.threshold;

import io.strongroom.threshold.hash.TaggedHash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// Ed25519 identities for tests, derived from the party's index.
public final class TestIdentities {

  private final SortedMap<PartyIndex, byte[]> seeds = new TreeMap<>();
  private final PartySet parties;

  private TestIdentities(int... indices) {
    List<Party> members = new ArrayList<>();
    for (int i : indices) {
      PartyIndex index = new PartyIndex(i);
      byte[] seed = TaggedHash.sha256(("identity-" + i).getBytes(StandardCharsets.US_ASCII));
      byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
      Ed25519.generatePublicKey(seed, 0, publicKey, 0);
      seeds.put(index, seed);
      members.add(new Party(index, publicKey));
    }
    parties = PartySet.of(members);
  }

  /// Parties with these indices.
  public static TestIdentities of(int... indices) {
    return new TestIdentities(indices);
  }

  /// Parties 1..n.
  public static TestIdentities count(int n) {
    return new TestIdentities(IntStream.rangeClosed(1, n).toArray());
  }

  /// All parties.
  public PartySet parties() {
    return parties;
  }

  /// The signer of one party.
  public IdentitySigner signer(PartyIndex party) {
    byte[] seed = seeds.get(party);
    if (seed == null) {
      throw new IllegalArgumentException("no such party: " + party);
    }
    return message -> {
      byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
      Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
      return signature;
    };
  }

  /// The verifier for everyone.
  public static IdentityVerifier verifier() {
    return (publicKey, message, signature) ->
        Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length);
  }
}
