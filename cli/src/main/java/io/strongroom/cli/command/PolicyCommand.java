package io.strongroom.cli.command;

import io.strongroom.cli.client.Session;
import io.strongroom.cli.policy.PolicyYaml;
import io.strongroom.cli.terminal.CliException;
import io.strongroom.cli.terminal.Exit;
import io.strongroom.cli.terminal.Output;
import io.strongroom.custody.policy.Policy;
import io.strongroom.custody.statement.Bytes;
import io.strongroom.custody.statement.CanonicalJson;
import io.strongroom.custody.statement.Change;
import io.strongroom.custody.statement.Hash32;
import io.strongroom.platform.files.StrictJson;
import io.strongroom.proto.v1.GetEntriesRequest;
import io.strongroom.proto.v1.LogEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Policies.
@Command(
    name = "policy",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = "The policy: show it, check a file, propose a new one.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      PolicyCommand.Show.class,
      PolicyCommand.Check.class,
      PolicyCommand.Propose.class
    })
final class PolicyCommand {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  /// Shows the policy in force, or a proposed one.
  @Command(
      name = "show",
      description = "Show the policy in force, or a proposed one by its hash.",
      footer = {"  strongroom policy show", "  strongroom policy show --hash 3f9a11c2..."})
  static final class Show extends MemberCommand {

    @Option(
        names = "--hash",
        paramLabel = "HEX",
        description = "The document of this hash, wherever in the log it was proposed.")
    Optional<String> hash = Optional.empty();

    @Override
    Exit run(Output output, Session session) throws Exception {
      Bytes canonical =
          hash.isPresent() ? proposed(session, hash.get()) : session.policyInForce().canonical();
      var document = CanonicalJson.parseStrict(canonical.toArray());
      output.line(new String(StrictJson.write(document), StandardCharsets.UTF_8).stripTrailing());
      output.line("hash " + canonical.sha256().hex());
      var node = Output.object().put("hash", canonical.sha256().hex());
      node.set("policy", document);
      output.json(node);
      return Exit.OK;
    }

    private static Bytes proposed(Session session, String hex) {
      Hash32 wanted;
      try {
        wanted = Hash32.fromHex(hex);
      } catch (IllegalArgumentException e) {
        throw CliException.usage("--hash", String.valueOf(e.getMessage()));
      }
      long from = 0;
      while (true) {
        GetEntriesRequest request = GetEntriesRequest.newBuilder().setFrom(from).build();
        var page = session.ask(() -> session.log().getEntries(request));
        for (LogEntry entry : page.getEntriesList()) {
          Bytes attachment = Bytes.of(entry.getAttachment().toByteArray());
          if (attachment.length() > 0 && attachment.sha256().equals(wanted)) {
            return attachment;
          }
        }
        from += page.getEntriesCount();
        if (page.getEntriesCount() == 0 || from >= page.getHead().getSize()) {
          throw CliException.notFound("no policy of hash " + hex + " is in the log");
        }
      }
    }
  }

  /// Checks a file.
  @Command(
      name = "check",
      description = "Check a policy file and print its hash. Needs no cluster.",
      footer = "  strongroom policy check policy.yaml")
  static final class Check extends BaseCommand {

    @Parameters(paramLabel = "FILE", description = "YAML.")
    Path file;

    @Override
    Exit run(Output output) throws Exception {
      Policy policy = PolicyYaml.read(file).policy();
      output.line("valid");
      output.line("hash " + policy.hash().hex());
      output.json(Output.object().put("valid", true).put("hash", policy.hash().hex()));
      return Exit.OK;
    }
  }

  /// Proposes a policy.
  @Command(
      name = "propose",
      description =
          "Propose a new policy. It takes effect after the quorum and delay of change.loosen.",
      footer = "  strongroom policy propose policy.yaml --wait")
  static final class Propose extends MemberCommand {

    @Parameters(paramLabel = "FILE", description = "YAML.")
    Path file;

    @Mixin ProposeOptions proposing;

    @Override
    Exit run(Output output, Session session) throws Exception {
      Policy policy = PolicyYaml.read(file).policy();
      return proposing.propose(
          session, new Change.NewPolicy(policy.hash()), policy.canonical().toArray(), output);
    }
  }
}
