package io.strongroom.bench.session;

import io.strongroom.threshold.IdentitySigner;
import io.strongroom.threshold.IdentityVerifier;
import io.strongroom.threshold.Party;
import io.strongroom.threshold.PartyIndex;
import io.strongroom.threshold.PartySet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// Parties 1..n with Ed25519 identities, and the CPU time that their envelope signatures took.
///
/// The floor formula leaves identity signatures out, so they are counted apart. Thread-confined.
public final class Members {

  private final PartySet parties;
  private long identityNanos;

  private Members(PartySet parties) {
    this.parties = parties;
  }

  /// n parties with fixed identities.
  public static Members count(int n) {
    List<Party> members = new ArrayList<>();
    for (int i = 1; i <= n; i++) {
      byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
      Ed25519.generatePublicKey(seed(i), 0, publicKey, 0);
      members.add(new Party(new PartyIndex(i), publicKey));
    }
    return new Members(PartySet.of(members));
  }

  private static byte[] seed(int index) {
    return Arrays.copyOf(("bench identity " + index).getBytes(StandardCharsets.US_ASCII), 32);
  }

  /// All of them.
  public PartySet parties() {
    return parties;
  }

  /// The signer of one of them.
  public IdentitySigner signer(PartyIndex party) {
    byte[] seed = seed(party.value());
    return message -> {
      long before = Meter.cpuNanos();
      byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
      Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
      identityNanos += Meter.cpuNanos() - before;
      return signature;
    };
  }

  /// The verifier of all of them.
  public IdentityVerifier verifier() {
    return (publicKey, message, signature) -> {
      long before = Meter.cpuNanos();
      boolean valid = Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length);
      identityNanos += Meter.cpuNanos() - before;
      return valid;
    };
  }

  /// CPU time spent so far in signatures over envelopes and their verification.
  public long identityNanos() {
    return identityNanos;
  }
}
