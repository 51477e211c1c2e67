package io.strongroom.custody.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strongroom.custody.spi.ChainRules;
import io.strongroom.custody.spi.DecodedPlan;
import io.strongroom.custody.spi.InvalidPlanException;
import io.strongroom.custody.statement.CanonicalJson;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.PlanInput;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A chain for tests: plans `{fee, nonce, to, value}`, digests that hash the whole plan, and
/// signatures that anybody can make but that fit one key and one digest only.
public final class FakeChain implements ChainRules {
  public static final String CHAIN = "eip155:31337";

  private static final Set<String> FIELDS = Set.of("fee", "nonce", "to", "value");

  /// A plan.
  public static ObjectNode plan(long nonce, String to, BigInteger value, BigInteger fee) {
    ObjectNode plan = JsonNodeFactory.instance.objectNode();
    return plan.put("nonce", nonce)
        .put("to", to)
        .put("value", value.toString())
        .put("fee", fee.toString());
  }

  /// The address that a name stands for.
  public static String address(String name) {
    return "0x" + hash(name).hex().substring(0, 40);
  }

  /// The public key that a name stands for, 33 bytes.
  public static byte[] publicKey(String name) {
    byte[] key = new byte[33];
    key[0] = 2;
    System.arraycopy(hash(name).bytes(), 0, key, 1, 32);
    return key;
  }

  public static byte[] sign(byte[] publicKey33, byte[] digest32) {
    return Arrays.copyOf(Hash32.sha256(publicKey33, digest32).bytes(), 65);
  }

  private static Hash32 hash(String name) {
    return Hash32.sha256(name.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }

  @Override
  public boolean supports(String chain) {
    return chain.equals(CHAIN);
  }

  @Override
  public String normalizeAddress(String chain, String address) throws InvalidPlanException {
    if (!address.matches("0x[0-9a-fA-F]{40}")) {
      throw new InvalidPlanException("address", "is no address");
    }
    return address.toLowerCase(java.util.Locale.ROOT);
  }

  @Override
  public String addressOf(String chain, byte[] publicKey33) {
    return "0x" + Hash32.sha256(publicKey33).hex().substring(0, 40);
  }

  @Override
  public DecodedPlan decode(String chain, JsonNode plan) throws InvalidPlanException {
    Set<String> names =
        plan.properties().stream().map(java.util.Map.Entry::getKey).collect(Collectors.toSet());
    if (!names.equals(FIELDS)) {
      throw new InvalidPlanException("plan", "unknown or missing fields: " + names);
    }
    return new DecodedPlan(
        chain,
        plan.path("to").textValue(),
        new BigInteger(plan.path("value").textValue()),
        Optional.empty(),
        new BigInteger(plan.path("fee").textValue()),
        plan.path("nonce").longValue(),
        List.of(new PlanInput(Hash32.sha256(CanonicalJson.write(plan)), "")));
  }

  @Override
  public boolean verifySignature(byte[] publicKey33, byte[] digest32, byte[] signature65) {
    return Arrays.equals(signature65, sign(publicKey33, digest32));
  }

  @Override
  public String transactionId(String chain, JsonNode plan, List<byte[]> signatures65) {
    return "0x" + Hash32.sha256(CanonicalJson.write(plan), signatures65.getFirst()).hex();
  }
}
