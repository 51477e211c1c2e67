package io.strongroom.coordinator.start;

import io.micronaut.context.annotation.Factory;
import io.strongroom.chain.custody.EthereumChainRules;
import io.strongroom.custody.spi.ChainRules;
import jakarta.inject.Singleton;

/// Joins the rooms: custody's questions about chains are answered by chain.
@Factory
final class CoordinatorBeans {

  @Singleton
  ChainRules chainRules() {
    return new EthereumChainRules();
  }
}
