package io.strongroom.threshold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.threshold.derive.Bip32;
import io.strongroom.threshold.hash.TaggedHash;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.junit.jupiter.api.Test;

/// From key generation to signatures that another library accepts, with real identity signatures
/// and shares that went through storage.
class SigningWithGeneratedKeyTest {

  private static final long SEED = 0xd4c9L;

  @Test
  void generatedShares_signInBothShapes() {
    TestIdentities identities = TestIdentities.of(2, 5, 9);
    TestKeys keys = TestKeys.generate(2, identities, SEED);
    List<SigningRequest> requests =
        List.of(
            new SigningRequest(TaggedHash.sha256(new byte[] {1}), List.of(0L, 7L)),
            new SigningRequest(TaggedHash.sha256(new byte[] {2}), List.of()));
    for (int[] quorum : new int[][] {{2, 9}, {5, 9}, {2, 5, 9}}) {
      SortedMap<PartyIndex, SigningSession> sessions = new TreeMap<>();
      SortedSet<PartyIndex> signers = SigningRun.signers(quorum);
      for (PartyIndex self : signers) {
        KeyShare stored = KeyShare.decode(keys.share(self.value()).encode());
        sessions.put(self, session(identities, stored, signers, requests));
      }
      SortedMap<PartyIndex, Progress<List<EcdsaSignature>>> outcome =
          new Pump<>(sessions, SEED).run();
      List<List<EcdsaSignature>> signatures = new ArrayList<>();
      outcome.values().forEach(progress -> signatures.add(finished(progress)));
      assertEquals(quorum.length, signatures.size());
      signatures.forEach(list -> assertEquals(signatures.getFirst(), list));
      for (int b = 0; b < requests.size(); b++) {
        assertVerifies(keys.any().publicPackage(), requests.get(b), signatures.getFirst().get(b));
      }
    }
  }

  private static SigningSession session(
      TestIdentities identities,
      KeyShare share,
      SortedSet<PartyIndex> signers,
      List<SigningRequest> requests) {
    return SigningSession.create(
        share,
        signers,
        new byte[32],
        new byte[32],
        requests,
        peer -> false,
        identities.signer(share.self()),
        TestIdentities.verifier(),
        TestKeys.randomness(SEED + share.self().value()));
  }

  private static List<EcdsaSignature> finished(Progress<List<EcdsaSignature>> progress) {
    assertInstanceOf(Progress.Finished.class, progress, "seed " + SEED);
    return ((Progress.Finished<List<EcdsaSignature>>) progress).value();
  }

  private static void assertVerifies(
      PublicKeyPackage key, SigningRequest request, EcdsaSignature signature) {
    X9ECParameters curve = SECNamedCurves.getByName("secp256k1");
    ECDomainParameters domain =
        new ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN());
    byte[] child = Bip32.derive(key.publicKey(), key.chainCode(), request.path()).childPublicKey();
    ECDSASigner verifier = new ECDSASigner();
    verifier.init(false, new ECPublicKeyParameters(curve.getCurve().decodePoint(child), domain));
    assertTrue(
        verifier.verifySignature(
            request.digest32(),
            new BigInteger(1, signature.r32()),
            new BigInteger(1, signature.s32())));
  }
}
