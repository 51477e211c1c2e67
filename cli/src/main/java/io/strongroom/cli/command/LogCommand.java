package io.strongroom.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strongroom.cli.client.LogReplay;
import io.strongroom.cli.client.Session;
import io.strongroom.cli.terminal.CliException;
import io.strongroom.cli.terminal.Exit;
import io.strongroom.cli.terminal.Output;
import io.strongroom.cli.terminal.Progress;
import io.strongroom.cli.terminal.Table;
import io.strongroom.cli.terminal.Times;
import io.strongroom.custody.log.Leaf;
import io.strongroom.custody.replay.LogEntry;
import io.strongroom.custody.statement.CanonicalJson;
import io.strongroom.custody.statement.InvalidStatementException;
import io.strongroom.platform.identity.Fingerprints;
import io.strongroom.proto.v1.GetEntriesRequest;
import io.strongroom.proto.v1.GetEntriesResponse;
import io.strongroom.proto.v1.GetHeadRequest;
import io.strongroom.proto.v1.LogHead;
import io.strongroom.proto.v1.NodeInfoGrpc;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The request log.
@Command(
    name = "log",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = "The request log: show it, verify it.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {LogCommand.Show.class, LogCommand.Verify.class})
final class LogCommand {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  /// Who is asked for the log.
  record Source(
      String name, LogHead head, Function<GetEntriesRequest, GetEntriesResponse> entries) {
    static Source of(Session session, Optional<String> node) {
      if (node.isEmpty()) {
        return new Source(
            "the coordinator",
            session.ask(() -> session.log().getHead(GetHeadRequest.getDefaultInstance())),
            request -> session.ask(() -> session.log().getEntries(request)));
      }
      var stub = NodeInfoGrpc.newBlockingStub(session.node(node.get()));
      return new Source(
          node.get(),
          Session.ask(node.get(), () -> stub.getHead(GetHeadRequest.getDefaultInstance())),
          request -> Session.ask(node.get(), () -> stub.getEntries(request)));
    }
  }

  /// Shows entries.
  @Command(
      name = "show",
      description = "Print entries of the log.",
      footer = {
        "  strongroom log show --last 20",
        "  strongroom log show --from 0 --to 10 --json",
        "  strongroom log show --node node-2"
      })
  static final class Show extends MemberCommand {

    @Option(names = "--from", paramLabel = "SEQ", description = "First entry.")
    Optional<Long> from = Optional.empty();

    @Option(names = "--to", paramLabel = "SEQ", description = "Up to, and without, this entry.")
    Optional<Long> to = Optional.empty();

    @Option(
        names = "--last",
        paramLabel = "N",
        defaultValue = "50",
        description = "The last N, unless --from is given. Default: ${DEFAULT-VALUE}")
    int last;

    @Option(
        names = "--node",
        paramLabel = "ID",
        description = "Ask this node instead of the coordinator.")
    Optional<String> node = Optional.empty();

    @Override
    Exit run(Output output, Session session) throws InvalidStatementException {
      Source source = Source.of(session, node);
      long size = source.head().getSize();
      long end = Math.min(to.orElse(size), size);
      long begin = from.orElse(Math.max(0, end - Math.max(1, last)));
      if (begin < 0 || begin > end) {
        throw CliException.usage("--from", "the log has " + size + " entries");
      }
      Table table = new Table("SEQ", "TIME", "KIND", "BY", "ID", "LEAF HASH");
      ObjectNode whole = Output.object();
      whole.put("size", size);
      ArrayNode array = whole.putArray("entries");
      for (LogEntry entry : LogReplay.fetch(begin, end, source.entries())) {
        Leaf leaf = Leaf.parse(entry.leaf().toArray());
        var payload = CanonicalJson.parseStrict(leaf.envelope().payload().toArray());
        table.row(
            Long.toString(leaf.seq()),
            Times.text(leaf.ts()),
            leaf.kind().name(),
            leaf.envelope().keyId(),
            payload.path("id").asText(),
            leaf.hash().hex().substring(0, 12));
        ObjectNode one = array.addObject();
        one.put("seq", leaf.seq())
            .put("ts", leaf.ts())
            .put("kind", leaf.kind().name())
            .put("by", leaf.envelope().keyId())
            .put("leafHash", leaf.hash().hex());
        one.set("statement", payload);
      }
      output.table(table);
      output.json(whole);
      return Exit.OK;
    }
  }

  /// Verifies the log.
  @Command(
      name = "verify",
      description = {
        "Fetch the whole log and replay it here, from the pinned genesis on: every signature, every decision,",
        "the tree, the cosignatures. Believes nothing that the server says. Cannot see that the newest entries were",
        "withheld: compare with another source (--node)."
      },
      footer = {"  strongroom log verify", "  strongroom log verify --node node-3"})
  static final class Verify extends MemberCommand {

    @Option(
        names = "--node",
        paramLabel = "ID",
        description = "Ask this node instead of the coordinator.")
    Optional<String> node = Optional.empty();

    @Override
    Exit run(Output output, Session session) {
      Source source = Source.of(session, node);
      byte[] note = source.head().getCommitted().getNote().toByteArray();
      if (note.length == 0) {
        throw new CliException(
            Exit.NOT_FOUND, "NOT_COMMITTED", "", source.name() + " holds no committed head yet");
      }
      LogReplay.Verified log;
      try (Progress _ = output.progress("replaying " + source.head().getSize() + " entries")) {
        log =
            LogReplay.verify(session.genesis(), note, source.entries(), Clock.systemUTC().millis());
      }
      compareStateHash(source, log);
      long size = log.checkpoint().checkpoint().size();
      List<String> cosigners = List.copyOf(log.checkpoint().timesSeconds().keySet());
      output.line("source         " + source.name());
      output.line("entries        " + size + ", all replayed to the same decisions");
      output.line("genesis        " + Fingerprints.of(session.genesis().origin().substring(11)));
      output.line("root           " + log.checkpoint().checkpoint().root().hex());
      output.line("state          " + log.replica().state().stateHash().hex());
      output.line("cosigned by    " + String.join(", ", cosigners));
      ObjectNode answer = Output.object();
      answer
          .put("verified", true)
          .put("size", size)
          .put("root", log.checkpoint().checkpoint().root().hex())
          .put("stateHash", log.replica().state().stateHash().hex());
      ArrayNode array = answer.putArray("cosigners");
      cosigners.forEach(array::add);
      output.json(answer);
      return Exit.OK;
    }

    private static void compareStateHash(Source source, LogReplay.Verified log) {
      boolean sameSize = source.head().getSize() == log.checkpoint().checkpoint().size();
      byte[] own = log.replica().state().stateHash().bytes();
      if (sameSize && !Arrays.equals(own, source.head().getStateHash().toByteArray())) {
        throw CliException.unproved(source.name() + " has another state after the same entries");
      }
    }
  }
}
