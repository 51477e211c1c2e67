package io.strongroom.cli.command;

import io.strongroom.cli.client.Sentences;
import io.strongroom.cli.client.Session;
import io.strongroom.cli.client.Subject;
import io.strongroom.cli.client.Views;
import io.strongroom.cli.client.Withdrawals;
import io.strongroom.cli.policy.Amounts;
import io.strongroom.cli.terminal.Exit;
import io.strongroom.cli.terminal.Output;
import io.strongroom.cli.terminal.Table;
import io.strongroom.proto.v1.ClusterStatus;
import io.strongroom.proto.v1.GetClusterStatusRequest;
import io.strongroom.proto.v1.ListVaultsRequest;
import io.strongroom.proto.v1.ListWithdrawalsRequest;
import io.strongroom.proto.v1.NodeStatus;
import io.strongroom.proto.v1.Vault;
import io.strongroom.proto.v1.Withdrawal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows how the cluster, or one withdrawal or proposal, stands.
@Command(
    name = "status",
    description = {
      "Show the cluster, or one withdrawal or proposal.",
      "A withdrawal comes with every rule of its decision, its headroom, and what is missing."
    },
    footer = {
      "  strongroom status",
      "  strongroom status inv-4711",
      "  strongroom status --state PENDING --json"
    })
final class StatusCommand extends MemberCommand {

  @Parameters(
      paramLabel = "ID",
      arity = "0..1",
      description = "Id of a withdrawal or proposal, or the beginning of its leaf hash.")
  Optional<String> name = Optional.empty();

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "Only withdrawals in this state; repeat it.")
  List<String> states = new ArrayList<>();

  @Option(names = "--vault", paramLabel = "NAME", description = "Only withdrawals of this vault.")
  Optional<String> vault = Optional.empty();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many withdrawals. Default: ${DEFAULT-VALUE}")
  int limit;

  @Override
  Exit run(Output output, Session session) {
    return name.isPresent() ? one(output, session, name.get()) : cluster(output, session);
  }

  private static Exit one(Output output, Session session, String name) {
    switch (Subject.find(session, name)) {
      case Subject.OfWithdrawal(var view) -> Following.print(view, session.amounts(), output);
      case Subject.OfProposal(var view) -> {
        Sentences.print(view, output);
        output.json(Views.json(view));
      }
    }
    return Exit.OK;
  }

  private Exit cluster(Output output, Session session) {
    ClusterStatus status =
        session.ask(
            () -> session.desk().getClusterStatus(GetClusterStatusRequest.getDefaultInstance()));
    List<Vault> vaults =
        session
            .ask(() -> session.desk().listVaults(ListVaultsRequest.getDefaultInstance()))
            .getVaultsList();
    ListWithdrawalsRequest query =
        ListWithdrawalsRequest.newBuilder()
            .addAllStates(states)
            .setVault(vault.orElse(""))
            .setPageSize(Math.clamp(limit, 1, 500))
            .build();
    List<Withdrawal> views =
        session.ask(() -> session.desk().listWithdrawals(query)).getWithdrawalsList();
    print(output, session.amounts(), status, vaults, views);
    var node = Views.json(status);
    var vaultArray = node.putArray("vaults");
    vaults.forEach(each -> vaultArray.add(Views.json(each)));
    var array = node.putArray("withdrawals");
    views.forEach(view -> array.add(Views.json(view)));
    output.json(node);
    return Exit.OK;
  }

  private static void print(
      Output output,
      Amounts amounts,
      ClusterStatus status,
      List<Vault> vaults,
      List<Withdrawal> views) {
    output.line("log       " + status.getOrigin() + ", " + status.getHead().getSize() + " entries");
    output.line(
        "quorum    n = "
            + status.getN()
            + ", t = "
            + status.getT()
            + ", q = "
            + status.getQ()
            + ", f = "
            + status.getF());
    output.line("chain     " + status.getChainGateway());
    if (status.getFrozen()) {
      output.line("FROZEN    nothing is signed until the freeze is lifted");
    }
    output.line("");
    Table nodes = new Table("NODE", "READY", "ENTRIES", "KEYS", "");
    for (NodeStatus node : status.getNodesList()) {
      nodes.row(
          node.getId(),
          node.getReachable() ? (node.getReady() ? "yes" : "no") : "unreachable",
          Long.toString(node.getLogSize()),
          String.join(", ", node.getKeysList()),
          note(node));
    }
    output.table(nodes);
    output.line("");
    VaultCommand.print(output, vaults);
    if (!views.isEmpty()) {
      output.line("");
      output.table(Withdrawals.table(views, amounts));
    }
  }

  private static String note(NodeStatus node) {
    List<String> notes = new ArrayList<>();
    if (!node.getReason().isEmpty()) {
      notes.add(node.getReason());
    }
    if (node.getBurnedWithCount() > 0) {
      notes.add("burned with " + node.getBurnedWithList());
    }
    if (Math.abs(node.getClockSkewMs()) > 5_000) {
      notes.add("clock " + node.getClockSkewMs() + " ms off");
    }
    return String.join("; ", notes);
  }
}
