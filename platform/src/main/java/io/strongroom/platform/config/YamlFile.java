package io.strongroom.platform.config;

import io.strongroom.custody.statement.Hash32;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
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

/// A YAML mapping with a closed set of keys; every error names the key at fault. Public data.
public final class YamlFile {

  private static final int MAX_FILE_BYTES = 64 * 1024;
  private static final Pattern SECONDS = Pattern.compile("([1-9][0-9]{0,4})s");

  private final String path;
  private final Map<?, ?> entries;

  private YamlFile(String path, Map<?, ?> entries) {
    this.path = path;
    this.entries = entries;
  }

  /// The text of a configuration file.
  ///
  /// @throws ConfigException naming the file when it is absent, too large or unreadable
  public static String read(Path file) throws ConfigException {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new ConfigException(file + " is larger than " + MAX_FILE_BYTES + " bytes");
      }
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new ConfigException("there is no " + file + ": run init first, then write it", e);
    } catch (IOException e) {
      throw new ConfigException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /// Parses a file's text. Repeated and unknown keys are refused.
  ///
  /// @throws ConfigException naming the key at fault
  public static YamlFile parse(String yaml, Set<String> keys) throws ConfigException {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setMaxAliasesForCollections(0);
    Object root;
    try {
      root = new Yaml(new SafeConstructor(options)).load(yaml);
    } catch (YAMLException e) {
      throw new ConfigException("not valid YAML: " + e.getMessage(), e);
    }
    return closed("", root, keys);
  }

  private static YamlFile closed(String path, @Nullable Object value, Set<String> keys)
      throws ConfigException {
    if (!(value instanceof Map<?, ?> map)) {
      throw new ConfigException((path.isEmpty() ? "the file" : path) + " must be a mapping");
    }
    for (Object key : map.keySet()) {
      if (!keys.isEmpty() && !keys.contains(String.valueOf(key))) {
        throw new ConfigException(
            "\"" + join(path, key) + "\" is not a known key; known: " + new TreeSet<>(keys));
      }
    }
    return new YamlFile(path, map);
  }

  private static String join(String path, Object key) {
    return path.isEmpty() ? String.valueOf(key) : path + "." + key;
  }

  /// Whether the key is there.
  public boolean has(String key) {
    return entries.get(key) != null;
  }

  /// The mapping under a key; `keys` empty leaves its keys open.
  public YamlFile mapping(String key, Set<String> keys) throws ConfigException {
    return closed(join(path, key), required(key), keys);
  }

  /// Text under a key.
  public String text(String key) throws ConfigException {
    if (required(key) instanceof String text) {
      return text;
    }
    throw new ConfigException(join(path, key) + " must be text; put it in quotes");
  }

  /// `host:port` under a key.
  public Endpoint endpoint(String key) throws ConfigException {
    try {
      return Endpoint.parse(text(key));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(join(path, key) + ": " + e.getMessage(), e);
    }
  }

  /// A mapping from names to `host:port` under a key.
  public SortedMap<String, Endpoint> endpoints(String key) throws ConfigException {
    YamlFile map = mapping(key, Set.of());
    SortedMap<String, Endpoint> all = new TreeMap<>();
    for (Object name : map.entries.keySet()) {
      all.put(String.valueOf(name), map.endpoint(String.valueOf(name)));
    }
    return all;
  }

  /// 64 lower-case hexadecimal digits under a key.
  public Hash32 hash(String key) throws ConfigException {
    try {
      return Hash32.fromHex(text(key));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(join(path, key) + " must be 64 lower-case hexadecimal digits", e);
    }
  }

  /// Whole seconds, such as `20s`, under a key; empty when it is absent.
  public Optional<Duration> seconds(String key) throws ConfigException {
    if (!has(key)) {
      return Optional.empty();
    }
    var matcher = SECONDS.matcher(String.valueOf(entries.get(key)));
    if (!matcher.matches()) {
      throw new ConfigException(join(path, key) + " must be whole seconds, such as 20s");
    }
    return Optional.of(Duration.ofSeconds(Long.parseLong(matcher.group(1))));
  }

  private Object required(String key) throws ConfigException {
    Object value = entries.get(key);
    if (value == null) {
      throw new ConfigException(join(path, key) + " is missing");
    }
    return value;
  }
}
