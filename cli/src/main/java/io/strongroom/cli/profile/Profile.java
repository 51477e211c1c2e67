package io.strongroom.cli.profile;

import io.strongroom.cli.terminal.CliException;
import io.strongroom.custody.policy.InvalidPolicyException;
import io.strongroom.custody.policy.Policy;
import io.strongroom.custody.policy.PolicyParser;
import io.strongroom.platform.config.ConfigException;
import io.strongroom.platform.config.Endpoint;
import io.strongroom.platform.config.GenesisFile;
import io.strongroom.platform.config.YamlFile;
import io.strongroom.platform.files.StrictJson.JsonFormatException;
import io.strongroom.platform.identity.IdentityCard;
import io.strongroom.platform.identity.PrincipalKind;
import io.strongroom.platform.process.ProcessDirectory;
import io.strongroom.platform.process.ProcessFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// A member's directory, read: who they are, what they trust, where the cluster is. Public data;
/// the keystore beside it stays closed.
///
/// `cluster.yaml`:
///
/// ```yaml
/// genesis: <64 hex digits: SHA-256 of the GENESIS payload>
/// coordinator: 127.0.0.1:7000
/// nodes: {node-1: "127.0.0.1:7001", node-2: "127.0.0.1:7002", node-3: "127.0.0.1:7003"}
/// ```
///
/// @param directory where everything is
/// @param card the member's own
/// @param genesis verified, of the hash that `cluster.yaml` pins
/// @param policy the first one, which genesis names
/// @param nodes where they are, by id
public record Profile(
    ProcessDirectory directory,
    IdentityCard card,
    GenesisFile genesis,
    Policy policy,
    Endpoint coordinator,
    SortedMap<String, Endpoint> nodes) {

  /// The file that says where the cluster is.
  public static final String CLUSTER = "cluster.yaml";

  private static final Set<String> KEYS = Set.of("genesis", "coordinator", "nodes");

  public Profile {
    nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
  }

  /// Reads a directory.
  ///
  /// @throws CliException USAGE when it is not a member's directory, or not configured
  /// @throws ConfigException naming the key of cluster.yaml at fault
  /// @throws ProcessFailure when genesis.json is absent, damaged or not the pinned one
  public static Profile read(Path path)
      throws ConfigException, ProcessFailure, IOException, JsonFormatException {
    ProcessDirectory directory = new ProcessDirectory(path);
    if (!Files.exists(directory.identity())) {
      throw CliException.usage(
          "--dir", "there is no member in " + directory.root() + ": run strongroom member init");
    }
    IdentityCard card = IdentityCard.read(directory.identity());
    if (card.principal().kind() != PrincipalKind.MEMBER) {
      throw CliException.usage(
          "--dir", directory.root() + " belongs to the " + card.principal() + ", not to a member");
    }
    Path file = directory.root().resolve(CLUSTER);
    if (!Files.exists(file)) {
      throw CliException.usage(
          "--dir",
          "there is no " + file + ": after the ceremony, run strongroom init install here");
    }
    YamlFile yaml = YamlFile.parse(YamlFile.read(file), KEYS);
    GenesisFile genesis = GenesisFile.read(directory.genesis(), yaml.hash("genesis"));
    try {
      return new Profile(
          directory,
          card,
          genesis,
          PolicyParser.parse(genesis.policy()),
          yaml.endpoint("coordinator"),
          yaml.endpoints("nodes"));
    } catch (InvalidPolicyException e) {
      throw new ConfigException(
          directory.genesis() + " holds a policy that is not valid: " + e.getMessage(), e);
    }
  }
}
