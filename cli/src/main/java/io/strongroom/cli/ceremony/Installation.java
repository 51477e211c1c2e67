package io.strongroom.cli.ceremony;

import io.strongroom.cli.profile.Profile;
import io.strongroom.cli.terminal.CliException;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.platform.config.Endpoint;
import io.strongroom.platform.files.DurableFiles;
import io.strongroom.platform.identity.IdentityCard;
import io.strongroom.platform.process.ProcessDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Configures the directory of a node, the coordinator or a member: copies genesis.json into it and
/// writes where the others are, with the genesis hash pinned. Public data.
///
/// @param listen where this process listens, if it is not where the others reach it
/// @param ethereum JSON-RPC endpoint, for the coordinator
public record Installation(
    Endpoint coordinator,
    SortedMap<String, Endpoint> nodes,
    Optional<Endpoint> listen,
    Optional<String> ethereum) {

  private static final int MAX_BYTES = 2 * 1024 * 1024;

  public Installation {
    nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
  }

  /// Writes the files.
  ///
  /// @param genesis verified by the caller
  /// @param file genesis.json, of that genesis
  /// @throws java.nio.file.FileAlreadyExistsException when the directory is configured already
  public void into(
      ProcessDirectory directory, IdentityCard card, Genesis genesis, Hash32 hash, Path file)
      throws IOException {
    for (Genesis.Node node : genesis.nodes()) {
      if (!nodes.containsKey(node.id())) {
        throw CliException.usage("--node", "where is " + node.id() + "? Give it as ID=HOST:PORT");
      }
    }
    boolean member =
        switch (card.principal().kind()) {
          case MEMBER -> true;
          case NODE, COORDINATOR -> false;
        };
    Path config = member ? directory.root().resolve(Profile.CLUSTER) : directory.config();
    DurableFiles.create(
        directory.genesis(), DurableFiles.read(file, MAX_BYTES), DurableFiles.Access.PUBLIC_READ);
    DurableFiles.create(
        config, yaml(card, hash).getBytes(StandardCharsets.UTF_8), DurableFiles.Access.PUBLIC_READ);
  }

  private String yaml(IdentityCard card, Hash32 hash) {
    StringBuilder yaml = new StringBuilder();
    String pin = "genesis: \"" + hash.hex() + "\"\n";
    switch (card.principal().kind()) {
      case NODE -> {
        String id = card.principal().id();
        Endpoint own = nodes.get(id);
        if (own == null) {
          throw CliException.usage("--node", "where is " + id + "? Give it as ID=HOST:PORT");
        }
        yaml.append("id: ").append(id).append('\n');
        yaml.append("listen: \"").append(listen.orElse(own)).append("\"\n").append(pin);
        yaml.append("peers: ").append(endpoints(id)).append('\n');
        yaml.append("coordinator: \"").append(coordinator).append("\"\n");
      }
      case COORDINATOR -> {
        yaml.append("listen: \"").append(listen.orElse(coordinator)).append("\"\n").append(pin);
        yaml.append("nodes: ").append(endpoints("")).append('\n');
        ethereum.ifPresent(rpc -> yaml.append("ethereum: {rpc: \"").append(rpc).append("\"}\n"));
      }
      case MEMBER -> {
        yaml.append(pin).append("coordinator: \"").append(coordinator).append("\"\n");
        yaml.append("nodes: ").append(endpoints("")).append('\n');
      }
    }
    return yaml.toString();
  }

  private String endpoints(String except) {
    return nodes.entrySet().stream()
        .filter(node -> !node.getKey().equals(except))
        .map(node -> node.getKey() + ": \"" + node.getValue() + "\"")
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
