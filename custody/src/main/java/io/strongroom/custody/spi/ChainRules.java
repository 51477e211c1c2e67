package io.strongroom.custody.spi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// What custody must know of a chain: its addresses, and what a transaction plan really does.
///
/// Public data only. Implementations are pure and thread-safe: the same arguments give the same
/// answer on every machine and in every release, since nodes and auditors compare results. They
/// never change the `plan` that they are given.
public interface ChainRules {

  /// Whether this implementation decides about `chain` (CAIP-2, such as `eip155:1`). False for an
  /// unknown chain.
  boolean supports(String chain);

  /// Validates an address and returns its one canonical form (Ethereum: lower-case `0x` and 40 hex
  /// digits).
  ///
  /// @throws InvalidPlanException if the chain is unknown or the text is no address of it
  String normalizeAddress(String chain, String address) throws InvalidPlanException;

  /// The canonical address that a compressed secp256k1 public key (33 bytes) has on `chain`.
  String addressOf(String chain, byte[] publicKey33);

  /// Decodes a plan under its closed schema and derives what it pays, to whom, and what must be
  /// signed.
  ///
  /// @throws InvalidPlanException naming the field, if the plan is not exactly of the schema or not
  ///   of this chain
  DecodedPlan decode(String chain, JsonNode plan) throws InvalidPlanException;

  /// Whether `signature65` (r ‖ s ‖ recovery id, 32 + 32 + 1 bytes, low s required) signs
  /// `digest32` under the key. False for anything malformed.
  boolean verifySignature(byte[] publicKey33, byte[] digest32, byte[] signature65);

  /// The chain's transaction id of the plan with these signatures, one per input in order.
  ///
  /// @throws InvalidPlanException if the plan is invalid, or a signature is malformed or missing
  String transactionId(String chain, JsonNode plan, List<byte[]> signatures65)
      throws InvalidPlanException;
}
