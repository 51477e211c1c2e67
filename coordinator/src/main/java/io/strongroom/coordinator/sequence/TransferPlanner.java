package io.strongroom.coordinator.sequence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.strongroom.chain.ethereum.EthereumAddress;
import io.strongroom.chain.ethereum.EthereumChain;
import io.strongroom.chain.ethereum.EthereumPlan;
import io.strongroom.custody.state.State;
import io.strongroom.custody.state.Vault;
import io.strongroom.custody.state.Withdrawal;
import jakarta.inject.Singleton;
import java.math.BigInteger;

/// Plans the transaction of a withdrawal that may be authorised: the account's next nonce, the
/// intent's recipient and amount, and fees that are offered within the approved cap. A proposal:
/// every node checks it against the intent.
@Singleton
final class TransferPlanner {

  private static final BigInteger GAS = BigInteger.valueOf(EthereumPlan.GAS_LIMIT);

  private final ObjectMapper mapper = new ObjectMapper();
  private final FeeOffer fees;

  TransferPlanner(FeeOffer fees) {
    this.fees = fees;
  }

  /// Why a withdrawal cannot be planned now; it stays READY.
  static final class Unplannable extends Exception {
    private static final long serialVersionUID = 1L;

    private Unplannable(String message) {
      super(message);
    }
  }

  /// The plan of a withdrawal, in the state right before its AUTHORIZE.
  ///
  /// @throws Unplannable when the fees that the chain asks for exceed the cap
  JsonNode plan(State state, Withdrawal withdrawal) throws Unplannable {
    Vault vault =
        state
            .vault(withdrawal.request().vault())
            .orElseThrow(() -> new Unplannable("the vault has no key yet"));
    FeeOffer.Fees offer =
        fees.current().orElseThrow(() -> new Unplannable("no fee quote can be had from the chain"));
    BigInteger affordable = withdrawal.request().feeCap().divide(GAS);
    if (offer.leastPerGasWei().compareTo(affordable) > 0) {
      throw new Unplannable(
          "the chain asks for "
              + offer.leastPerGasWei()
              + " wei per gas, and the approved fee cap allows "
              + affordable);
    }
    BigInteger maxFee = offer.maxFeePerGasWei().min(affordable);
    EthereumPlan plan =
        new EthereumPlan(
            EthereumChain.parse(vault.chain()),
            vault.nextNonce(),
            EthereumAddress.parse(
                withdrawal.address().orElseThrow(() -> new Unplannable("no address"))),
            withdrawal.request().amount(),
            maxFee,
            offer.tipWei().min(maxFee));
    return mapper.valueToTree(plan.toFields());
  }
}
