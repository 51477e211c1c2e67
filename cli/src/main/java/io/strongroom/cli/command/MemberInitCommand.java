package io.strongroom.cli.command;

import io.strongroom.cli.profile.MemberKeys;
import io.strongroom.cli.profile.Membership;
import io.strongroom.cli.terminal.Exit;
import io.strongroom.cli.terminal.Output;
import io.strongroom.cli.terminal.Progress;
import io.strongroom.platform.identity.Fingerprints;
import io.strongroom.platform.identity.IdentityCard;
import io.strongroom.platform.process.ProcessDirectory;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Creates a member's keys.
@Command(
    name = "init",
    description =
        "Create your keys and your public identity.json. Nothing that exists is overwritten.",
    footer = {
      "  strongroom member init --id board-1 --person alice",
      "  strongroom member init --dir desk --id trader-1 --passphrase-file passphrase"
    })
final class MemberInitCommand extends BaseCommand {

  /// `strongroom member`.
  @Command(
      name = "member",
      sortOptions = false,
      usageHelpAutoWidth = true,
      description = "A person's or service's own keys.",
      synopsisSubcommandLabel = "COMMAND",
      subcommands = MemberInitCommand.class)
  static final class Group {
    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help.")
    boolean help;
  }

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = "${user.home}/.strongroom",
      description = "Where to put them. Default: ${DEFAULT-VALUE}")
  Path directory;

  @Option(
      names = "--id",
      required = true,
      paramLabel = "ID",
      description = "The credential's id: it is in every signature.")
  String id;

  @Option(
      names = "--person",
      paramLabel = "NAME",
      description = "Who holds it: groups of the policy name persons. Default: the id.")
  Optional<String> person = Optional.empty();

  @Mixin PassphraseOptions passphrase;

  @Override
  Exit run(Output output) throws Exception {
    var unlocking = passphrase.unlocking(id, true);
    ProcessDirectory where = new ProcessDirectory(directory);
    IdentityCard card;
    if (passphrase.file.isEmpty() && passphrase.descriptor.isEmpty()) {
      card = Membership.create(where, id, person.orElse(id), unlocking);
    } else {
      try (Progress _ = output.progress("making the keystore")) {
        card = Membership.create(where, id, person.orElse(id), unlocking);
      }
    }
    output.line("created " + card.principal() + " in " + where.root());
    output.line("fingerprint " + Fingerprints.of(card));
    output.line("carry " + where.identity() + " to the ceremony");
    output.json(
        Output.object()
            .put("id", id)
            .put("identity", where.identity().toString())
            .put("key", card.keys().get(MemberKeys.KEY))
            .put("fingerprint", Fingerprints.of(card)));
    return Exit.OK;
  }
}
