package io.strongroom.chain.custody;

import com.fasterxml.jackson.databind.JsonNode;
import io.strongroom.chain.InvalidChainInputException;
import io.strongroom.chain.ethereum.EcdsaSignature;
import io.strongroom.chain.ethereum.EthereumAddress;
import io.strongroom.chain.ethereum.EthereumChain;
import io.strongroom.chain.ethereum.EthereumPlan;
import io.strongroom.chain.ethereum.Secp256k1;
import io.strongroom.chain.ethereum.SignedTransfer;
import io.strongroom.custody.spi.ChainRules;
import io.strongroom.custody.spi.DecodedPlan;
import io.strongroom.custody.spi.InvalidPlanException;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.custody.statement.PlanInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The chain rules of every `eip155` chain: native transfers under EIP-1559, one input, signed with
/// the vault's own key.
///
/// Stateless and thread-safe; public data only; variable time.
public final class EthereumChainRules implements ChainRules {

  private static final String MASTER_KEY_PATH = "";

  @Override
  public boolean supports(String chain) {
    return EthereumChain.isSupported(chain);
  }

  @Override
  public String normalizeAddress(String chain, String address) throws InvalidPlanException {
    try {
      EthereumChain.parse(chain);
      return EthereumAddress.parse(address).canonical();
    } catch (InvalidChainInputException e) {
      throw refusal(e);
    }
  }

  /// The account of the key, the same on every chain.
  ///
  /// @throws InvalidChainInputException if the chain is not supported or the key is no point: our
  ///   own bug
  @Override
  public String addressOf(String chain, byte[] publicKey33) {
    EthereumChain.parse(chain);
    return EthereumAddress.ofPublicKey(publicKey33).canonical();
  }

  @Override
  public DecodedPlan decode(String chain, JsonNode plan) throws InvalidPlanException {
    EthereumPlan decoded = parse(chain, plan);
    return new DecodedPlan(
        chain,
        decoded.to().canonical(),
        decoded.valueWei(),
        Optional.empty(),
        decoded.maxFeeWei(),
        decoded.nonce(),
        List.of(new PlanInput(Hash32.of(decoded.signingDigest()), MASTER_KEY_PATH)));
  }

  @Override
  public boolean verifySignature(byte[] publicKey33, byte[] digest32, byte[] signature65) {
    try {
      return Secp256k1.verifyVarTime(publicKey33, digest32, signature65);
    } catch (InvalidChainInputException e) {
      return false;
    }
  }

  @Override
  public String transactionId(String chain, JsonNode plan, List<byte[]> signatures65)
      throws InvalidPlanException {
    EthereumPlan decoded = parse(chain, plan);
    if (signatures65.size() != 1) {
      throw new InvalidPlanException("signatures", "must be exactly one");
    }
    try {
      return new SignedTransfer(decoded, EcdsaSignature.parse(signatures65.getFirst()))
          .transactionId();
    } catch (InvalidChainInputException e) {
      throw refusal(e);
    }
  }

  private static EthereumPlan parse(String chain, JsonNode plan) throws InvalidPlanException {
    if (!plan.isObject()) {
      throw new InvalidPlanException("plan", "must be an object");
    }
    Map<String, Object> fields = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : plan.properties()) {
      fields.put(field.getKey(), value(field.getValue()));
    }
    try {
      return EthereumPlan.parse(EthereumChain.parse(chain), fields);
    } catch (InvalidChainInputException e) {
      throw refusal(e);
    }
  }

  /// The plain value of a field. What a plan cannot hold stays a [JsonNode], which the plan's
  /// parser refuses as a wrong type.
  private static Object value(JsonNode node) {
    if (node.isTextual()) {
      return node.textValue();
    }
    if (node.isIntegralNumber()) {
      return node.bigIntegerValue();
    }
    if (node.isArray()) {
      List<Object> values = new ArrayList<>();
      node.forEach(each -> values.add(value(each)));
      return values;
    }
    return node;
  }

  private static InvalidPlanException refusal(InvalidChainInputException e) {
    String field = e.field();
    String message = String.valueOf(e.getMessage());
    return new InvalidPlanException(
        field, message.startsWith(field + " ") ? message.substring(field.length() + 1) : message);
  }
}
