package io.strongroom.chain.custody;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strongroom.chain.ethereum.EthereumAddress;
import io.strongroom.custody.spi.DecodedPlan;
import io.strongroom.custody.spi.InvalidPlanException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Sign;
import org.web3j.utils.Numeric;

final class EthereumChainRulesTest {

  private static final String CHAIN = "eip155:31337";
  private static final String TO = "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed";
  private static final ECKeyPair KEY = ECKeyPair.create(BigInteger.valueOf(0x5eed));

  private final EthereumChainRules rules = new EthereumChainRules();

  private static ObjectNode plan() {
    ObjectNode plan = new ObjectMapper().createObjectNode();
    plan.put("type", "eip1559");
    plan.put("chainId", "31337");
    plan.put("nonce", 7);
    plan.put("to", TO);
    plan.put("value", "1000000000000000000");
    plan.put("gasLimit", 21000);
    plan.put("maxFeePerGas", "30000000000");
    plan.put("maxPriorityFeePerGas", "1000000000");
    plan.put("data", "0x");
    plan.putArray("accessList");
    return plan;
  }

  private static byte[] publicKey33() {
    byte[] compressed = new byte[33];
    byte[] both = Numeric.toBytesPadded(KEY.getPublicKey(), 64);
    compressed[0] = (byte) (2 + (both[63] & 1));
    System.arraycopy(both, 0, compressed, 1, 32);
    return compressed;
  }

  private static byte[] sign(byte[] digest) {
    Sign.SignatureData signature = Sign.signMessage(digest, KEY, false);
    return ByteBuffer.allocate(65)
        .put(signature.getR())
        .put(signature.getS())
        .put((byte) (signature.getV()[0] - 27))
        .array();
  }

  @Test
  void plan_isDecodedToWhatItPays() throws Exception {
    DecodedPlan decoded = rules.decode(CHAIN, plan());

    assertEquals(CHAIN, decoded.chain());
    assertEquals(TO, decoded.recipient());
    assertEquals(new BigInteger("1000000000000000000"), decoded.amount());
    assertEquals(Optional.empty(), decoded.tokenContract());
    assertEquals(new BigInteger("630000000000000"), decoded.maxFee());
    assertEquals(7, decoded.nonce());
    assertEquals(1, decoded.inputs().size());
    assertEquals("", decoded.inputs().getFirst().path());
  }

  @Test
  void plan_isNotChangedByBeingDecoded() throws Exception {
    ObjectNode plan = plan();
    rules.decode(CHAIN, plan);

    assertEquals(plan(), plan);
  }

  @ParameterizedTest
  @CsvSource({
    "nonce, \"7\"",
    "nonce, 7.0",
    "nonce, null",
    "value, 5",
    "data, \"0x00\"",
    "accessList, [[]]",
    "gasLimit, 21001",
    "chainId, \"1\"",
    "extra, 1"
  })
  void wrongField_isRefusedByName(String field, String json) throws Exception {
    ObjectNode plan = plan();
    plan.set(field, new ObjectMapper().readTree(json));

    InvalidPlanException refused =
        assertThrows(InvalidPlanException.class, () -> rules.decode(CHAIN, plan));

    assertEquals(field, refused.field());
    assertFalse(
        String.valueOf(refused.getMessage()).startsWith(field + ": " + field),
        refused.getMessage());
  }

  @Test
  void planThatIsNoObject_isRefused() {
    assertThrows(
        InvalidPlanException.class,
        () -> rules.decode(CHAIN, new ObjectMapper().createArrayNode()));
  }

  @Test
  void signatureByTheKey_isAccepted_anyOtherNot() throws Exception {
    byte[] digest = rules.decode(CHAIN, plan()).inputs().getFirst().digest().bytes();
    byte[] signature = sign(digest);

    assertTrue(rules.verifySignature(publicKey33(), digest, signature));
    digest[0] ^= 1;
    assertFalse(rules.verifySignature(publicKey33(), digest, signature));
    assertFalse(rules.verifySignature(new byte[33], digest, signature));
    assertFalse(rules.verifySignature(publicKey33(), new byte[31], signature));
  }

  @Test
  void transactionId_needsExactlyOneSignature() throws Exception {
    byte[] signature = sign(rules.decode(CHAIN, plan()).inputs().getFirst().digest().bytes());

    assertTrue(rules.transactionId(CHAIN, plan(), List.of(signature)).matches("0x[0-9a-f]{64}"));
    assertThrows(InvalidPlanException.class, () -> rules.transactionId(CHAIN, plan(), List.of()));
    assertThrows(
        InvalidPlanException.class,
        () -> rules.transactionId(CHAIN, plan(), List.of(signature, signature)));
    assertThrows(
        InvalidPlanException.class,
        () -> rules.transactionId(CHAIN, plan(), List.of(new byte[65])));
  }

  @Test
  void addresses_areNormalisedAndDerived() throws Exception {
    assertEquals(TO, rules.normalizeAddress(CHAIN, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"));
    assertEquals(
        EthereumAddress.ofPublicKey(publicKey33()).canonical(),
        rules.addressOf(CHAIN, publicKey33()));
    assertThrows(InvalidPlanException.class, () -> rules.normalizeAddress(CHAIN, "0x12"));
    assertThrows(InvalidPlanException.class, () -> rules.normalizeAddress("bip122:x", TO));
  }

  @Test
  void onlyEthereumChains_areSupported() {
    assertTrue(rules.supports("eip155:1"));
    assertFalse(rules.supports("bip122:000000000019d6689c085ae165831e93"));
  }
}
