package io.strongroom.node.config;

import io.strongroom.custody.statement.Hash32;
import io.strongroom.platform.config.ConfigException;
import io.strongroom.platform.config.Endpoint;
import io.strongroom.platform.config.YamlFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A node's `config.yaml`. Public; it says where others are, never who they are: identities come
/// from the genesis statement.
///
/// ```yaml
/// id: node-1
/// listen: 127.0.0.1:7001
/// genesis: <64 hex digits: SHA-256 of the GENESIS payload>
/// peers: {node-2: "127.0.0.1:7002", node-3: "127.0.0.1:7003"}
/// coordinator: 127.0.0.1:7000
/// sessionTimeout: 20s        # optional
/// ```
///
/// @param id this node's id in the genesis statement
/// @param listen where the node serves
/// @param genesis SHA-256 of the genesis payload, the root of all trust
/// @param peers where the other nodes are, by id
/// @param coordinator where the coordinator is; only asked at start, and may be absent
/// @param sessionTimeout after which a protocol session ends, 1 s to 120 s
public record NodeConfig(
    String id,
    Endpoint listen,
    Hash32 genesis,
    SortedMap<String, Endpoint> peers,
    Optional<Endpoint> coordinator,
    Duration sessionTimeout) {

  /// The file's name in the node's directory.
  public static final String FILE = "config.yaml";

  /// How long a protocol session may take unless configured otherwise.
  public static final Duration DEFAULT_SESSION_TIMEOUT = Duration.ofSeconds(20);

  private static final int MAX_PEERS = 64;
  private static final Duration MAX_SESSION_TIMEOUT = Duration.ofMinutes(2);
  private static final Pattern ID = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._:-]{0,63}");
  private static final Set<String> KEYS =
      Set.of("id", "listen", "genesis", "peers", "coordinator", "sessionTimeout");

  /// @throws IllegalArgumentException naming the key at fault
  public NodeConfig {
    peers = Collections.unmodifiableSortedMap(new TreeMap<>(peers));
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("id must match " + ID.pattern());
    }
    if (peers.size() > MAX_PEERS) {
      throw new IllegalArgumentException("peers holds more than " + MAX_PEERS);
    }
    if (peers.containsKey(id)) {
      throw new IllegalArgumentException("peers names this node itself");
    }
    if (sessionTimeout.compareTo(Duration.ofSeconds(1)) < 0
        || sessionTimeout.compareTo(MAX_SESSION_TIMEOUT) > 0) {
      throw new IllegalArgumentException("sessionTimeout must be between 1s and 120s");
    }
  }

  /// Reads the file of a node's directory.
  ///
  /// @throws ConfigException naming the file and the key at fault
  public static NodeConfig read(Path directory) throws ConfigException {
    Path file = directory.resolve(FILE);
    String text = YamlFile.read(file);
    try {
      return parse(text);
    } catch (ConfigException e) {
      throw new ConfigException(file + ": " + e.getMessage(), e);
    }
  }

  /// Parses the file's content. Unknown and repeated keys are refused.
  ///
  /// @throws ConfigException naming the key at fault
  public static NodeConfig parse(String yaml) throws ConfigException {
    YamlFile root = YamlFile.parse(yaml, KEYS);
    try {
      return new NodeConfig(
          root.text("id"),
          root.endpoint("listen"),
          root.hash("genesis"),
          root.endpoints("peers"),
          root.has("coordinator") ? Optional.of(root.endpoint("coordinator")) : Optional.empty(),
          root.seconds("sessionTimeout").orElse(DEFAULT_SESSION_TIMEOUT));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(String.valueOf(e.getMessage()), e);
    }
  }
}
