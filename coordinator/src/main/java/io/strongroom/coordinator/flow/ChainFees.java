package io.strongroom.coordinator.flow;

import io.strongroom.coordinator.chain.EthereumGateway;
import io.strongroom.coordinator.chain.FeeQuote;
import io.strongroom.coordinator.chain.GatewayException;
import io.strongroom.coordinator.config.CoordinatorConfig;
import io.strongroom.coordinator.sequence.FeeOffer;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What transfers offer for gas: the chain's own quote, kept current in the background, or the
/// configuration's where there is no chain to ask. A quote that grows old is not offered.
@Singleton
public final class ChainFees implements FeeOffer {

  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Duration STALE = Duration.ofMinutes(2);
  private static final Logger LOG = LoggerFactory.getLogger(ChainFees.class);

  private final @Nullable EthereumGateway gateway;
  private final Fees configured;
  private final Clock clock;
  private volatile @Nullable FeeQuote quote;
  private volatile String problem = "";
  private boolean asked;
  private long askedAt;

  ChainFees(CoordinatorConfig config, ChainGateways gateways, Clock clock) {
    this.gateway = gateways.ethereum().orElse(null);
    this.configured = new Fees(BigInteger.ONE, config.maxFeePerGasWei(), config.tipWei());
    this.clock = clock;
  }

  @Override
  public Optional<Fees> current() {
    if (gateway == null) {
      return Optional.of(configured);
    }
    FeeQuote known = quote;
    if (known == null || Duration.between(known.at(), clock.instant()).compareTo(STALE) > 0) {
      return Optional.empty();
    }
    BigInteger least = known.baseFeePerGasWei().add(known.maxPriorityFeePerGasWei());
    return Optional.of(new Fees(least, known.maxFeePerGasWei(), known.maxPriorityFeePerGasWei()));
  }

  /// Asks the chain again, if it was not asked just now; nothing to do where there is none. One
  /// thread calls it.
  ///
  /// @return whether a quote came that replaces none or a stale one
  boolean refresh() {
    if (gateway == null || (asked && System.nanoTime() - askedAt < PERIOD.toNanos())) {
      return false;
    }
    asked = true;
    askedAt = System.nanoTime();
    boolean had = current().isPresent();
    try {
      quote = gateway.feeQuote();
      problem = "";
      return !had;
    } catch (GatewayException e) {
      if (!problem.equals(e.getMessage())) {
        LOG.warn("no fee quote: {}", e.getMessage());
      }
      problem = String.valueOf(e.getMessage());
      return false;
    }
  }

  /// `ok`, `down: …`, or `none` when no chain is configured.
  public String status() {
    if (gateway == null) {
      return "none";
    }
    return problem.isEmpty() ? "ok" : "down: " + problem;
  }
}
