package io.strongroom.coordinator.flow;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.strongroom.chain.ethereum.EcdsaSignature;
import io.strongroom.chain.ethereum.EthereumChain;
import io.strongroom.chain.ethereum.EthereumPlan;
import io.strongroom.chain.ethereum.SignedTransfer;
import io.strongroom.custody.state.Authorization;
import io.strongroom.custody.state.SignedTransaction;
import io.strongroom.custody.state.Withdrawal;
import java.util.Map;

/// The transaction of a signed withdrawal, put together from the logged plan and signature.
public final class SignedTransfers {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private SignedTransfers() {}

  /// The transaction that goes to the chain.
  ///
  /// @throws IllegalStateException when the withdrawal is not signed
  public static SignedTransfer of(Withdrawal withdrawal) {
    Authorization authorization = withdrawal.authorization().orElseThrow(SignedTransfers::unsigned);
    SignedTransaction signed = withdrawal.signed().orElseThrow(SignedTransfers::unsigned);
    JsonNode plan = authorization.statement().plan().json();
    return new SignedTransfer(
        EthereumPlan.parse(
            new EthereumChain(Long.parseLong(plan.path("chainId").asText())),
            MAPPER.convertValue(plan, new TypeReference<Map<String, Object>>() {})),
        EcdsaSignature.parse(signed.signatures().getFirst().signature().toArray()));
  }

  private static IllegalStateException unsigned() {
    return new IllegalStateException("the withdrawal is not signed");
  }
}
