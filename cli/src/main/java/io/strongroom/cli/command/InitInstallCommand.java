package io.strongroom.cli.command;

import io.strongroom.cli.ceremony.Installation;
import io.strongroom.cli.terminal.CliException;
import io.strongroom.cli.terminal.Exit;
import io.strongroom.cli.terminal.Output;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.platform.config.Endpoint;
import io.strongroom.platform.config.GenesisFile;
import io.strongroom.platform.identity.Fingerprints;
import io.strongroom.platform.identity.IdentityCard;
import io.strongroom.platform.process.ProcessDirectory;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Configures a directory with the genesis.
@Command(
    name = "install",
    description = {
      "Put genesis.json and the addresses of the cluster into the directory of a node, the coordinator",
      "or a member, with the genesis hash pinned. --genesis-hash is what you signed or were told aloud."
    },
    footer = {
      "  strongroom init install --dir n1 --genesis genesis.json --genesis-hash 3f9a... \\\\",
      "    --coordinator 10.0.0.1:7000 --node node-1=10.0.0.2:7001 --node node-2=10.0.0.3:7001 \\\\",
      "    --node node-3=10.0.0.4:7001"
    })
final class InitInstallCommand extends BaseCommand {

  @Option(
      names = "--dir",
      required = true,
      paramLabel = "DIR",
      description = "The directory to configure.")
  Path directory;

  @Option(names = "--genesis", required = true, paramLabel = "FILE", description = "genesis.json.")
  Path genesisFile;

  @Option(
      names = "--genesis-hash",
      required = true,
      paramLabel = "HEX",
      description = "SHA-256 of the genesis, 64 digits: the trust root.")
  String hash;

  @Option(
      names = "--coordinator",
      required = true,
      paramLabel = "HOST:PORT",
      description = "Where the coordinator is reached.")
  String coordinator;

  @Option(
      names = "--node",
      required = true,
      paramLabel = "ID=HOST:PORT",
      description = "Where a node is reached; one for each.")
  List<String> nodes = new ArrayList<>();

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Where this process listens, if it is not where others reach it.")
  Optional<String> listen = Optional.empty();

  @Option(
      names = "--ethereum-rpc",
      paramLabel = "URL",
      description = "For the coordinator: where transactions are broadcast.")
  Optional<String> ethereum = Optional.empty();

  @Override
  Exit run(Output output) throws Exception {
    Hash32 pinned;
    try {
      pinned = Hash32.fromHex(hash);
    } catch (IllegalArgumentException e) {
      throw CliException.usage("--genesis-hash", String.valueOf(e.getMessage()));
    }
    GenesisFile genesis = GenesisFile.read(genesisFile, pinned);
    ProcessDirectory where = new ProcessDirectory(directory);
    IdentityCard card = IdentityCard.read(where.identity());
    requireNamed(genesis, card);
    installation().into(where, card, genesis.genesis(), pinned, genesisFile);
    output.line("configured the " + card.principal() + " in " + where.root());
    output.line("genesis fingerprint " + Fingerprints.of(HexFormat.of().parseHex(hash)));
    output.json(
        Output.object()
            .put("who", card.principal().toString())
            .put("directory", where.root().toString())
            .put("genesis", pinned.hex()));
    return Exit.OK;
  }

  private Installation installation() {
    SortedMap<String, Endpoint> endpoints = new TreeMap<>();
    for (String node : nodes) {
      int equals = node.indexOf('=');
      if (equals < 1) {
        throw CliException.usage("--node", "must be ID=HOST:PORT");
      }
      endpoints.put(node.substring(0, equals), endpoint("--node", node.substring(equals + 1)));
    }
    ethereum.ifPresent(InitInstallCommand::requireUrl);
    return new Installation(
        endpoint("--coordinator", coordinator),
        endpoints,
        listen.map(text -> endpoint("--listen", text)),
        ethereum);
  }

  private static void requireNamed(GenesisFile genesis, IdentityCard card) {
    boolean named =
        genesis
            .directory()
            .keyOf(card.principal())
            .map(key -> key.equals(card.tls()))
            .orElse(false);
    if (!named) {
      throw CliException.usage(
          "--dir", "the genesis does not name the keys of the " + card.principal());
    }
  }

  private static Endpoint endpoint(String option, String text) {
    try {
      return Endpoint.parse(text);
    } catch (IllegalArgumentException e) {
      throw CliException.usage(option, String.valueOf(e.getMessage()));
    }
  }

  private static void requireUrl(String text) {
    try {
      URI uri = URI.create(text);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return;
      }
    } catch (IllegalArgumentException e) {
      throw CliException.usage("--ethereum-rpc", "is not a URL");
    }
    throw CliException.usage("--ethereum-rpc", "must be an http or https URL");
  }
}
