package io.strongroom.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strongroom.cli.client.Freezing;
import io.strongroom.cli.client.Session;
import io.strongroom.cli.terminal.CliException;
import io.strongroom.cli.terminal.Exit;
import io.strongroom.cli.terminal.Output;
import io.strongroom.cli.terminal.Progress;
import io.strongroom.cli.terminal.Table;
import io.strongroom.custody.statement.FreezeScope;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Stops every step into signing, everywhere at once.
@Command(
    name = "freeze",
    description = {
      "Stop every step towards a signature, for the cluster or one vault.",
      "Goes to the coordinator and to every node; each obeys the moment it has it. Any one member of the policy's",
      "freeze groups can. When in doubt, freeze."
    },
    footer = {"  strongroom freeze", "  strongroom freeze --vault hot"})
final class FreezeCommand extends MemberCommand {

  @Option(
      names = "--vault",
      paramLabel = "NAME",
      description = "Only this vault. Default: the whole cluster.")
  Optional<String> vault = Optional.empty();

  @Override
  Exit run(Output output, Session session) {
    List<Freezing.Taken> everybody;
    try (Progress _ = output.progress("freezing")) {
      everybody = Freezing.everywhere(session, Freezing.sign(session, scope(vault)));
    }
    Table table = new Table("WHO", "FROZEN", "");
    ObjectNode node = Output.object();
    node.put("scope", scope(vault).text());
    ArrayNode list = node.putArray("taken");
    for (Freezing.Taken each : everybody) {
      table.row(each.who(), each.taken() ? "yes" : "NO", each.note());
      list.addObject().put("who", each.who()).put("taken", each.taken()).put("note", each.note());
    }
    output.table(table);
    output.json(node);
    long took = everybody.stream().filter(Freezing.Taken::taken).count();
    if (took == everybody.size()) {
      return Exit.OK;
    }
    output.warn(took + " of " + everybody.size() + " took the freeze; repeat it until all have it");
    return everybody.stream()
        .filter(each -> !each.taken())
        .map(Freezing.Taken::exit)
        .findFirst()
        .orElse(Exit.FAILURE);
  }

  static FreezeScope scope(Optional<String> vault) {
    return vault
        .<FreezeScope>map(name -> {
          if (!name.matches("[a-zA-Z0-9][a-zA-Z0-9._:-]{0,63}")) {
            throw CliException.usage("--vault", "is no vault's name");
          }
          return new FreezeScope.OneVault(name);
        })
        .orElseGet(FreezeScope.Cluster::new);
  }
}
