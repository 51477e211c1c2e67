package io.strongroom.node.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strongroom.custody.state.Vault;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.proto.v1.SignResponse;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the cluster is for: a key that nobody holds, and signatures by every quorum.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterSigningTest {

  static final BigInteger ONE_ETH = BigInteger.TEN.pow(18);

  private TestCluster cluster;

  @BeforeAll
  void start(@TempDir Path root) throws Exception {
    cluster = new TestCluster(root).startAll();
    cluster.commit();
    cluster.withVault();
  }

  @AfterAll
  void stop() {
    cluster.close();
  }

  static void assertSigned(TestCluster cluster, long seq, SignResponse response) {
    assertTrue(response.hasResult(), () -> response.getFailure().toString());
    var authorization =
        cluster.log.state().withdrawalOfAuthorize(seq).orElseThrow().authorization().orElseThrow();
    byte[] digest = authorization.statement().inputs().getFirst().digest().bytes();
    byte[] signature = response.getResult().getSignatures(0).toByteArray();
    var curve = CustomNamedCurves.getByName("secp256k1");
    byte[] publicKey =
        cluster.log.state().vault("hot").orElseThrow().key().orElseThrow().publicKey().toArray();
    ECDSASigner verifier = new ECDSASigner();
    verifier.init(
        false,
        new ECPublicKeyParameters(
            curve.getCurve().decodePoint(publicKey), new ECDomainParameters(curve)));
    assertEquals(65, signature.length);
    assertTrue(
        verifier.verifySignature(
            digest,
            new BigInteger(1, Arrays.copyOfRange(signature, 0, 32)),
            new BigInteger(1, Arrays.copyOfRange(signature, 32, 64))));
  }

  @Test
  void theVaultIsActiveWithOneKeyThatAllHoldersNamed() {
    Vault vault = cluster.log.state().vault("hot").orElseThrow();

    assertEquals(Vault.Status.ACTIVE, vault.status());
    for (int i = 1; i <= TestCluster.NODES; i++) {
      assertEquals(List.of("key-hot-1"), cluster.status(i).getActiveKeysList());
    }
  }

  @ParameterizedTest
  @CsvSource({"1,2", "1,3", "2,3"})
  void everyQuorumOfTwo_signsAnAuthorisedWithdrawal(int first, int second) throws Exception {
    Hash32 request = cluster.log.request(ONE_ETH);
    long seq = cluster.log.authorize(request);
    cluster.commit();

    TestCluster.Answers<SignResponse> answers = cluster.sign(seq, first, second);

    assertSigned(cluster, seq, answers.of(first));
    assertEquals(answers.of(first).getResult(), answers.of(second).getResult());
    assertEquals(3, answers.of(first).getRounds());
  }

  @Test
  void allThree_signInFourRounds() throws Exception {
    long seq = cluster.log.authorize(cluster.log.request(ONE_ETH));
    cluster.commit();

    TestCluster.Answers<SignResponse> answers = cluster.sign(seq, 1, 2, 3);

    assertSigned(cluster, seq, answers.of(3));
    assertEquals(4, answers.of(3).getRounds());
  }
}
