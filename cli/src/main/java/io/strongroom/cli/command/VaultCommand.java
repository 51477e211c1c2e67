package io.strongroom.cli.command;

import io.strongroom.cli.client.Proposals;
import io.strongroom.cli.client.Session;
import io.strongroom.cli.client.Views;
import io.strongroom.cli.terminal.CliException;
import io.strongroom.cli.terminal.Exit;
import io.strongroom.cli.terminal.Output;
import io.strongroom.cli.terminal.Progress;
import io.strongroom.cli.terminal.Table;
import io.strongroom.custody.policy.Asset;
import io.strongroom.custody.policy.Policy;
import io.strongroom.custody.statement.Change;
import io.strongroom.custody.statement.Genesis;
import io.strongroom.proto.v1.ListVaultsRequest;
import io.strongroom.proto.v1.Vault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Vaults.
@Command(
    name = "vault",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = "Vaults: create one, list them.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {VaultCommand.Create.class, VaultCommand.ListAll.class})
final class VaultCommand {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  /// Proposes a vault.
  @Command(
      name = "create",
      description = {
        "Propose a vault. Once it is approved and its delay is over, the nodes generate its key among themselves:",
        "no machine ever has the whole of it. Then the vault has an address."
      },
      footer = {
        "  strongroom vault create hot --threshold 2 --wait",
        "  strongroom vault create cold --threshold 3 --parties 1,2,4 --key-id cold-2026"
      })
  static final class Create extends MemberCommand {

    @Parameters(paramLabel = "NAME", description = "A vault that the policy names.")
    String name;

    @Option(
        names = "--threshold",
        required = true,
        paramLabel = "T",
        description = "How many nodes sign together, at least 2.")
    int threshold;

    @Option(
        names = "--parties",
        paramLabel = "N",
        split = ",",
        description = "Indices of the nodes that hold the key. Default: all signer nodes.")
    List<Integer> parties = new ArrayList<>();

    @Option(
        names = "--key-id",
        paramLabel = "ID",
        description = "Names the key; used once. Default: the vault's name and a random part.")
    Optional<String> keyId = Optional.empty();

    @Option(
        names = "--chain",
        paramLabel = "ID",
        description =
            "CAIP-2, such as eip155:1. Default: that of the vault's assets, if it is one.")
    Optional<String> chain = Optional.empty();

    @Mixin ProposeOptions proposing;

    @Override
    Exit run(Output output, Session session) throws Exception {
      List<Integer> holders =
          parties.isEmpty()
              ? session.genesis().nodes().stream()
                  .filter(Genesis.Node::signer)
                  .map(Genesis.Node::index)
                  .toList()
              : parties.stream().sorted().toList();
      String key = keyId.orElseGet(() -> Session.freshId(name));
      String where = chain.orElseGet(() -> onlyChain(session.policyInForce()));
      Change order = new Change.NewVault(name, key, threshold, holders, where);
      if (!proposing.waiting.wait) {
        return proposing.propose(session, order, new byte[0], output);
      }
      Exit exit =
          proposing.propose(
              session,
              order,
              new byte[0],
              new Output(spec.commandLine().getErr(), spec.commandLine().getErr(), false));
      if (exit != Exit.OK) {
        throw new CliException(exit, "PROPOSAL_ENDED", "", "the proposal did not take effect");
      }
      Vault vault;
      try (Progress _ = output.progress("the nodes generate the key")) {
        vault = Proposals.awaitVault(session, name, proposing.waiting.most());
      }
      print(output, List.of(vault));
      output.json(Views.json(vault));
      return vault.getState().equals("ACTIVE") ? Exit.OK : Exit.FAILURE;
    }

    private String onlyChain(Policy policy) {
      Set<String> chains = new TreeSet<>();
      for (String symbol : policy.vaults().getOrDefault(name, Set.of())) {
        Asset asset = policy.assets().get(symbol);
        if (asset != null) {
          chains.add(asset.chain());
        }
      }
      if (chains.size() != 1) {
        throw CliException.usage(
            "--chain",
            chains.isEmpty()
                ? "the policy has no vault " + name
                : "needed: the vault's assets are on " + String.join(", ", chains));
      }
      return chains.iterator().next();
    }
  }

  /// Lists vaults.
  @Command(
      name = "list",
      description = "List the vaults with their addresses.",
      footer = "  strongroom vault list --json")
  static final class ListAll extends MemberCommand {
    @Override
    Exit run(Output output, Session session) {
      List<Vault> vaults =
          session
              .ask(() -> session.desk().listVaults(ListVaultsRequest.getDefaultInstance()))
              .getVaultsList();
      print(output, vaults);
      var node = Output.object();
      var array = node.putArray("vaults");
      vaults.forEach(vault -> array.add(Views.json(vault)));
      output.json(node);
      return Exit.OK;
    }
  }

  static void print(Output output, List<Vault> vaults) {
    Table table = new Table("VAULT", "STATE", "SIGN", "NODES", "KEY", "ADDRESS");
    for (Vault vault : vaults) {
      String addresses =
          String.join(
              ", ",
              vault.getAddressesMap().entrySet().stream()
                  .map(each -> each.getKey() + " " + each.getValue())
                  .toList());
      table.row(
          vault.getName(),
          vault.getState() + (vault.getFrozen() ? " FROZEN" : ""),
          vault.getThreshold() + " of " + vault.getPartiesCount(),
          vault.getPartiesList().toString().replaceAll("[\\[\\]]", ""),
          vault.getKeyId(),
          vault.getFailure().isEmpty() ? addresses : vault.getFailure());
    }
    output.table(table);
  }
}
