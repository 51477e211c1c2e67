package io.strongroom.chain.ethereum;

import io.strongroom.chain.InvalidChainInputException;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The plan of a native transfer: a type 2 transaction (EIP-1559) of exactly 21000 gas, with no
/// data and no access list.
///
/// This is the only transaction that a vault's account may sign. Every party that signs derives
/// [#signingDigest()] from the plan by itself; nobody takes a digest from another. With 21000 gas
/// no contract at the recipient can run, so the transfer does nothing but what the plan says.
///
/// Constraints beyond each field's own: the tip does not exceed the fee cap, and value + 21000 ·
/// fee cap < 2^256.
///
/// @param chain the chain, also bound into the digest
/// @param nonce the sender's transaction count, 0 ≤ nonce ≤ 2^53 − 1 (what a JSON integer carries
///   exactly)
/// @param to the recipient
/// @param valueWei 0 ≤ value < 2^256
/// @param maxFeePerGasWei the fee cap per gas, base fee included, 0 ≤ cap < 2^256
/// @param maxPriorityFeePerGasWei the tip per gas, 0 ≤ tip ≤ cap
public record EthereumPlan(
    EthereumChain chain,
    long nonce,
    EthereumAddress to,
    BigInteger valueWei,
    BigInteger maxFeePerGasWei,
    BigInteger maxPriorityFeePerGasWei) {

  /// The gas of a native transfer, used in full.
  public static final long GAS_LIMIT = 21_000;

  /// The `type` field of a plan.
  public static final String TYPE = "eip1559";

  /// The greatest nonce, 2^53 − 1.
  public static final long MAX_NONCE = (1L << 53) - 1;

  private static final int MAX_BITS = 256;

  /// @throws InvalidChainInputException naming the field by its name in the schema
  public EthereumPlan {
    if (nonce < 0 || nonce > MAX_NONCE) {
      throw new InvalidChainInputException("nonce", "must be from 0 to 2^53 - 1");
    }
    requireAmount("value", valueWei);
    requireAmount("maxFeePerGas", maxFeePerGasWei);
    requireAmount("maxPriorityFeePerGas", maxPriorityFeePerGasWei);
    if (maxPriorityFeePerGasWei.compareTo(maxFeePerGasWei) > 0) {
      throw new InvalidChainInputException("maxPriorityFeePerGas", "must not exceed maxFeePerGas");
    }
    BigInteger fee = maxFeePerGasWei.multiply(BigInteger.valueOf(GAS_LIMIT));
    if (fee.bitLength() > MAX_BITS) {
      throw new InvalidChainInputException("maxFeePerGas", "must keep the whole fee below 2^256");
    }
    if (fee.add(valueWei).bitLength() > MAX_BITS) {
      throw new InvalidChainInputException("value", "must keep value and fee together below 2^256");
    }
  }

  private static void requireAmount(String field, BigInteger amount) {
    if (amount.signum() < 0 || amount.bitLength() > MAX_BITS) {
      throw new InvalidChainInputException(field, "must be from 0 to 2^256 - 1");
    }
  }

  /// Reads the logged form of a plan. The schema is closed: exactly these fields, in any order.
  ///
  /// | field | Java type accepted | value |
  /// |---|---|---|
  /// | `type` | `String` | `eip1559` |
  /// | `chainId` | `String` | decimal, equal to the id of `chain` |
  /// | `nonce` | `Integer`, `Long` or `BigInteger` | 0 to 2^53 − 1 |
  /// | `to` | `String` | canonical address: `0x` and 40 lower-case digits |
  /// | `value`, `maxFeePerGas`, `maxPriorityFeePerGas` | `String` | decimal wei, no sign, no leading zeros, < 2^256 |
  /// | `gasLimit` | `Integer`, `Long` or `BigInteger` | 21000 |
  /// | `data` | `String` | `0x` |
  /// | `accessList` | `java.util.List` | empty |
  ///
  /// Those are the types that JSON libraries produce for strings, integers and arrays; any other
  /// type, a floating-point number among them, and null are refused.
  ///
  /// @param chain the chain that the policy gives for the asset; a plan for another chain is
  ///   refused
  /// @param fields the plan as a JSON object's members
  /// @throws InvalidChainInputException naming the first offending field: unknown ones first, in
  ///   alphabetical order
  public static EthereumPlan parse(
      EthereumChain chain, Map<String, ? extends @Nullable Object> fields) {
    PlanFields plan = new PlanFields(fields);
    plan.requireExactly();
    plan.requireText("type", TYPE);
    EthereumChain planned = EthereumChain.ofDecimal(plan.text("chainId"), "chainId");
    if (!planned.equals(chain)) {
      throw new InvalidChainInputException(
          "chainId", "must be " + chain.id() + ", the policy's chain");
    }
    if (plan.integer("gasLimit") != GAS_LIMIT) {
      throw new InvalidChainInputException("gasLimit", "must be " + GAS_LIMIT);
    }
    plan.requireText("data", "0x");
    plan.requireEmptyList("accessList");
    return new EthereumPlan(
        chain,
        plan.integer("nonce"),
        plan.address("to"),
        plan.amount("value"),
        plan.amount("maxFeePerGas"),
        plan.amount("maxPriorityFeePerGas"));
  }

  /// The logged form: what [#parse] reads, with `String`, `Long` and an empty `List` as values.
  public Map<String, Object> toFields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("type", TYPE);
    fields.put("chainId", Long.toString(chain.id()));
    fields.put("nonce", nonce);
    fields.put("to", to.canonical());
    fields.put("value", valueWei.toString());
    fields.put("gasLimit", GAS_LIMIT);
    fields.put("maxFeePerGas", maxFeePerGasWei.toString());
    fields.put("maxPriorityFeePerGas", maxPriorityFeePerGasWei.toString());
    fields.put("data", "0x");
    fields.put("accessList", List.of());
    return fields;
  }

  /// The most that the transaction can cost beyond its value: 21000 · fee cap.
  public BigInteger maxFeeWei() {
    return maxFeePerGasWei.multiply(BigInteger.valueOf(GAS_LIMIT));
  }

  /// What is signed: Keccak-256 over 0x02 and the RLP of the nine unsigned fields (EIP-1559). 32
  /// bytes.
  public byte[] signingDigest() {
    return Keccak.hash256(TransferRlp.encodeUnsigned(this));
  }
}
