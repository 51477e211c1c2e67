package io.strongroom.coordinator.chain;

import com.fasterxml.jackson.databind.JsonNode;
import io.strongroom.chain.InvalidChainInputException;
import io.strongroom.chain.ethereum.EcdsaSignature;
import io.strongroom.chain.ethereum.EthereumAddress;
import io.strongroom.chain.ethereum.EthereumChain;
import io.strongroom.chain.ethereum.EthereumPlan;
import io.strongroom.chain.ethereum.SignedTransfer;
import java.util.Locale;
import java.util.Optional;

/// A transaction of a mined block, as the node's JSON tells it.
///
/// @param transfer present if the JSON describes a native transfer whose rebuilt bytes have this
///   identifier and whose signature leads to the sender: then none of its fields rest on the node's
///   word
record SettledTransaction(String txid, Optional<SignedTransfer> transfer) {

  /// Whether a transaction of a block is by this sender with this nonce.
  static boolean matches(JsonNode transaction, EthereumAddress sender, long nonce)
      throws GatewayException.BadResponse {
    return transaction.path("from").asText().toLowerCase(Locale.ROOT).equals(sender.canonical())
        && Quantities.small(transaction.path("nonce"), "a transaction's nonce") == nonce;
  }

  static SettledTransaction read(JsonNode transaction, EthereumAddress sender)
      throws GatewayException.BadResponse {
    String txid = Quantities.hash(transaction.path("hash"), "a transaction's hash");
    Optional<SignedTransfer> transfer =
        rebuild(transaction)
            .filter(t -> t.transactionId().equals(txid) && t.sender().equals(sender));
    return new SettledTransaction(txid, transfer);
  }

  private static Optional<SignedTransfer> rebuild(JsonNode transaction)
      throws GatewayException.BadResponse {
    if (!transaction.path("type").asText().equals("0x2") || !transaction.path("to").isTextual()) {
      return Optional.empty();
    }
    // The remaining fields (gas, input, access list) are fixed in a plan: if they differ, so does
    // the identifier.
    try {
      EthereumPlan plan =
          new EthereumPlan(
              new EthereumChain(
                  Quantities.small(transaction.path("chainId"), "a transaction's chain id")),
              Quantities.small(transaction.path("nonce"), "a transaction's nonce"),
              new EthereumAddress(transaction.path("to").textValue().toLowerCase(Locale.ROOT)),
              Quantities.number(transaction.path("value"), "a transaction's value"),
              Quantities.number(transaction.path("maxFeePerGas"), "a transaction's fee cap"),
              Quantities.number(transaction.path("maxPriorityFeePerGas"), "a transaction's tip"));
      JsonNode parity =
          transaction.path("yParity").isMissingNode()
              ? transaction.path("v")
              : transaction.path("yParity");
      EcdsaSignature signature =
          new EcdsaSignature(
              Quantities.number(transaction.path("r"), "a transaction's r"),
              Quantities.number(transaction.path("s"), "a transaction's s"),
              Quantities.number(parity, "a transaction's parity").testBit(0) ? 1 : 0);
      return Optional.of(new SignedTransfer(plan, signature));
    } catch (InvalidChainInputException e) {
      return Optional.empty();
    }
  }
}
