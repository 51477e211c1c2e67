package io.strongroom.coordinator.config;

import io.strongroom.custody.statement.Hash32;
import io.strongroom.platform.config.ConfigException;
import io.strongroom.platform.config.Endpoint;
import io.strongroom.platform.config.YamlFile;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The coordinator's `config.yaml`. Public; it says where others are, never who they are.
///
/// ```yaml
/// listen: 127.0.0.1:7000
/// genesis: <64 hex digits: SHA-256 of the GENESIS payload>
/// nodes: {node-1: "127.0.0.1:7001", node-2: "127.0.0.1:7002", node-3: "127.0.0.1:7003"}
/// ethereum: {rpc: "http://127.0.0.1:8545"}     # optional: without it nothing is broadcast
/// fees: {maxFeePerGas: "30000000000", tip: "1000000000"}   # optional, wei: offered when there is no rpc to ask
/// signTimeout: 25s           # optional
/// ```
///
/// @param listen where the coordinator serves
/// @param genesis SHA-256 of the genesis payload, the root of all trust
/// @param nodes where the nodes are, by id
/// @param ethereum JSON-RPC endpoint of an Ethereum node
/// @param maxFeePerGasWei what to offer when there is no chain to ask
/// @param tipWei priority fee to offer when there is no chain to ask
/// @param signTimeout how long to wait for a signing session
public record CoordinatorConfig(
    Endpoint listen,
    Hash32 genesis,
    SortedMap<String, Endpoint> nodes,
    Optional<URI> ethereum,
    BigInteger maxFeePerGasWei,
    BigInteger tipWei,
    Duration signTimeout) {

  /// 30 gwei.
  public static final BigInteger DEFAULT_MAX_FEE = BigInteger.valueOf(30_000_000_000L);

  /// 1 gwei.
  public static final BigInteger DEFAULT_TIP = BigInteger.valueOf(1_000_000_000L);

  /// Longer than a node's own limit, so that the node's answer says what happened.
  public static final Duration DEFAULT_SIGN_TIMEOUT = Duration.ofSeconds(25);

  private static final Set<String> KEYS =
      Set.of("listen", "genesis", "nodes", "ethereum", "fees", "signTimeout");

  /// @throws IllegalArgumentException naming the key at fault
  public CoordinatorConfig {
    nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
    if (tipWei.compareTo(maxFeePerGasWei) > 0) {
      throw new IllegalArgumentException("fees.tip is more than fees.maxFeePerGas");
    }
  }

  /// Reads `config.yaml`.
  ///
  /// @throws ConfigException naming the file and the key at fault
  public static CoordinatorConfig read(Path file) throws ConfigException {
    String text = YamlFile.read(file);
    try {
      return parse(text);
    } catch (ConfigException e) {
      throw new ConfigException(file + ": " + e.getMessage(), e);
    }
  }

  /// Parses the file's text.
  ///
  /// @throws ConfigException naming the key at fault
  public static CoordinatorConfig parse(String yaml) throws ConfigException {
    YamlFile root = YamlFile.parse(yaml, KEYS);
    Optional<URI> ethereum = Optional.empty();
    if (root.has("ethereum")) {
      ethereum = Optional.of(uri(root.mapping("ethereum", Set.of("rpc")).text("rpc")));
    }
    BigInteger maxFee = DEFAULT_MAX_FEE;
    BigInteger tip = DEFAULT_TIP;
    if (root.has("fees")) {
      YamlFile fees = root.mapping("fees", Set.of("maxFeePerGas", "tip"));
      maxFee = wei("fees.maxFeePerGas", fees.text("maxFeePerGas"));
      tip = wei("fees.tip", fees.text("tip"));
    }
    try {
      return new CoordinatorConfig(
          root.endpoint("listen"),
          root.hash("genesis"),
          root.endpoints("nodes"),
          ethereum,
          maxFee,
          tip,
          root.seconds("signTimeout").orElse(DEFAULT_SIGN_TIMEOUT));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(String.valueOf(e.getMessage()), e);
    }
  }

  private static URI uri(String text) throws ConfigException {
    try {
      URI uri = URI.create(text);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw new ConfigException("ethereum.rpc is not a URL", e);
    }
    throw new ConfigException("ethereum.rpc must be an http or https URL");
  }

  private static BigInteger wei(String key, String text) throws ConfigException {
    if (!text.matches("0|[1-9][0-9]{0,29}")) {
      throw new ConfigException(key + " must be a whole number of wei, in quotes");
    }
    return new BigInteger(text);
  }
}
