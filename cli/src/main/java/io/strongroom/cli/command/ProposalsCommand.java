package io.strongroom.cli.command;

import io.strongroom.cli.client.Sentences;
import io.strongroom.cli.client.Session;
import io.strongroom.cli.client.Views;
import io.strongroom.cli.terminal.Exit;
import io.strongroom.cli.terminal.Output;
import io.strongroom.cli.terminal.Table;
import io.strongroom.proto.v1.ListProposalsRequest;
import io.strongroom.proto.v1.Proposal;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Lists proposals.
@Command(
    name = "proposals",
    description = "List proposed changes: policies, destinations, vaults, unfreezing.",
    footer = {"  strongroom proposals", "  strongroom proposals --all --long"})
final class ProposalsCommand extends MemberCommand {

  private static final Set<String> OPEN = Set.of("PENDING", "TIMELOCKED");

  @Option(names = "--all", description = "Also those that are over.")
  boolean all;

  @Option(names = "--long", description = "Everything about each.")
  boolean full;

  @Override
  Exit run(Output output, Session session) {
    List<Proposal> views =
        session
            .ask(() -> session.desk().listProposals(ListProposalsRequest.getDefaultInstance()))
            .getProposalsList()
            .stream()
            .filter(view -> all || OPEN.contains(view.getState()))
            .toList();
    Table table = new Table("ID", "TYPE", "STATE", "BY", "MISSING", "LEAF HASH");
    var node = Output.object();
    var array = node.putArray("proposals");
    for (Proposal view : views) {
      table.row(
          view.getId(),
          view.getType(),
          view.getState(),
          view.getProposer(),
          String.join(", ", view.getMissingList()),
          view.getLeafHash().substring(0, Math.min(12, view.getLeafHash().length())));
      array.add(Views.json(view));
      if (full) {
        Sentences.print(view, output);
      }
    }
    if (!full) {
      output.table(table);
    }
    if (views.isEmpty()) {
      output.line(all ? "there is none" : "there is none open; --all shows those that are over");
    }
    output.json(node);
    return Exit.OK;
  }
}
