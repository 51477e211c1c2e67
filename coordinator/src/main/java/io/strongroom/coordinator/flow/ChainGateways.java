package io.strongroom.coordinator.flow;

import io.strongroom.coordinator.chain.EthereumGateway;
import io.strongroom.coordinator.config.CoordinatorConfig;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// The chains' nodes that the configuration names.
@Singleton
public final class ChainGateways {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Optional<EthereumGateway> ethereum;

  ChainGateways(CoordinatorConfig config, Clock clock) {
    this.ethereum = config.ethereum().map(rpc -> new EthereumGateway(rpc, clock, TIMEOUT));
  }

  /// The Ethereum node, if one is configured.
  Optional<EthereumGateway> ethereum() {
    return ethereum;
  }

  @PreDestroy
  void close() {
    ethereum.ifPresent(EthereumGateway::close);
  }
}
