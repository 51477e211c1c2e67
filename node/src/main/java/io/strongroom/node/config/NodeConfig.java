package io.strongroom.node.config;

import io.strongroom.custody.statement.Hash32;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

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

  private static final int MAX_FILE_BYTES = 64 * 1024;
  private static final int MAX_PEERS = 64;
  private static final Duration MAX_SESSION_TIMEOUT = Duration.ofMinutes(2);
  private static final Pattern ID = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._:-]{0,63}");
  private static final Pattern SECONDS = Pattern.compile("([1-9][0-9]{0,2})s");
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
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new ConfigException(file + " is larger than " + MAX_FILE_BYTES + " bytes");
      }
      return parse(Files.readString(file, StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      throw new ConfigException("there is no " + file + ": run init first, then write it", e);
    } catch (IOException e) {
      throw new ConfigException("cannot read " + file + ": " + e.getMessage(), e);
    } catch (ConfigException e) {
      throw new ConfigException(file + ": " + e.getMessage(), e);
    }
  }

  /// Parses the file's content. Unknown and repeated keys are refused.
  ///
  /// @throws ConfigException naming the key at fault
  public static NodeConfig parse(String yaml) throws ConfigException {
    Map<?, ?> root = mapping("the file", load(yaml));
    for (Object key : root.keySet()) {
      if (!KEYS.contains(String.valueOf(key))) {
        throw new ConfigException(
            "\"" + key + "\" is not a known key; known: " + new TreeSet<>(KEYS));
      }
    }
    SortedMap<String, Endpoint> peers = new TreeMap<>();
    for (Map.Entry<?, ?> peer : mapping("peers", required(root, "peers")).entrySet()) {
      peers.put(String.valueOf(peer.getKey()), endpoint("peers." + peer.getKey(), peer.getValue()));
    }
    Object coordinator = root.get("coordinator");
    try {
      return new NodeConfig(
          text("id", required(root, "id")),
          endpoint("listen", required(root, "listen")),
          genesis(text("genesis", required(root, "genesis"))),
          peers,
          coordinator == null
              ? Optional.empty()
              : Optional.of(endpoint("coordinator", coordinator)),
          timeout(root.get("sessionTimeout")));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(String.valueOf(e.getMessage()), e);
    }
  }

  private static @Nullable Object load(String yaml) throws ConfigException {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setMaxAliasesForCollections(0);
    try {
      return new Yaml(new SafeConstructor(options)).load(yaml);
    } catch (YAMLException e) {
      throw new ConfigException("not valid YAML: " + e.getMessage(), e);
    }
  }

  private static Object required(Map<?, ?> map, String key) throws ConfigException {
    Object value = map.get(key);
    if (value == null) {
      throw new ConfigException(key + " is missing");
    }
    return value;
  }

  private static Map<?, ?> mapping(String key, @Nullable Object value) throws ConfigException {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new ConfigException(key + " must be a mapping");
  }

  private static String text(String key, Object value) throws ConfigException {
    if (value instanceof String text) {
      return text;
    }
    throw new ConfigException(key + " must be text; put it in quotes");
  }

  private static Endpoint endpoint(String key, @Nullable Object value) throws ConfigException {
    if (!(value instanceof String text)) {
      throw new ConfigException(key + " must be \"host:port\"");
    }
    try {
      return Endpoint.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(key + ": " + e.getMessage(), e);
    }
  }

  private static Hash32 genesis(String hex) throws ConfigException {
    try {
      return Hash32.fromHex(hex);
    } catch (IllegalArgumentException e) {
      throw new ConfigException("genesis must be 64 lower-case hexadecimal digits", e);
    }
  }

  private static Duration timeout(@Nullable Object value) throws ConfigException {
    if (value == null) {
      return DEFAULT_SESSION_TIMEOUT;
    }
    var matcher = SECONDS.matcher(String.valueOf(value));
    if (!matcher.matches()) {
      throw new ConfigException("sessionTimeout must be whole seconds, such as 20s");
    }
    return Duration.ofSeconds(Long.parseLong(matcher.group(1)));
  }
}
